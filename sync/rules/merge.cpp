#include "sync/rules/merge.h"

#include <algorithm>
#include <set>

#include "sync/rules/acts.h"
#include "sync/rules/check.h"

namespace karvan::rules {
namespace {

using model::Fate;
using model::Field;
using model::Verdict;

bool contains(const std::vector<std::string>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

void raise(Verdict& verdict, std::string alarm) {
  if (!contains(verdict.alarms, alarm)) verdict.alarms.push_back(std::move(alarm));
}

std::string_view author_of(std::string_view writer) { return writer.substr(0, writer.find('/')); }

// The rule `newest`: the later of the author's time and, where that lies ahead of the receipt, the receipt's.
Fate by_newest(const model::Op& op, const Field& field, std::int64_t received_ms) {
  auto bounded = [&](model::HybridTime time) { return std::min(time, model::HybridTime{received_ms, UINT32_MAX}); };
  auto ours = std::pair(bounded(op.time), model::to_text(op.id));
  auto theirs = std::pair(bounded(field.time), field.writer);
  return ours > theirs ? Fate::parallel : Fate::lost;
}

// An institution writes what is its own to write, and nothing of the citizen's.
bool may_write(const std::string& rule, const Context& context) {
  if (rule == "centre") return is_central(context);
  return !context.actor || context.actor->role != Role::officer;
}

Fate fate_of_set(const model::Record& record, const model::Op& op, const std::string& name, const Context& context) {
  const std::string rule = context.service ? context.service->merge_rule(name) : "review";
  if (!may_write(rule, context)) return Fate::refused;
  auto found = record.fields.find(name);
  if (found == record.fields.end()) return Fate::applied;
  const Field& field = found->second;
  if (field.held) return Fate::held;
  if (!conflicts(record, op, name)) return Fate::applied;
  if (rule == "newest") return by_newest(op, field, context.now_ms);
  // A contender that comes after a person has settled it takes nothing back.
  return is_resolution(record, field.writer) ? Fate::lost : Fate::held;
}

bool is_elsewhere(const model::Record& record, const Field& field, std::string_view author) {
  return author_of(field.writer) != author && field.writer != record.creator;
}

// Fields that somebody elsewhere has changed since, and that the author had not seen.
std::set<std::string> unseen_changes(const model::Record& record, const model::Op& op) {
  std::set<std::string> unseen;
  if (record.creator.empty() || op.set.empty() || !is_application(op)) return unseen;
  for (const auto& [name, field] : record.fields) {
    auto ours = op.set.find(name);
    const bool agrees = ours != op.set.end() && ours->second == field.value;
    if (is_elsewhere(record, field, op.id.node) && !agrees && field.writer != model::base_of(record, op, name))
      unseen.insert(name);
  }
  return unseen;
}

struct Merged {
  form::Instance before, after;
};

Merged merged(const model::Record& record, const model::Op& op, const Context& context, const Verdict& verdict) {
  form::Context when = context.form;
  if (when.today.empty()) when.today = civil_date(op.time.ms);
  if (when.now.empty()) when.now = when.today + "T12:00:00.000Z";
  auto answers = answers_of(record);
  form::Instance before(context.service->form, answers, when);
  for (const auto& [name, value] : op.set) {
    auto fate = verdict.fields.find(name);
    if (fate == verdict.fields.end() || fate->second == Fate::parallel) answers[name] = value;
  }
  return {std::move(before), form::Instance(context.service->form, std::move(answers), when)};
}

// An answer of an instance that only the change brought has nothing before it.
bool no_longer_agrees(const Merged& merged, const std::string& key) {
  const auto* before = merged.before.state(key);
  const auto* after = merged.after.state(key);
  if (after->value.empty()) return false;
  const bool broken = before && before->fault == form::Flaw::constraint;
  const bool breaks = after->fault == form::Flaw::constraint && !broken;
  return breaks || (before && before->relevant && !after->relevant);
}

// Editing against deleting: an answer of an instance that the other author took away conflicts with its going.
void hold_orphans(const model::Op& op, const std::set<std::string>& unseen, const form::Instance& after,
                  Verdict& verdict) {
  const auto& form = after.form();
  auto orphan = [&](const std::string& key) {
    return key.find('/') != key.npos && form.has_key(key) && !form.repeat(key) && !after.state(key);
  };
  for (const auto& [key, value] : op.set)
    if (!value.empty() && orphan(key)) verdict.fields[key] = Fate::held;
  for (const auto& key : unseen) {
    if (!orphan(key)) continue;
    for (const auto& [list, ids] : op.set)
      if (form.repeat(list) && key.starts_with(list + "/")) verdict.fields[list] = Fate::held;
  }
}

void judge_parallel(const model::Record& record, const model::Op& op, const Context& context, Verdict& verdict) {
  auto unseen = unseen_changes(record, op);
  if (unseen.empty()) return;
  for (const auto& [name, value] : op.set) verdict.fields.try_emplace(name, Fate::parallel);
  for (const auto& name : unseen)
    if (!record.fields.at(name).parallel) verdict.fields.try_emplace(name, Fate::parallel);
  if (!context.service) return;
  const auto both = merged(record, op, context, verdict);
  hold_orphans(op, unseen, both.after, verdict);
  for (const auto& place : both.after.places()) {
    const bool known = record.fields.contains(place.key) || op.set.contains(place.key);
    if (known && no_longer_agrees(both, place.key)) verdict.fields[place.key] = Fate::held;
  }
}

bool of_itself(std::string_view flaw) { return flaw == "unknown" || flaw == "type" || flaw == "limit"; }

void hold_broken(const model::Op& op, const Soundness& sound, bool unseen, Verdict& verdict) {
  for (const auto& broken : sound.said) {
    if (unseen && !of_itself(broken.flaw)) continue;
    auto [fate, fresh] = verdict.fields.try_emplace(broken.key, Fate::held);
    if (fate->second == Fate::parallel) fate->second = Fate::held;
    if (fate->second == Fate::held) tell_broken(broken, verdict);
  }
  if (unseen || op.advance == stage::filed) return;  // what stops a filing is its stage's to say
  for (const auto& broken : sound.left) {
    if (broken.flaw != "required") verdict.fields.try_emplace(broken.key, Fate::held);
    tell_broken(broken, verdict);
  }
}

}  // namespace

void tell_broken(const Broken& broken, Verdict& verdict) {
  auto is_one = [](const std::string& alarm) { return alarm.starts_with("invalid:"); };
  const auto told = std::count_if(verdict.alarms.begin(), verdict.alarms.end(), is_one);
  if (static_cast<std::size_t>(told) < broken_told_max) raise(verdict, alarm_of(broken));
  if (verdict.reason.empty()) verdict.reason = name_of(error_of(broken).code);
}

void note_seen(const model::Record& record, std::string_view author, model::Op& op) {
  for (const auto& [name, field] : record.fields)
    if (is_elsewhere(record, field, author)) op.over.try_emplace(name, field.writer);
}

void judge_fields(const model::Record& record, const model::Op& op, const Context& context, const Soundness& sound,
                  Verdict& verdict) {
  for (const auto& [name, value] : op.set) {
    Fate fate = fate_of_set(record, op, name, context);
    if (fate != Fate::applied) verdict.fields[name] = fate;
    if (fate == Fate::refused) verdict.reason = name_of(Code::role_not_allowed);
    if (fate == Fate::lost && is_resolution(record, record.fields.at(name).writer))
      raise(verdict, "late_review:" + name);
  }
  hold_broken(op, sound, !unseen_changes(record, op).empty(), verdict);
  judge_parallel(record, op, context, verdict);
}

void judge_resolve(const model::Record& record, const model::Op& op, Verdict& verdict) {
  if (!op.resolve) return;
  const model::Resolved& act = *op.resolve;
  const std::string* chosen = contender(record, act.field, act.chosen);
  Code fault = Code::internal;
  if (!record.fields.contains(act.field)) fault = Code::unknown_question;
  if (act.reason.empty()) fault = Code::reason_missing;
  // Its own author may have put another value in its place meanwhile: what the person saw counts.
  if (!contains(act.seen, act.chosen) || (chosen && *chosen != act.value)) fault = Code::malformed;
  if (fault != Code::internal) {
    verdict.resolve = Fate::refused;
    verdict.reason = name_of(fault);
    return;
  }
  const Field& field = record.fields.at(act.field);
  const bool closes_late = field.late && contains(act.seen, field.writer);
  if (!field.held && !closes_late) {
    verdict.resolve = Fate::lost;
    if (field.value != act.value) raise(verdict, "late_review:" + act.field);
    return;
  }
  auto unseen = [&](const model::Candidate& c) { return !contains(act.seen, c.writer); };
  const bool late =
      !contains(act.seen, field.writer) || std::any_of(field.candidates.begin(), field.candidates.end(), unseen);
  if (late) raise(verdict, "late_review:" + act.field);
}

}  // namespace karvan::rules
