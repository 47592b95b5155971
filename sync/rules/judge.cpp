#include "sync/rules/judge.h"

#include <algorithm>
#include <array>

#include "sync/rules/acts.h"

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

bool conflicts(const model::Record& record, const model::Op& op, const std::string& name, const model::Field& field) {
  auto shown = op.over.find(name);
  const std::string& base = shown == op.over.end() ? record.creator : shown->second;
  return field.writer != base && field.value != op.set.at(name);
}

// The rule `newest`: the later of the author's time and, where that lies ahead of the receipt, the receipt's.
Fate by_newest(const model::Op& op, const model::Field& field, std::int64_t received_ms) {
  auto bounded = [&](model::HybridTime time) { return std::min(time, model::HybridTime{received_ms, UINT32_MAX}); };
  auto ours = std::pair(bounded(op.time), model::to_text(op.id));
  auto theirs = std::pair(bounded(field.time), field.writer);
  return ours > theirs ? Fate::parallel : Fate::lost;
}

Fate fate_of_set(const model::Record& record, const model::Op& op, const std::string& name, const Context& context) {
  std::string rule = context.service ? context.service->merge_rule(name) : "review";
  bool central = context.actor && (context.actor->role == Role::centre || context.actor->role == Role::officer);
  if (rule == "centre" && !central) return Fate::refused;
  auto found = record.fields.find(name);
  if (found == record.fields.end() || found->second.writer.empty()) return Fate::applied;
  const model::Field& field = found->second;
  if (field.held) return Fate::held;
  if (!conflicts(record, op, name, field)) return Fate::applied;
  return rule == "newest" ? by_newest(op, field, context.now_ms) : Fate::held;
}

void judge_fields(const model::Record& record, const model::Op& op, const Context& context, Verdict& verdict) {
  for (const auto& [name, value] : op.set) {
    Fate fate = fate_of_set(record, op, name, context);
    if (fate != Fate::applied) verdict.fields[name] = fate;
    if (fate == Fate::refused) verdict.reason = name_of(Code::role_not_allowed);
  }
}

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

void judge_advance(const model::Record& record, const model::Op& op, const Context& context, Verdict& verdict) {
  if (op.advance.empty()) return;
  if (record.reached(op.advance)) {
    verdict.advance = Fate::lost;
    return;
  }
  auto sound = check_stage(record, op, context);
  if (sound) sound = check_settled(record, op);
  if (sound) sound = form_on_some_day(record, op, context);
  if (sound) return;
  verdict.advance = Fate::refused;
  verdict.reason = name_of(sound.error().code);
}

void judge_facts(const model::Record& record, const model::Op& op, const Context& context, Verdict& verdict) {
  if (!check_charge(record, op, context)) verdict.alarms.push_back("fee_differs");
  if (!check_movement(record, op)) verdict.alarms.push_back("suspense");
  if (!check_issue(op, context))
    verdict.alarms.push_back("disputed:" + op.issue->kind + "/" + std::to_string(op.issue->number));
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
    if (op.post || op.issue || op.voided) verdict.alarms.push_back("actor");
    return verdict;
  }
  judge_fields(record, op, context, verdict);
  judge_advance(record, op, context, verdict);
  return verdict;
}

}  // namespace karvan::rules
