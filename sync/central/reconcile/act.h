#pragma once
#include <functional>
#include <string>

#include "storage/model/op.h"
#include "storage/model/record.h"
#include "storage/model/verdict.h"
#include "sync/catalogue/catalogue.h"
#include "sync/rules/roles.h"

namespace karvan::central {

// What an act is made from: the record as it stands when it is written, and who acts.
struct Before {
  const model::Record& record;
  const catalogue::Service* service;  // nullptr: unknown here
  const rules::Staff& actor;
  std::string today;  // civil date
};

// An act of a person at headquarters or of an institution, on a record that is there: written by the centre as its own
// author, with the person as actor, and judged like any node's.
struct PersonsAct {
  std::string cmd;    // random, of the page's command: the same one is written once (P2)
  std::string asked;  // digest of the question: the same cmd with another one is malformed
  std::string actor;  // staff id
  std::string of;     // RecordId text
  // Claims and facts; all that OwnLog fills in stays empty. Runs on the writer's thread. Its error is the answer, and
  // nothing is written.
  std::function<Result<model::Op>(const Before&)> make;
};

// What became of it: the verdict that it got first, at whatever time this is asked again.
struct Outcome {
  model::OpId op;
  bool settled = false;  // false: it is written, and its turn has not come
  model::Verdict verdict;
};

// So long a repeated command gets the first answer.
inline constexpr std::int64_t command_life_ms = 30 * 86'400'000LL;
inline constexpr std::size_t cmd_bytes_min = 16;
inline constexpr std::size_t cmd_bytes_max = 64;

}  // namespace karvan::central
