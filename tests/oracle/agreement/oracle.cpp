#include "tests/oracle/agreement/oracle.h"

#include <algorithm>
#include <sstream>

namespace karvan::agreement {

std::set<std::string> words(const std::string& text) {
  std::istringstream in(text);
  std::set<std::string> out;
  for (std::string word; in >> word;) out.insert(word);
  return out;
}

namespace {

std::string join(const std::set<Value>& members, const std::set<Value>& removed) {
  std::set<std::string> alive;
  for (const Value& m : members)
    if (!removed.contains(m)) alive.insert(m.value);
  std::string out;
  for (const std::string& value : alive) out += (out.empty() ? "" : " ") + value;
  return out;
}

}  // namespace

std::string Oracle::rule_of(const std::string& key) const {
  if (key == form_.repeat) return "union";
  if (auto q = form_.questions.find(key); q != form_.questions.end()) return q->second.merge;
  auto q = form_.merge_in_repeat.find(key.substr(key.rfind('/') + 1));
  return q == form_.merge_in_repeat.end() ? "review" : q->second;
}

Answers Oracle::answers() const {
  Answers out;
  for (const auto& [key, field] : fields_) {
    const std::string value = rule_of(key) == "union" ? join(field.members, field.removed) : field.in_force.value;
    if (!value.empty()) out[key] = value;
  }
  return out;
}

bool Oracle::unseen(const model::OpId& id) const { return id != now_ && !ops_.at(now_).told.seen.contains(id); }

std::string Oracle::written(const model::OpId& op, const std::string& key) const {
  auto known = ops_.find(op);
  if (known == ops_.end()) return {};
  const model::Op& line = known->second.op;
  if (line.resolve && line.resolve->field == key) return line.resolve->value;
  auto value = line.set.find(key);
  return value == line.set.end() ? std::string{} : value->second;
}

void Oracle::receive(const model::Op& op, const Told& told) {
  now_ = op.id;
  if (ops_.empty()) first_ = op.id;
  ops_[op.id] = {op, told};
  const Answers before = answers();
  const auto was = fields_;
  parallel_ = false;
  // A parallel merge: this changes something while somebody, unseen, has changed something.
  if (!op.set.empty() || !op.add.empty() || !op.remove.empty())
    for (const auto& [id, other] : ops_)
      if (unseen(id) && !(other.op.set.empty() && other.op.add.empty() && other.op.remove.empty() && !other.op.resolve))
        parallel_ = true;
  for (const auto& [key, value] : op.set) set(key, value);
  for (const auto& added : op.add) add(added.field, added.value);
  for (const auto& removed : op.remove) {
    auto of = model::parse_op_id(removed.of);
    if (of) remove(removed.field, removed.value, *of);
  }
  const bool resolved = op.resolve && resolve(*op.resolve);
  if (parallel_ || resolved) evaluate(was, before, resolved ? op.resolve->field : "");
}

void Oracle::set(const std::string& key, const std::string& value) {
  const std::string rule = rule_of(key);
  if (rule == "centre" && !ops_.at(now_).told.centre) return;  // refused, with that reason
  if (rule == "union") return set_members(key, value);
  if (!value.empty()) meet_deletion(key);
  auto q = form_.questions.find(key);
  const bool made = q != form_.questions.end() && q->second.made;
  if (made && !parallel_) fields_[key].in_force = {value, now_};
  if (!made) merge(key, fields_[key], {value, now_});
}

void Oracle::merge(const std::string& key, Field& field, const Value& mine) {
  if (field.held) {  // never applies: it joins, in the place of what its own author said before
    const std::string& author = ops_.at(now_).told.author;
    std::erase_if(field.contenders, [&](const Value& c) { return ops_.at(c.writer).told.author == author; });
    field.contenders.insert(mine);
    return;
  }
  const Value theirs = field.in_force;
  const model::Op& op = ops_.at(now_).op;
  model::OpId base = first_;
  if (auto over = op.over.find(key); over != op.over.end())
    if (auto id = model::parse_op_id(over->second)) base = *id;
  const bool conflict = theirs.writer.seq != 0 && theirs.writer != base && theirs.value != written(base, key) &&
                        theirs.value != mine.value;
  if (!conflict) {
    field.in_force = mine;
    return;
  }
  const bool after_resolution =
      std::any_of(field.resolved.begin(), field.resolved.end(), [&](const model::OpId& r) { return unseen(r); });
  if (after_resolution) {
    field.contenders.insert(mine);
    field.late = true;
    return;
  }
  const std::string rule = rule_of(key);
  if (rule == "newest" || rule == "centre") {
    const bool wins = rule == "centre" || later(mine.writer, theirs.writer);
    field.contenders.insert(wins ? theirs : mine);
    if (wins) field.in_force = mine;
    return;
  }
  field.held = true;
  field.contenders.insert(mine);
}

// Later of min(op's time, centre's time of receipt); uncertain time never beats certain. Of equal
// times the identity decides, so that the order of receipt does not.
bool Oracle::later(const model::OpId& mine, const model::OpId& other) const {
  const auto& [a, at] = ops_.at(mine);
  const auto& [b, bt] = ops_.at(other);
  if (at.certain != bt.certain) return at.certain;
  auto moment = [](const model::Op& op, const Told& told) {
    return op.time.ms <= told.received_ms ? op.time : model::HybridTime{told.received_ms, 0};
  };
  return std::pair(moment(a, at), model::to_text(mine)) > std::pair(moment(b, bt), model::to_text(other));
}

// A whole value over a union says which members its author wants: the difference to what they had seen.
void Oracle::set_members(const std::string& key, const std::string& value) {
  const auto wanted = words(value);
  Field& field = fields_[key];
  std::set<std::string> shown;
  std::vector<Value> gone;
  for (const Value& m : field.members) {
    if (unseen(m.writer)) continue;
    if (field.removed.contains(m)) continue;
    shown.insert(m.value);
    if (!wanted.contains(m.value)) gone.push_back(m);
  }
  for (const Value& m : gone) remove(key, m.value, m.writer);
  for (const std::string& word : wanted)
    if (!shown.contains(word)) add(key, word);
}

void Oracle::add(const std::string& key, const std::string& value) { fields_[key].members.insert({value, now_}); }

void Oracle::remove(const std::string& key, const std::string& value, const model::OpId& of) {
  fields_[key].removed.insert({value, of});
  if (key != form_.repeat) return;
  // Deleting against editing: somebody has answered in the instance, and whoever deletes it had not seen that.
  const std::string inside = key + "/" + value + "/";
  for (const auto& [id, other] : ops_) {
    if (!unseen(id)) continue;
    for (const auto& [set, answer] : other.op.set)
      if (set.starts_with(inside) && !answer.empty()) contested_.insert({key, value});
  }
}

// Editing against deleting: the instance has gone, and whoever answers in it had not seen that.
void Oracle::meet_deletion(const std::string& key) {
  if (form_.repeat.empty() || !key.starts_with(form_.repeat + "/")) return;
  const std::string rest = key.substr(form_.repeat.size() + 1);
  const std::string id = rest.substr(0, rest.find('/'));
  for (const auto& [other_id, other] : ops_) {
    if (!unseen(other_id)) continue;
    for (const auto& removed : other.op.remove)
      if (removed.field == form_.repeat && removed.value == id) contested_.insert({form_.repeat, id});
  }
}

// A resolution names the candidates that it saw: what is chosen must have been said, also where it comes in another
// order than its author had it in. Of a set whatever is in it was.
bool Oracle::was_said(const Field& field, const model::Resolved& resolved) const {
  if (rule_of(resolved.field) == "union") return true;
  const auto chosen = model::parse_op_id(resolved.chosen);
  const Value said{resolved.value, chosen ? *chosen : model::OpId{}};
  if (chosen && ops_.contains(*chosen) && written(*chosen, resolved.field) == resolved.value) return true;
  return field.in_force == said || field.contenders.contains(said) || field.settled.contains(said);
}

bool Oracle::resolve(const model::Resolved& resolved) {
  Field& field = fields_[resolved.field];
  if (!was_said(field, resolved)) return false;
  const bool first =
      std::none_of(field.resolved.begin(), field.resolved.end(), [&](const model::OpId& r) { return unseen(r); });
  if (!first) {  // another one stands that this person did not know of
    field.late = field.late || resolved.value != field.in_force.value;
    return false;
  }
  if (!field.held && !field.late) return false;  // nothing to settle
  const std::set<std::string> seen(resolved.seen.begin(), resolved.seen.end());
  std::set<Value> not_seen;
  for (const Value& c : field.contenders) {
    field.settled.insert(c);
    if (!seen.contains(model::to_text(c.writer))) not_seen.insert(c);
  }
  field.settled.insert(field.in_force);
  field.in_force = {resolved.value, now_};
  field.held = false;
  field.late = !not_seen.empty();
  field.contenders = not_seen;
  field.resolved.push_back(now_);
  return true;
}

void Oracle::compute() {
  for (const auto& [key, q] : form_.questions) {
    if (!q.made || fields_[key].held) continue;
    const std::string value = q.made(answers());
    Field& field = fields_[key];
    if (value == field.in_force.value) continue;
    field.in_force = {value, now_};
  }
}

// Whether something is held that was not. What this operation itself put in force goes back to contend.
bool Oracle::hold(const std::map<std::string, Field>& was, const Answers& before, const std::string& resolved) {
  bool fresh = false;
  const Answers after = answers();
  for (const auto& [key, q] : form_.questions) {
    auto value = after.find(key);
    if (value == after.end() || key == resolved || q.made || fields_[key].held) continue;
    auto sound = [&](const Answers& answers) {
      return (!q.relevant || q.relevant(answers)) && (!q.agrees || q.agrees(answers));
    };
    auto old = before.find(key);
    if (sound(after) || (old != before.end() && old->second == value->second && !sound(before))) continue;
    Field& field = fields_[key];
    field.held = fresh = true;
    if (field.in_force.writer != now_) continue;
    const Value mine = field.in_force;
    auto earlier = was.find(key);
    field.in_force = earlier == was.end() ? Value{} : earlier->second.in_force;
    if (earlier != was.end()) field.contenders = earlier->second.contenders;
    field.contenders.insert(mine);
  }
  return fresh;
}

// After a parallel merge, or a resolution: calculations follow; what became irrelevant or breaks a constraint is held,
// nothing erased. What is held takes its value out again, so that others may agree after all.
void Oracle::evaluate(const std::map<std::string, Field>& was, const Answers& before, const std::string& resolved) {
  compute();
  while (hold(was, before, resolved)) compute();
}

}  // namespace karvan::agreement
