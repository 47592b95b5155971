#include "storage/model/fields.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "storage/model/candidates.h"
#include "storage/model/members.h"
#include "storage/model/planted.h"

namespace karvan::model {
namespace {

bool contains(const std::vector<std::string>& list, std::string_view one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

void sign(Field& field, const Op& op, const Verdict& verdict) {
  field.writer = to_text(op.id);
  field.actor = op.actor;
  field.time = op.time;
  field.uncertain = op.uncertain;
  field.received_ms = verdict.received_ms;
  field.erased = false;
}

void keep_earlier(Field& field) {
  if (field.writer.empty()) return;
  field.earlier.push_back({field.value, field.writer});
  if (field.earlier.size() > earlier_max) field.earlier.erase(field.earlier.begin());
}

void put_in_force(Field& field, const Op& op, const std::string& value, const Verdict& verdict) {
  keep_earlier(field);
  field.value = value;
  sign(field, op, verdict);
  if (!field.members.empty()) put_words(field, op, value);
}

Fate fate_of(const Verdict& verdict, const std::string& name) {
  auto found = verdict.fields.find(name);
  return found == verdict.fields.end() ? Fate::applied : found->second;
}

bool stands(Fate fate) { return fate == Fate::applied || fate == Fate::parallel; }

void set_field(Record& record, const Op& op, const std::string& name, const std::string& value,
               const Verdict& verdict) {
  const Fate fate = fate_of(verdict, name);
  // Of a fresh record's fields, which come in the order of their names, each stands last.
  Field& field = record.fields.try_emplace(record.fields.end(), name)->second;
  if (!stands(fate)) {
    const std::string& base = base_of(record, op, name);
    if (fate == Fate::held) field.held = true;
    return contend(field, op, value, base);
  }
  field.parallel = fate == Fate::parallel;
  const bool unseen = !field.writer.empty() && !is_current(field, base_of(record, op, name));
  if (unseen && field.value != value && !planted(16)) add_candidate(field.candidates, in_force(field));
  put_in_force(field, op, value, verdict);
}

// Additions and removals stand even on a set that is held: what is held is whether an instance comes back.
void change_set(Record& record, const Op& op, const std::string& name, const Verdict& verdict) {
  const Fate fate = fate_of(verdict, name);
  Field& field = record.fields[name];
  if (fate != Fate::held && !stands(fate)) {
    const auto added = value_after({}, op, name);  // nothing that others put in: theirs may be erased
    if (!added.empty()) contend(field, op, added, base_of(record, op, name));
    return;
  }
  field.members = members_after(field, op, name);
  field.parallel = fate == Fate::parallel;
  field.value = value_of(field.members);
  sign(field, op, verdict);
  if (fate != Fate::held) return;
  field.held = true;
  contend_for_removed(record, op, name);
}

std::set<std::string> sets_changed(const Op& op) {
  std::set<std::string> names;
  for (const auto& act : op.add) names.insert(act.field);
  for (const auto& act : op.remove) names.insert(act.field);
  return names;
}

// A field that the operation itself does not change: its value no longer agrees with the rest, or what it is about was
// taken away meanwhile.
void mark_field(Record& record, const Op& op, const std::string& name, Fate fate) {
  auto found = record.fields.find(name);
  if (found == record.fields.end()) return;
  Field& field = found->second;
  if (fate == Fate::parallel) field.parallel = true;
  if (fate != Fate::held) return;
  field.held = true;
  contend_for_answered(field, op, name);
}

void compute(Record& record, const Op& op, const std::string& name, const std::string& value, const Verdict& verdict) {
  Field& field = record.fields[name];
  const std::string id = to_text(op.id);
  if (!field.writer.empty() && field.writer != id && field.value != value)
    add_candidate(field.candidates, in_force(field));
  put_in_force(field, op, value, verdict);
  field.parallel = true;
}

// A set keeps what is in it; what the one chosen is about comes back.
void settle(Field& field, const Op& op, const Resolution& resolution, const Verdict& verdict) {
  const Resolved& act = *op.resolve;
  if (field.members.empty()) return put_in_force(field, op, act.value, verdict);
  const bool contended = act.chosen != field.writer;
  for (const auto& each : resolution.among)
    if (contended && each.writer == act.chosen) bring_in(field, op, words_of(each.value));
  sign(field, op, verdict);
}

// What the person saw moves into the resolution; a contender whom they had not seen stays beside the field.
void resolve(Record& record, const Op& op, const Verdict& verdict) {
  if (verdict.resolve != Fate::applied && verdict.resolve != Fate::lost) return;
  const Resolved& act = *op.resolve;
  Field& field = record.fields[act.field];
  Resolution resolution{{act, to_text(op.id), op.actor, op.time}, {}, verdict.resolve == Fate::lost};
  if (verdict.resolve == Fate::applied) {
    std::vector<Candidate> all;
    for (auto& each : std::exchange(field.candidates, {})) add_candidate(all, std::move(each));
    for (auto& each : std::exchange(field.replaced, {}))
      add_candidate(contains(act.seen, each.writer) ? all : field.replaced, each);
    std::partition_copy(all.begin(), all.end(), std::back_inserter(resolution.among),
                        std::back_inserter(field.candidates),
                        [&](const Candidate& each) { return contains(act.seen, each.writer); });
    if (planted(8)) field.candidates.clear();
    const bool saw = std::any_of(act.seen.begin(), act.seen.end(),
                                 [&](const std::string& writer) { return is_current(field, writer); });
    if (!field.writer.empty()) add_candidate(saw ? resolution.among : field.candidates, in_force(field));
    settle(field, op, resolution, verdict);
    field.held = field.parallel = false;
    field.late = !field.candidates.empty();
  }
  record.resolutions.push_back(std::move(resolution));
}

void blank(std::vector<Candidate>& candidates, const std::string& writer) {
  for (auto& each : candidates)
    if (each.writer == writer) each.value.clear();
}

}  // namespace

void fold_fields(Record& record, const Op& op, const Verdict& verdict) {
  for (const auto& [name, value] : op.set) set_field(record, op, name, value, verdict);
  const auto sets = sets_changed(op);
  for (const auto& name : sets) change_set(record, op, name, verdict);
  for (const auto& [name, fate] : verdict.fields)
    if (!op.set.contains(name) && !sets.contains(name)) mark_field(record, op, name, fate);
  if (op.resolve) resolve(record, op, verdict);
  for (const auto& [name, value] : verdict.computed) compute(record, op, name, value, verdict);
  for (const auto& alarm : verdict.alarms) {
    if (!alarm.starts_with("late_review:")) continue;
    auto field = record.fields.find(alarm.substr(std::string_view("late_review:").size()));
    if (field != record.fields.end()) field->second.late = true;
  }
}

void erase_values(Record& record, const Erase& order) {
  for (const auto& name : order.fields) {
    auto found = record.fields.find(name);
    if (found == record.fields.end()) continue;
    Field& field = found->second;
    bool in_force = field.writer == order.of;
    for (auto& resolution : record.resolutions) {
      auto& act = resolution.resolved.act;
      if (act.field != name) continue;
      blank(resolution.among, order.of);
      const auto& by = resolution.resolved.writer;
      const bool chosen = act.chosen == order.of;
      if (chosen || by == order.of) act.value.clear();
      in_force = in_force || (chosen && field.writer == by);
    }
    blank(field.candidates, order.of);
    blank(field.replaced, order.of);
    for (auto& said : field.earlier)
      if (said.writer == order.of) said.value.clear();
    const auto gone = std::erase_if(field.members, [&](const Member& member) { return member.writer == order.of; });
    if (!field.members.empty()) field.value = value_of(field.members);
    if (!in_force && (gone == 0 || !field.members.empty())) continue;
    if (field.members.empty()) field.value.clear();
    field.erased = true;
  }
}

}  // namespace karvan::model
