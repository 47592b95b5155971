#pragma once
#include <vector>

#include "sync/catalogue/fee.h"
#include "sync/central/author/service_words.h"

namespace karvan::central::author {

// [[fee]] of service.toml, faults told; README.md gives its keys.
std::vector<catalogue::FeeLine> read_fees(TomlReader& service, const KnownForm& form, Faults& faults);

}  // namespace karvan::central::author
