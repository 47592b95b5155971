#pragma once
#include <string>

#include "tests/unit/node/counter/desk_world.h"

namespace karvan::counter::samples {

form::Form with_pictures();

// A desk whose service asks for people, papers and a finger, and issues a certificate.
struct WholeDesk : DeskWorld {
  explicit WholeDesk(const Changed& also = {});

  static std::string hash(char digit) { return std::string(64, digit); }
  // As a device would: the answer and its file.
  void captured(const std::string& id, const std::string& question, char digit);
  std::uint64_t seen(const std::string& id) const { return drafts.at(id).seen; }
  void show(const std::string& draft, const std::string& role, const std::string& what, const std::string& how = "",
            const std::string& of = "");
  std::string summary(const std::string& draft);
  // All that the applicant has to show.
  std::string ready();
  std::string filed();
  std::string paid();
  model::Record& of(const std::string& id) { return records.at(record_id(*this, "application", id)); }
  void decide_at_centre(const std::string& id, const std::string& outcome);
  // Someone else wrote another value, and the centre holds it.
  void hold(const std::string& id, const std::string& field);
};

}  // namespace karvan::counter::samples
