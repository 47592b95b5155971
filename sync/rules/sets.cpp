#include "sync/rules/sets.h"

#include <algorithm>

#include "sync/rules/acts.h"
#include "sync/rules/lists.h"

namespace karvan::rules {
namespace {

using model::Fate;

std::vector<model::Member> standing(const model::Field* field) {
  auto members = field ? model::members_of(*field) : std::vector<model::Member>{};
  std::erase_if(members, [](const model::Member& member) { return !member.removed_by.empty(); });
  return members;
}

// Each list that a key stands in, with the instance's id.
template <class Each>
void for_each_list(const form::Form& form, std::string_view key, Each each) {
  for (auto at = key.find('/'); at != key.npos; at = key.find('/', key.find('/', at + 1) + 1)) {
    const auto end = std::min(key.find('/', at + 1), key.size());
    const std::string list(key.substr(0, at));
    if (!form.repeat(list)) return;
    each(list, key.substr(at + 1, end - at - 1));
    if (end == key.size()) return;
  }
}

bool answered_unseen(const model::Record& record, const model::Op& op, const model::Removed& act) {
  const std::string instance = act.field + "/" + act.value + "/";
  for (auto each = record.fields.lower_bound(instance);
       each != record.fields.end() && each->first.starts_with(instance); ++each)
    if (model::is_answer_unseen(record, op, each->first, act.of)) return true;
  return false;
}

Result<void> check_word(const std::string& field, const std::string& word) {
  const bool one = !word.empty() && word.find_first_of(" /") == word.npos;
  return one ? Result<void>{} : fail(Code::malformed, {{"field", field}}, "op: add");
}

void refuse(const std::string& name, Code reason, model::Verdict& verdict) {
  verdict.fields[name] = Fate::refused;
  verdict.reason = name_of(reason);
}

}  // namespace

bool is_set(const form::Form& form, std::string_view key) {
  if (const auto* repeat = form.repeat(key)) return repeat->repeat_count.empty();
  const auto* question = form.question(key);
  return question && question->merge == "union";
}

std::set<std::string> sets_of(const model::Op& op) {
  std::set<std::string> names;
  for (const auto& act : op.add) names.insert(act.field);
  for (const auto& act : op.remove) names.insert(act.field);
  return names;
}

std::vector<std::string> lists_without(const model::Record& record, const form::Form& form, std::string_view key) {
  std::vector<std::string> lists;
  for_each_list(form, key, [&](const std::string& list, std::string_view id) {
    const auto* field = field_of(record, list);
    const bool counted = !form.repeat(list)->repeat_count.empty();
    if (!counted && !contains(model::words_of(field ? field->value : ""), id)) lists.push_back(list);
  });
  return lists;
}

bool is_gone(const form::Instance& instance, std::string_view key) {
  bool gone = false;
  for_each_list(instance.form(), key, [&](const std::string& list, std::string_view id) {
    gone = gone || !contains(instance.instances(list), id);
  });
  return gone;
}

void change_sets(const model::Record& record, const form::Form& form, model::Op& op) {
  if (record.creator.empty()) return;
  const auto changed = sets_of(op);
  for (auto each = op.set.begin(); each != op.set.end();) {
    if (!is_set(form, each->first) || changed.contains(each->first)) {
      ++each;
      continue;
    }
    const auto& [key, value] = *each;
    const auto wanted = model::words_of(value);
    const auto members = standing(field_of(record, key));
    for (const auto& member : members)
      if (!contains(wanted, member.value)) op.remove.push_back({key, member.value, member.writer});
    for (const auto& word : wanted) {
      const bool in = std::any_of(members.begin(), members.end(), [&](const auto& one) { return one.value == word; });
      if (!in) op.add.push_back({key, word});
    }
    each = op.set.erase(each);
  }
}

Result<void> check_sets(const model::Record& record, const model::Op& op, const Context& context) {
  if (!context.service) return {};
  for (const auto& name : sets_of(op)) {
    if (!is_set(context.service->form, name)) return fail(Code::unknown_question, {{"question", name}});
    if (record.held(name)) return fail(Code::field_held, {{"field", name}});
  }
  for (const auto& act : op.add) TRY_VOID(check_word(act.field, act.value));
  for (const auto& act : op.remove) {
    const auto members = standing(field_of(record, act.field));
    const bool in = std::any_of(members.begin(), members.end(),
                                [&](const auto& one) { return one.value == act.value && one.writer == act.of; });
    if (!in) return fail(Code::changed_elsewhere, {{"field", act.field}});
  }
  return {};
}

std::set<std::string> orphans_of(const model::Record& record, const model::Op& op, const Context& context) {
  std::set<std::string> orphans;
  if (!context.service || record.creator.empty()) return orphans;
  for (const auto& [key, value] : op.set) {
    if (value.empty()) continue;
    const auto lists = lists_without(record, context.service->form, key);
    const bool unseen =
        std::any_of(lists.begin(), lists.end(), [&](const auto& list) { return model::is_unseen(record, op, list); });
    if (unseen) orphans.insert(key);
  }
  return orphans;
}

void judge_sets(const model::Record& record, const model::Op& op, const Context& context, model::Verdict& verdict) {
  if (!context.service) return;
  const auto& form = context.service->form;
  const bool officer = context.actor && context.actor->role == Role::officer;
  for (const auto& name : sets_of(op)) {
    if (!is_set(form, name)) refuse(name, Code::malformed, verdict);
    if (is_set(form, name) && officer) refuse(name, Code::role_not_allowed, verdict);
  }
  for (const auto& act : op.add)
    if (!check_word(act.field, act.value)) refuse(act.field, Code::malformed, verdict);
  for (const auto& act : op.remove)
    if (!verdict.fields.contains(act.field) && answered_unseen(record, op, act)) verdict.fields[act.field] = Fate::held;
  for (const auto& key : orphans_of(record, op, context))
    for (const auto& list : lists_without(record, form, key)) {
      const bool refused = verdict.fields.contains(list) && verdict.fields.at(list) == Fate::refused;
      if (!refused && !sets_of(op).contains(list)) verdict.fields[list] = Fate::held;
    }
}

}  // namespace karvan::rules
