#include "sync/rules/settling.h"

#include <algorithm>

#include "sync/rules/acts.h"
#include "sync/rules/matters.h"

namespace karvan::rules {
namespace {

bool is_offered(const model::Settled& act) {
  const auto outcomes = outcomes_of(std::string_view(act.what).substr(0, act.what.find(':')));
  return std::find(outcomes.begin(), outcomes.end(), act.outcome) != outcomes.end();
}

bool is_settled(const model::Record& record, const model::Settled& act) {
  return std::any_of(record.settled.begin(), record.settled.end(),
                     [&](const auto& word) { return word.act.what == act.what && word.act.writer == act.writer; });
}

bool is_rejected(const model::Record& record, const model::Settled& act) {
  return std::any_of(record.settled.begin(), record.settled.end(),
                     [&](const auto& word) { return word.act.writer == act.writer && word.act.outcome == "rejected"; });
}

bool is_parked(const model::Record& record, const std::string& writer) {
  return std::any_of(record.waiting.begin(), record.waiting.end(),
                     [&](const std::string& each) { return each.starts_with(writer + " "); });
}

// What lies on no record is settled on one of its own, of the kind `conflict`. Of a refusal only its author's box
// knows. The first word stands.
bool is_in_question(const model::Record& record, const model::Op& op) {
  const auto& act = *op.settled;
  if (act.what == "refused") return !is_settled(record, act);
  if (act.what == "parked" && kind_of(op) == "conflict") return !is_rejected(record, act);
  if (act.what == "parked") return is_parked(record, act.writer);
  return std::any_of(record.alarms.begin(), record.alarms.end(), [&](const model::Alarm& alarm) {
    return alarm.writer == act.writer && alarm.what == act.what && is_open(alarm);
  });
}

}  // namespace

bool is_word(const model::Op& op) {
  return op.settled && !op.pin && op.set.empty() && op.add.empty() && op.remove.empty() && op.advance.empty() &&
         !op.returned && !op.resolve && !op.closed && !op.post && !op.issue && !op.voided && !op.decided;
}

Result<void> check_settling(const model::Record& record, const model::Op& op) {
  if (!op.settled) return {};
  const auto& act = *op.settled;
  if (act.reason.empty()) return fail(Code::reason_missing);
  if (!is_offered(act)) return fail(Code::field_wrong_type, {{"field", "outcome"}}, "op: settled");
  return is_in_question(record, op) ? Result<void>{} : fail(Code::not_found, {{"what", act.what}});
}

Result<void> check_erase(const model::Op& op) {
  if (!op.erase) return {};
  TRY_VOID(model::parse_op_id(op.erase->of));
  return op.erase->reason.empty() ? fail(Code::reason_missing) : Result<void>{};
}

}  // namespace karvan::rules
