#include "sync/rules/merge.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "sync/rules/acts.h"
#include "sync/rules/check.h"
#include "sync/rules/evaluate.h"
#include "sync/rules/lists.h"
#include "sync/rules/sets.h"

namespace karvan::rules {
namespace {

using model::Fate;
using model::Field;
using model::Verdict;

void raise(Verdict& verdict, std::string alarm) {
  if (!contains(verdict.alarms, alarm)) verdict.alarms.push_back(std::move(alarm));
}

std::string_view author_of(std::string_view writer) { return writer.substr(0, writer.find('/')); }

std::int64_t receipt_of(const Context& context) {
  return context.received_ms != 0 ? context.received_ms : context.now_ms;
}

// The rule `newest`: who was sure of the time, then the later of each one's own time or, where that lies ahead of its
// receipt, the receipt.
Fate by_newest(const model::Op& op, const Field& field, const Context& context) {
  using Rank = std::tuple<bool, model::HybridTime, std::string>;
  auto bounded = [](model::HybridTime time, std::int64_t received_ms) {
    return received_ms != 0 && time.ms > received_ms ? model::HybridTime{received_ms, 0} : time;
  };
  const Rank ours(!op.uncertain, bounded(op.time, receipt_of(context)), model::to_text(op.id));
  const Rank theirs(!field.uncertain, bounded(field.time, field.received_ms), field.writer);
  return ours > theirs ? Fate::parallel : Fate::lost;
}

// Whether a person has settled the field since the author saw it: whatever was set upon that, it takes nothing back.
bool is_before_resolution(const model::Record& record, const model::Op& op, const std::string& name) {
  auto settled = std::find_if(record.resolutions.rbegin(), record.resolutions.rend(),
                              [&](const auto& each) { return !each.late && each.resolved.act.field == name; });
  if (settled == record.resolutions.rend()) return false;
  const Field& field = record.fields.at(name);
  std::vector<std::string> writers;
  for (const auto& said : field.earlier) writers.push_back(said.writer);
  writers.push_back(field.writer);
  auto last = [&](const std::string& writer) {
    return std::find(writers.rbegin(), writers.rend(), writer).base() - writers.begin();  // 0: none
  };
  const auto seen = last(model::base_of(record, op, name));
  return seen == 0 || seen < last(settled->resolved.writer);
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
  // Nobody is the author of what the form makes: it follows the answers in force (`evaluate`).
  if (is_made(context, name)) return Fate::lost;
  if (is_before_resolution(record, op, name)) return Fate::lost;
  return rule == "newest" ? by_newest(op, field, context) : Fate::held;
}

bool is_elsewhere(const model::Record& record, const Field& field, std::string_view author) {
  return author_of(field.writer) != author && field.writer != record.creator;
}

bool changes_any(const model::Op& op) { return !op.set.empty() || !op.add.empty() || !op.remove.empty(); }

// Fields that somebody elsewhere has changed since, and that the author had not seen.
std::set<std::string> unseen_changes(const model::Record& record, const model::Op& op) {
  std::set<std::string> unseen;
  if (record.creator.empty() || !changes_any(op) || !is_application(op)) return unseen;
  for (const auto& [name, field] : record.fields) {
    auto ours = op.set.find(name);
    const bool agrees = ours != op.set.end() && ours->second == field.value;
    if (is_elsewhere(record, field, op.id.node) && !agrees && model::is_unseen(record, op, name)) unseen.insert(name);
  }
  return unseen;
}

// After it, the form is evaluated over both.
void mark_parallel(const model::Record& record, const model::Op& op, const std::set<std::string>& unseen,
                   Verdict& verdict) {
  for (const auto& [name, value] : op.set) verdict.fields.try_emplace(name, Fate::parallel);
  for (const auto& name : sets_of(op)) verdict.fields.try_emplace(name, Fate::parallel);
  for (const auto& name : unseen)
    if (!record.fields.at(name).parallel) verdict.fields.try_emplace(name, Fate::parallel);
}

bool of_itself(std::string_view flaw) { return flaw == "unknown" || flaw == "type" || flaw == "limit"; }

void hold_broken(const model::Record& record, const model::Op& op, const Context& context, const Soundness& sound,
                 bool unseen, Verdict& verdict) {
  const auto orphans = orphans_of(record, op, context);
  const auto sets = sets_of(op);
  for (const auto& broken : sound.said) {
    if ((unseen && !of_itself(broken.flaw)) || orphans.contains(broken.key)) continue;
    const Fate worst = sets.contains(broken.key) ? Fate::refused : Fate::held;
    auto [fate, fresh] = verdict.fields.try_emplace(broken.key, worst);
    if (fate->second == Fate::parallel) fate->second = worst;
    if (fate->second == worst) tell_broken(broken, verdict);
  }
  if (unseen || op.advance == stage::filed) return;  // what stops a filing is its stage's to say
  for (const auto& broken : sound.left) {
    if (broken.flaw != "required") verdict.fields.try_emplace(broken.key, Fate::held);
    tell_broken(broken, verdict);
  }
}

// A time that lies ahead of its receipt goes into the record with that, for whoever is compared with it later.
void note_receipt(const model::Op& op, const Context& context, Verdict& verdict) {
  if (!context.service || op.time.ms <= receipt_of(context)) return;
  const bool compared = std::any_of(op.set.begin(), op.set.end(), [&](const auto& answer) {
    return context.service->merge_rule(answer.first) == "newest";
  });
  if (compared) verdict.received_ms = receipt_of(context);
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
  bool falls = false;  // what does not stand takes its consequences with it
  for (const auto& [name, value] : op.set) {
    const bool whole = !record.creator.empty() && context.service && is_set(context.service->form, name);
    Fate fate = whole ? Fate::refused : fate_of_set(record, op, name, context);
    if (fate != Fate::applied) verdict.fields[name] = fate;
    if (fate == Fate::refused) verdict.reason = name_of(whole ? Code::malformed : Code::role_not_allowed);
    const bool late = fate == Fate::lost && !is_made(context, name) && is_before_resolution(record, op, name);
    if (late) raise(verdict, "late_review:" + name);
    falls = falls || (fate != Fate::applied && fate != Fate::parallel);
  }
  judge_sets(record, op, context, verdict);
  const auto unseen = unseen_changes(record, op);
  hold_broken(record, op, context, sound, !unseen.empty(), verdict);
  note_receipt(op, context, verdict);
  if (!unseen.empty()) mark_parallel(record, op, unseen, verdict);
  if (!unseen.empty() || falls) evaluate(record, op, context, verdict);
}

namespace {

// The value that the person chose, as it stood when they saw it: its own author may have put another in its place.
const std::string* seen_value(const model::Record& record, const model::Resolved& act) {
  if (const auto* value = contender(record, act.field, act.chosen)) return value;
  for (const auto& each : record.fields.at(act.field).replaced)
    if (each.writer == act.chosen) return &each.value;
  if (!record.fields.at(act.field).members.empty()) return nullptr;  // of a set each one's words alone are kept
  for (const auto& settled : record.resolutions)                     // what somebody else settled first
    for (const auto& each : settled.among)
      if (settled.resolved.act.field == act.field && each.writer == act.chosen) return &each.value;
  return nullptr;
}

Code fault_of(const model::Record& record, const model::Resolved& act) {
  auto field = record.fields.find(act.field);
  if (field == record.fields.end()) return Code::unknown_question;
  if (act.reason.empty()) return Code::reason_missing;
  if (!contains(act.seen, act.chosen)) return Code::malformed;
  const auto* value = seen_value(record, act);
  if (value) return *value == act.value ? Code::internal : Code::malformed;
  // Of a set, the one in force is whatever is in it; elsewhere it must be something that an operation said.
  auto said = [&](const model::Said& each) { return each.writer == act.chosen && each.value == act.value; };
  const auto& earlier = field->second.earlier;
  const bool was = !field->second.members.empty() || std::any_of(earlier.begin(), earlier.end(), said);
  return was ? Code::internal : Code::changed_elsewhere;
}

// An equal value that another wrote is the one in force.
bool saw_in_force(const Field& field, const model::Resolved& act) {
  return std::any_of(act.seen.begin(), act.seen.end(),
                     [&](const std::string& writer) { return model::is_current(field, writer); });
}

}  // namespace

void judge_resolve(const model::Record& record, const model::Op& op, const Context& context, Verdict& verdict) {
  if (!op.resolve) return;
  const model::Resolved& act = *op.resolve;
  if (const Code fault = fault_of(record, act); fault != Code::internal) {
    verdict.resolve = Fate::refused;
    verdict.reason = name_of(fault);
    return;
  }
  const Field& field = record.fields.at(act.field);
  const bool closes_late = field.late && saw_in_force(field, act);
  if (!field.held && !closes_late) {
    verdict.resolve = Fate::lost;
    if (field.value != act.value) raise(verdict, "late_review:" + act.field);
    return;
  }
  auto unseen = [&](const model::Candidate& c) { return !contains(act.seen, c.writer); };
  const bool late = !saw_in_force(field, act) || std::any_of(field.candidates.begin(), field.candidates.end(), unseen);
  if (late) raise(verdict, "late_review:" + act.field);
  evaluate(record, op, context, verdict);
}

}  // namespace karvan::rules
