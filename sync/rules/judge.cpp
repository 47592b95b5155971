#include "sync/rules/judge.h"

#include <algorithm>
#include <array>

#include "sync/rules/acts.h"
#include "sync/rules/merge.h"
#include "sync/rules/parties.h"

namespace karvan::rules {
namespace {

using model::Fate;
using model::Verdict;

model::Verdict whole(Fate fate, Code reason) {
  Verdict verdict;
  verdict.op = fate;
  verdict.reason = name_of(reason);
  return verdict;
}

std::string text_of(const model::Serial& serial) { return serial.kind + "/" + std::to_string(serial.number); }

// The operation does not name the desk's civil date; it is at most a day from Greenwich's.
Result<void> form_on_some_day(const model::Record& record, const model::Op& op, const Context& context) {
  constexpr std::int64_t day_ms = 86'400'000;
  Result<void> last;
  for (std::int64_t days : std::to_array<std::int64_t>({0, 1, -1})) {
    Context that_day = context;
    if (days != 0 || that_day.form.today.empty()) that_day.form = {civil_date(op.time.ms + days * day_ms), {}};
    if (that_day.form.now.empty()) that_day.form.now = that_day.form.today + "T12:00:00.000Z";
    last = check_form(record, op, that_day);
    if (last) break;
  }
  return last;
}

Result<void> advance_sound(const model::Record& record, const model::Op& op, const Context& context) {
  TRY_VOID(check_stage(record, op, context));
  TRY_VOID(check_settled(record, op));
  TRY_VOID(check_identity(record, op, context));
  TRY_VOID(check_captures(record, op, context));
  return form_on_some_day(record, op, context);
}

void judge_advance(const model::Record& record, const model::Op& op, const Context& context, Verdict& verdict) {
  if (op.advance.empty()) return;
  if (record.reached(op.advance)) {
    verdict.advance = Fate::lost;
    return;
  }
  auto sound = advance_sound(record, op, context);
  if (sound) return;
  verdict.advance = Fate::refused;
  verdict.reason = name_of(sound.error().code);
}

// Two who return the same application: the first one did it.
void judge_returned(const model::Record& record, const model::Op& op, const Context& context, Verdict& verdict) {
  if (!op.returned) return;
  auto sound = check_returned(record, op, context);
  if (sound) return;
  verdict.returned = Fate::refused;
  for (const auto& earlier : record.returns)
    if (earlier.returned.act.reopens == op.returned->reopens && sound.error().code == Code::stage_not_reached)
      verdict.returned = Fate::lost;
  if (verdict.returned == Fate::refused) verdict.reason = name_of(sound.error().code);
}

void judge_facts(const model::Record& record, const model::Op& op, const Context& context, Verdict& verdict) {
  auto alarm = [&](bool sound, std::string what) {
    if (!sound) verdict.alarms.push_back(std::move(what));
  };
  alarm(check_charge(record, op, context).has_value(), "fee_differs");
  alarm(check_movement(record, op) && check_shift(record, op), "suspense");
  if (op.issue)
    alarm(check_issue(op, context) && check_document(record, op, context), "disputed:" + text_of(*op.issue));
  if (op.handed_over)
    alarm(check_handed_over(record, op, context).has_value(), "handed_over:" + text_of(op.handed_over->serial));
  for (const auto& shown : op.shown)
    alarm(!context.service || check_shown(*context.service, shown), "shown:" + shown.role);
  alarm(check_attached(op, context).has_value(), "attachment");
  alarm(check_sheet(record, op).has_value(), "sheet");
  // P9: it is never undone, but somebody must look at what was done under the earlier one.
  if (op.decided && !record.decisions.empty())
    alarm(record.decisions.back().act.outcome == op.decided->outcome, "decision_superseded");
}

bool any_fact(const model::Op& op) {
  return op.post || op.issue || op.voided || op.decided || op.handed_over || op.sheet || !op.attach.empty() ||
         !op.shown.empty();
}

bool application_without_service(const model::Op& op, const Context& context) {
  return is_application(op) && !context.service;
}

}  // namespace

Verdict judge(const model::Record& record, const model::Op& op, const Context& context) {
  if (op.unknown_act) return whole(Fate::waiting, Code::version_unknown);
  if (application_without_service(op, context)) return whole(Fate::waiting, Code::catalogue_missing);
  Verdict verdict;
  judge_facts(record, op, context, verdict);
  if (auto allowed = check_actor(op, context); !allowed) {
    verdict.op = Fate::refused;
    verdict.reason = name_of(allowed.error().code);
    if (any_fact(op)) verdict.alarms.push_back("actor");
    return verdict;
  }
  judge_fields(record, op, context, verdict);
  judge_resolve(record, op, verdict);
  judge_returned(record, op, context, verdict);
  judge_advance(record, op, context, verdict);
  return verdict;
}

}  // namespace karvan::rules
