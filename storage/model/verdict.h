#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"

namespace karvan::model {

// What became of a claim.
enum class Fate { applied, parallel, lost, held, waiting, parked, refused };
std::string_view name_of(Fate fate);
Result<Fate> parse_fate(std::string_view text);

// The centre's judgement of one operation; it travels in the feed, and both sides fold it with the same `apply`.
// Facts always fold: `alarms` say what is disputed or in suspense about them.
struct Verdict {
  // applied, or the whole operation waits, is parked, refused (facts fold), or lost (a person has rejected it)
  Fate op = Fate::applied;
  // Only those that are not simply applied, those added to and removed from too. One that the operation does not set:
  // parallel marks it, held holds it, as its value no longer agrees with the form.
  std::map<std::string, Fate> fields;
  Fate advance = Fate::applied;  // waiting: early, what it needs may yet arrive
  Fate returned = Fate::applied;
  Fate resolve = Fate::applied;  // lost: another resolution stands, or nothing is held
  Fate closed = Fate::applied;   // lost: the application had ended already
  Fate settled = Fate::applied;  // lost: it was settled already, or nothing of the kind is open
  Fate erase = Fate::applied;
  // What the form makes of answers that met: in force, with the operation as their writer; what was there before
  // becomes a candidate.
  std::map<std::string, std::string> computed;
  // OpIds whose stage was early, and is in force now that this operation has brought what it needed.
  std::vector<std::string> ripe;
  // When the operation was received, where its own time lies ahead of that and a rule compares times; else 0.
  std::int64_t received_ms = 0;
  std::vector<std::string> alarms;  // disputed:KIND/NUMBER, suspense, …
  std::string reason;               // a Code's name where `op` is not applied
  bool operator==(const Verdict&) const = default;
};

// JSON without whitespace; "{}" for the verdict that applies everything.
std::string write_verdict(const Verdict& verdict);
Result<Verdict> parse_verdict(std::string_view json);

}  // namespace karvan::model
