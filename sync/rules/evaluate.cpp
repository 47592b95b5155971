#include "sync/rules/evaluate.h"

#include "sync/rules/acts.h"
#include "sync/rules/check.h"
#include "sync/rules/sets.h"
#include "sync/rules/sound.h"

namespace karvan::rules {
namespace {

using form::Flaw;
using form::Instance;
using model::Fate;

form::Context moment_of(const model::Op& op, const Context& context) {
  form::Context when = context.form;
  if (when.today.empty()) when.today = civil_date(op.time.ms);
  if (when.now.empty()) when.now = when.today + "T12:00:00.000Z";
  return when;
}

bool breaks(const form::State& state) { return state.fault == Flaw::constraint || state.fault == Flaw::type; }

// An answer of an instance that only the change brought has nothing before it. What the operation itself says (`own`)
// must agree, whatever was there before.
bool no_longer_agrees(const Instance& before, const Instance& after, const std::string& key, bool own) {
  const auto* was = own ? nullptr : before.state(key);
  const auto* is = after.state(key);
  if (is->value.empty()) return false;
  const bool lost = !is->relevant && (own || (was && was->relevant));
  return lost || (breaks(*is) && !(was && breaks(*was)));
}

bool same(std::string_view said, std::string_view made) { return said == made || same_number(said, made); }

void compute(const model::Record& after, const Context& context, const form::Place& place, const form::State& state,
             model::Verdict& verdict) {
  if (!is_made(context, place.key)) return;
  auto field = after.fields.find(place.key);
  const std::string value = state.relevant ? state.value : std::string();
  const bool held = field != after.fields.end() && field->second.held;
  const std::string& said = field == after.fields.end() ? std::string() : field->second.value;
  if (!held && !same(said, value)) verdict.computed[place.key] = value;
}

// Whether something was held that was not before.
bool hold(const model::Record& after, const model::Op& op, const Instance& before, const Instance& then,
          model::Verdict& verdict) {
  bool fresh = false;
  for (const auto& place : then.places()) {
    if (op.resolve && op.resolve->field == place.key) continue;
    const auto field = after.fields.find(place.key);
    if (field == after.fields.end() || field->second.held || verdict.computed.contains(place.key)) continue;
    const auto said = op.set.find(place.key);
    const bool own = said != op.set.end() && said->second == field->second.value;
    if (!place.question->binds.calculation.empty() || !no_longer_agrees(before, then, place.key, own)) continue;
    verdict.fields[place.key] = Fate::held;
    fresh = true;
  }
  return fresh;
}

}  // namespace

bool is_made(const Context& context, std::string_view key) {
  const auto* question = context.service ? context.service->form.question(key) : nullptr;
  return question && !question->binds.calculation.empty() && is_lasting(context.service->form, *question);
}

void evaluate(const model::Record& record, const model::Op& op, const Context& context, model::Verdict& verdict) {
  if (!context.service || !is_application(op)) return;
  const auto when = moment_of(op, context);
  const Instance before(context.service->form, answers_of(record), when);
  // What is held takes its new value out again, and others may rest on that. Each round but the last holds an answer
  // that was not, so there are no more than there are answers.
  for (auto left = record.fields.size() + op.set.size() + op.add.size() + 1; left > 0; --left) {
    verdict.computed.clear();
    const auto after = model::apply(record, op, verdict);
    const Instance then(context.service->form, answers_of(after), when);
    for (const auto& place : then.places())
      if (!op.resolve || op.resolve->field != place.key)
        compute(after, context, place, *then.state(place.key), verdict);
    if (!hold(after, op, before, then, verdict)) return;
  }
}

}  // namespace karvan::rules
