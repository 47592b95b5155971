#include <algorithm>

#include "sync/rules/acts.h"
#include "sync/rules/lists.h"
#include "sync/rules/sets.h"
#include "sync/rules/settling.h"

namespace karvan::rules {
bool conflicts(const model::Record& record, const model::Op& op, const std::string& name) {
  const model::Field* field = field_of(record, name);
  if (!field || field->writer.empty()) return false;
  return field->value != op.set.at(name) && !model::is_current(*field, model::base_of(record, op, name));
}

bool is_central(const Context& context) {
  if (!context.actor) return false;
  const Role role = context.actor->role;
  return role == Role::centre || role == Role::officer || role == Role::clerk;
}

const std::string* contender(const model::Record& record, const std::string& name, const std::string& writer) {
  const model::Field* field = field_of(record, name);
  if (!field) return nullptr;
  if (field->writer == writer) return &field->value;
  for (const auto& candidate : field->candidates)
    if (candidate.writer == writer) return &candidate.value;
  return nullptr;
}

Result<void> check_set(const model::Record& record, const model::Op& op, const Context& context) {
  if (!context.service) return {};
  for (const auto& [name, value] : op.set) {
    if (!context.service->form.has_key(name)) return fail(Code::unknown_question, {{"question", name}});
    if (context.service->merge_rule(name) == "centre" && !is_central(context))
      return fail(Code::role_not_allowed, {{"act", "change"}, {"question", name}});
    if (record.creator.empty()) continue;
    if (is_set(context.service->form, name)) return fail(Code::malformed, {{"field", name}}, "op: set");
    if (record.held(name)) return fail(Code::field_held, {{"field", name}});
    if (conflicts(record, op, name)) return fail(Code::changed_elsewhere, {{"field", name}});
  }
  return {};
}

Result<void> check_room(const model::Record& record, const model::Op& op) {
  // P15: what is set aside for want of room a person can still reject.
  const bool word = is_word(op) || op.erase;
  const auto most = model::record_weight_max + (word ? model::words_weight_max : 0);
  if (model::weight_of(record) + model::weight_of(op) > most) return fail(Code::record_full);
  auto full = [&](const std::string& name) {
    const model::Field* field = field_of(record, name);
    return field && field->candidates.size() + field->replaced.size() >= model::candidates_max;
  };
  for (const auto& [name, value] : op.set)
    if (full(name)) return fail(Code::record_full, {{"field", name}});
  for (const auto& name : sets_of(op))
    if (full(name)) return fail(Code::record_full, {{"field", name}});
  return {};
}

Result<void> check_returned(const model::Record& record, const model::Op& op, const Context& context) {
  if (!op.returned) return {};
  if (op.returned->reason.empty()) return fail(Code::reason_missing);
  // P9: what the institution has said, and what was handed over, is not reopened.
  if (!record.decisions.empty()) return fail(Code::decided_already);
  if (record.reached(stage::delivered)) return fail(Code::handed_over_already);
  if (op.returned->reopens.empty()) return fail(Code::stage_not_reached);
  for (const auto& reopened : op.returned->reopens) {
    bool may_be = !context.service || contains(context.service->reopens, reopened);
    if (!may_be || !record.reached(reopened)) return fail(Code::stage_not_reached, {{"stage", reopened}});
  }
  return {};
}

Result<void> check_resolved(const model::Record& record, const model::Op& op) {
  if (!op.resolve) return {};
  const model::Resolved& act = *op.resolve;
  const model::Field* field = field_of(record, act.field);
  if (!field || !(field->held || field->late)) return fail(Code::field_not_held, {{"field", act.field}});
  if (act.reason.empty()) return fail(Code::reason_missing);
  const std::string* chosen = contender(record, act.field, act.chosen);
  if (!contains(act.seen, act.chosen) || !chosen || *chosen != act.value)
    return fail(Code::malformed, {{"field", act.field}}, "op: resolve.chosen");
  bool saw_all = contains(act.seen, field->writer) &&
                 std::all_of(field->candidates.begin(), field->candidates.end(),
                             [&](const model::Candidate& c) { return contains(act.seen, c.writer); });
  return saw_all ? Result<void>{} : fail(Code::changed_elsewhere, {{"field", act.field}});
}

Result<void> check_decided(const model::Record& record, const model::Op& op) {
  if (!op.decided) return {};
  const model::Decided& act = *op.decided;
  if (act.outcome != "granted" && act.outcome != "refused")
    return fail(Code::field_wrong_type, {{"field", "outcome"}}, "op: decided");
  const bool supersedes = !record.decisions.empty();
  if (supersedes && record.decisions.back().act.outcome == act.outcome) return fail(Code::decided_already);
  if (act.reason.empty() && (supersedes || act.outcome == "refused")) return fail(Code::reason_missing);
  return {};
}

}  // namespace karvan::rules
