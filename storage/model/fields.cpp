#include "storage/model/fields.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>
#include <utility>
#include "storage/model/planted.h"

namespace karvan::model {
namespace {

bool contains(const std::vector<std::string>& list, std::string_view one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

// ---- candidates

void insert(std::vector<Candidate>& candidates, Candidate candidate) {
  auto by_writer = [](const Candidate& a, const Candidate& b) { return a.writer < b.writer; };
  auto place = std::upper_bound(candidates.begin(), candidates.end(), candidate, by_writer);
  candidates.insert(place, std::move(candidate));
}

// An author's own: what the same node wrote over it, or what the same person wrote there since it last started. Two
// boxes of one name, and two people at the centre, are two authors.
bool is_own(const Candidate& earlier, const Op& op, const std::string& base) {
  auto writer = parse_op_id(earlier.writer);
  if (!writer || writer->node != op.id.node) return false;
  return earlier.writer == base || (writer->epoch == op.id.epoch && earlier.actor == op.actor);
}

// A later candidate of the same author takes the earlier one's place; the rest stay, sorted, so that the order in which
// concurrent operations arrive does not show in the bytes.
void contend(Field& field, const Op& op, const std::string& value, const std::string& base) {
  std::vector<Candidate> others;
  for (auto& each : field.candidates) {
    if (is_own(each, op, base))
      insert(field.replaced, std::move(each));
    else
      others.push_back(std::move(each));
  }
  field.candidates = std::move(others);
  insert(field.candidates, {value, to_text(op.id), op.actor, op.time});
}

Candidate in_force(const Field& field) { return {field.value, field.writer, field.actor, field.time}; }

// ---- sets

// A value that several have put in is there once.
std::string value_of(const std::vector<Member>& members) {
  std::vector<std::string> once;
  std::string value;
  for (const auto& member : members) {
    if (!member.removed_by.empty() || contains(once, member.value)) continue;
    once.push_back(member.value);
    value += (value.empty() ? "" : " ") + member.value;
  }
  return value;
}

void add_member(std::vector<Member>& members, const Op& op, const std::string& value) {
  const Member added{value, to_text(op.id), op.actor, op.time};
  const bool there = std::any_of(members.begin(), members.end(), [&](const Member& other) {
    return other.value == value && other.writer == added.writer;
  });
  auto earlier = [](const Member& a, const Member& b) {
    return std::tie(a.time, a.writer) < std::tie(b.time, b.writer);
  };
  if (!there) members.insert(std::upper_bound(members.begin(), members.end(), added, earlier), added);
}

// The later identity is named where several take the same out: so their order does not show.
void remove_member(std::vector<Member>& members, const Op& op, const Removed& act) {
  for (auto& member : members)
    if (member.value == act.value && member.writer == act.of)
      member.removed_by = std::max(member.removed_by, to_text(op.id));
}

std::vector<Member> members_after(const Field& field, const Op& op, const std::string& name) {
  auto members = members_of(field);
  for (const auto& act : op.add)
    if (act.field == name) add_member(members, op, act.value);
  for (const auto& act : op.remove)
    if (act.field == name) remove_member(members, op, act);
  return members;
}

// Words that are not in come in; none goes.
void bring_in(Field& field, const Op& op, const std::vector<std::string>& words) {
  for (const auto& word : words) {
    const bool in = std::any_of(field.members.begin(), field.members.end(), [&](const Member& member) {
      return member.value == word && member.removed_by.empty();
    });
    if (!in) add_member(field.members, op, word);
  }
  field.value = value_of(field.members);
}

// A whole value put into a set: what is not in it goes, what was not there comes.
void put_words(Field& field, const Op& op, const std::string& value) {
  const auto words = words_of(value);
  for (auto& member : field.members)
    if (member.removed_by.empty() && !contains(words, member.value)) member.removed_by = to_text(op.id);
  bring_in(field, op, words);
}

// ---- an instance of a repeat that one answered in and the other took away

void contend_for(Field& field, Candidate candidate) {
  const bool there = std::any_of(field.candidates.begin(), field.candidates.end(), [&](const Candidate& each) {
    return each.writer == candidate.writer && each.value == candidate.value;
  });
  if (!there) insert(field.candidates, std::move(candidate));
}

bool is_in(const Field& field, const std::string& word) {
  return std::any_of(field.members.begin(), field.members.end(),
                     [&](const Member& member) { return member.value == word && member.removed_by.empty(); });
}

// The operation answers in instances that were taken away: each may come back.
void contend_for_answered(Field& field, const Op& op, const std::string& list) {
  for (const auto& member : field.members) {
    const std::string instance = list + "/" + member.value + "/";
    const auto answered = op.set.lower_bound(instance);
    const bool answers = answered != op.set.end() && answered->first.starts_with(instance);
    if (answers && !is_in(field, member.value)) contend_for(field, {member.value, to_text(op.id), op.actor, op.time});
  }
}

// The operation takes instances away in which somebody has answered, as its author had not seen.
void contend_for_removed(Record& record, const Op& op, const std::string& list) {
  Field& field = record.fields[list];
  for (const auto& act : op.remove) {
    if (act.field != list || is_in(field, act.value)) continue;
    const std::string instance = list + "/" + act.value + "/";
    const Field* last = nullptr;
    for (auto each = record.fields.lower_bound(instance);
         each != record.fields.end() && each->first.starts_with(instance); ++each) {
      const Field& answer = each->second;
      if (!is_answer_unseen(record, op, each->first, act.of)) continue;
      if (!last || std::tie(last->time, last->writer) < std::tie(answer.time, answer.writer)) last = &answer;
    }
    if (last) contend_for(field, {act.value, last->writer, last->actor, last->time});
  }
}

// ---- values

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
  if (unseen && field.value != value && !planted(16)) insert(field.candidates, in_force(field));
  put_in_force(field, op, value, verdict);
}

// Additions and removals stand even on a set that is held: what is held is whether an instance comes back.
void change_set(Record& record, const Op& op, const std::string& name, const Verdict& verdict) {
  const Fate fate = fate_of(verdict, name);
  Field& field = record.fields[name];
  if (fate != Fate::held && !stands(fate))
    return contend(field, op, value_after(field, op, name), base_of(record, op, name));
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
  if (!field.writer.empty() && field.writer != id && field.value != value) insert(field.candidates, in_force(field));
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
    for (auto& each : std::exchange(field.candidates, {})) insert(all, std::move(each));
    for (auto& each : std::exchange(field.replaced, {}))
      insert(contains(act.seen, each.writer) ? all : field.replaced, each);
    std::partition_copy(all.begin(), all.end(), std::back_inserter(resolution.among),
                        std::back_inserter(field.candidates),
                        [&](const Candidate& each) { return contains(act.seen, each.writer); });
    if (planted(8)) field.candidates.clear();
    const bool saw = std::any_of(act.seen.begin(), act.seen.end(),
                                 [&](const std::string& writer) { return is_current(field, writer); });
    if (!field.writer.empty()) insert(saw ? resolution.among : field.candidates, in_force(field));
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

std::vector<std::string> words_of(std::string_view value) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < value.size();) {
    const auto end = std::min(value.find(' ', at), value.size());
    if (end > at) words.emplace_back(value.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

std::vector<Member> members_of(const Field& field) {
  if (!field.members.empty()) return field.members;
  std::vector<Member> members;
  for (auto& word : words_of(field.value)) members.push_back({std::move(word), field.writer, field.actor, field.time});
  return members;
}

std::string value_after(const Field& field, const Op& op, const std::string& name) {
  return value_of(members_after(field, op, name));
}

bool is_unseen(const Record& record, const Op& op, const std::string& name) {
  auto found = record.fields.find(name);
  if (found == record.fields.end() || found->second.writer.empty()) return false;
  auto writer = parse_op_id(found->second.writer);
  return writer && writer->node != op.id.node && !is_current(found->second, base_of(record, op, name));
}

bool is_answer_unseen(const Record& record, const Op& op, const std::string& name, const std::string& added) {
  auto found = record.fields.find(name);
  if (found == record.fields.end() || found->second.value.empty()) return false;
  return found->second.writer != added && is_unseen(record, op, name);
}

bool is_current(const Field& field, const std::string& writer) {
  return field.writer == writer || std::any_of(field.earlier.begin(), field.earlier.end(), [&](const Said& said) {
           return said.writer == writer && said.value == field.value;
         });
}

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
      if (act.chosen != order.of) continue;
      act.value.clear();
      in_force = in_force || field.writer == resolution.resolved.writer;
    }
    blank(field.candidates, order.of);
    blank(field.replaced, order.of);
    for (auto& said : field.earlier)
      if (said.writer == order.of) said.value.clear();
    std::erase_if(field.members, [&](const Member& member) { return member.writer == order.of; });
    if (!field.members.empty()) field.value = value_of(field.members);
    if (!in_force) continue;
    if (field.members.empty()) field.value.clear();
    field.erased = true;
  }
}

}  // namespace karvan::model
