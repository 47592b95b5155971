#pragma once
#include <string>
#include <vector>

#include "sync/catalogue/service.h"
#include "sync/central/author/service_words.h"

namespace karvan::central::author {

// [[stage]], reopens and keep_until, [[closing]] of service.toml, faults told; README.md gives their keys.
struct StagesFile {
  std::vector<catalogue::Stage> stages;  // by number; those of the policy where the file names none
  std::vector<std::string> reopens;
  std::string keep_until;  // empty: the file does not say
};
StagesFile read_stages(TomlReader& service, catalogue::Policy policy, Faults& faults);

std::vector<catalogue::Closing> read_closings(TomlReader& service, const std::vector<catalogue::FeeLine>& fees,
                                              Faults& faults);

}  // namespace karvan::central::author
