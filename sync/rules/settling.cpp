#include <algorithm>

#include "sync/rules/acts.h"

namespace karvan::rules {
namespace {

bool is_one_of(std::string_view outcome, std::initializer_list<std::string_view> those) {
  return std::find(those.begin(), those.end(), outcome) != those.end();
}

// Which outcomes there are of what is open.
bool is_offered(const model::Settled& act) {
  if (act.what == "parked") return is_one_of(act.outcome, {"released", "rejected"});
  if (act.what.starts_with("disputed:")) return is_one_of(act.outcome, {"upheld", "void"});
  return act.what == "suspense" ? act.outcome == "booked" : act.outcome == "upheld";
}

bool is_parked(const model::Record& record, const std::string& writer) {
  return std::any_of(record.waiting.begin(), record.waiting.end(),
                     [&](const std::string& each) { return each.starts_with(writer + " "); });
}

}  // namespace

Result<void> check_settling(const model::Record& record, const model::Op& op) {
  if (!op.settled) return {};
  const auto& act = *op.settled;
  if (act.reason.empty()) return fail(Code::reason_missing);
  if (!is_offered(act)) return fail(Code::field_wrong_type, {{"field", "outcome"}}, "op: settled");
  const bool open = act.what == "parked"
                        ? is_parked(record, act.writer)
                        : std::any_of(record.alarms.begin(), record.alarms.end(), [&](const model::Alarm& alarm) {
                            return alarm.writer == act.writer && alarm.what == act.what && is_open(alarm);
                          });
  return open ? Result<void>{} : fail(Code::not_found, {{"what", act.what}});
}

Result<void> check_erase(const model::Op& op) {
  if (!op.erase) return {};
  TRY_VOID(model::parse_op_id(op.erase->of));
  return op.erase->reason.empty() ? fail(Code::reason_missing) : Result<void>{};
}

}  // namespace karvan::rules
