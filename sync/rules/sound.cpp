#include "sync/rules/sound.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>

#include "sync/form/functions.h"
#include "sync/form/plan.h"
#include "sync/rules/acts.h"
#include "sync/rules/check.h"
#include "sync/rules/sets.h"

namespace karvan::rules {
namespace {

using form::Flaw;
using form::Form;
using form::Instance;
using form::Question;

bool is_select(const Question& question) {
  return question.type == form::Type::select_one || question.type == form::Type::select_multiple;
}

std::string_view word_of(Flaw flaw, const Question& question) {
  return flaw == Flaw::type && is_select(question) ? "choice" : form::name_of(flaw);
}

// ---- what the engine makes itself

// Functions whose value is of the moment, or of the box, and so is not made again.
constexpr auto of_the_moment = std::to_array<std::string_view>({"now", "uuid", "random"});

bool calls(const form::Expression& expression, std::string_view name) {
  return std::any_of(expression.terms.begin(), expression.terms.end(), [&](const form::Term& term) {
    return term.kind == form::Term::Kind::call && term.function->name == name;
  });
}

// Whether a calculation, or one that it is made of, is of the moment; what is kept is what was said. Asked only where a
// value differs.
bool is_momentary(const form::Plan& plan, std::size_t question, std::set<std::size_t>& seen) {
  if (!seen.insert(question).second) return false;
  const auto& calculation = plan.parsed[question].calculation;
  auto by = [&](std::string_view function) { return calls(calculation, function); };
  if (std::any_of(of_the_moment.begin(), of_the_moment.end(), by)) return true;
  return std::any_of(calculation.reads.begin(), calculation.reads.end(), [&](const form::Read& read) {
    return read.of == form::Read::Of::value && !plan.is_kept(read.index) && is_momentary(plan, read.index, seen);
  });
}

bool agrees(const Form& form, const Question& question, std::string_view said, std::string_view made) {
  if (said == made || same_number(said, made)) return true;
  return !is_lasting(form, question);
}

// ---- one answer

struct Said {
  const model::Record& record;
  const Instance& instance;
  const form::Context& day;
  bool by_centre = false;
  mutable std::optional<Instance> begun = {};  // made where something asks for it
};

// What may not be typed stays as it began, unless the answers of the moment opened it.
std::string_view read_only_flaw(const Said& said, const Question& question, const std::string& key,
                                const std::string& value) {
  if (!question.card.empty() || !question.from_document.empty() || !question.capture.empty()) return {};
  if (said.by_centre && question.merge == "centre") return {};  // read-only is said to the desk
  auto before = said.record.fields.find(key);
  if (before != said.record.fields.end())
    return before->second.value == value ? std::string_view() : std::string_view("read_only");
  // Inside a repeat, or where other answers decide it, there is no telling what it was when it was typed.
  const bool always = question.binds.read_only == "true()";
  if (!always || key != question.name) return {};
  if (!said.begun) said.begun = Instance::begin(said.instance.form(), said.day);
  const auto* begun = said.begun->state(key);
  const auto& plan = said.instance.form().plan();
  const auto& first = plan.parsed[plan.question_names.find(question.name)->second].first;
  const bool momentary = std::any_of(of_the_moment.begin(), of_the_moment.end(),
                                     [&](std::string_view name) { return calls(first, name); });
  return begun->value == value || momentary ? std::string_view() : std::string_view("read_only");
}

std::string_view repeat_flaw(const Instance& instance, const std::string& key, const std::string& value) {
  const auto there = instance.instances(key);
  std::size_t at = 0, count = 0;
  while (at < value.size()) {
    const auto end = std::min(value.find(' ', at), value.size());
    if (std::find(there.begin(), there.end(), value.substr(at, end - at)) == there.end())
      return count >= form::instances_max ? "limit" : "unknown";
    ++count;
    at = end + 1;
  }
  return {};
}

// What stood is taken away, though the form has an answer there, or wants one.
std::string_view blank_flaw(const Said& said, const std::string& key) {
  auto before = said.record.fields.find(key);
  const auto* state = said.instance.state(key);
  const auto* question = state ? said.instance.form().question(key) : nullptr;
  const bool stood = before != said.record.fields.end() && !before->second.value.empty();
  if (!stood || !question || !state->relevant || !question->meta.empty()) return {};
  if (!question->binds.calculation.empty())
    return agrees(said.instance.form(), *question, "", state->value) ? std::string_view() : "calculation";
  if (state->fault == Flaw::required) return "required";
  return state->read_only ? read_only_flaw(said, *question, key, "") : std::string_view();
}

std::string_view flaw_of(const Said& said, const std::string& key, const std::string& value) {
  if (value.empty()) return blank_flaw(said, key);
  if (value.size() > form::text_bytes_max) return "limit";
  const Form& form = said.instance.form();
  if (form.repeat(key)) return repeat_flaw(said.instance, key, value);
  const auto* state = said.instance.state(key);
  const auto* question = state ? form.question(key) : nullptr;
  if (!question) return "unknown";
  if (!question->meta.empty()) return {};
  if (!state->relevant) return "irrelevant";
  if (!question->binds.calculation.empty())
    return agrees(form, *question, value, state->value) ? std::string_view() : "calculation";
  if (state->fault == Flaw::type || state->fault == Flaw::constraint) return word_of(state->fault, *question);
  return state->read_only ? read_only_flaw(said, *question, key, value) : std::string_view();
}

void find_in_sets(const Said& said, const std::set<std::string>& sets, const form::Answers& answers, Soundness& found) {
  for (const auto& key : sets) {
    const auto flaw = flaw_of(said, key, answers.at(key));
    if (!flaw.empty()) found.said.push_back({key, std::string(flaw)});
  }
}

bool there(const std::vector<form::Fault>& faults, const form::Fault& fault) {
  return std::find(faults.begin(), faults.end(), fault) != faults.end();
}

// Another answer's fault counts where the form is being filed, or where it was none before.
void find_left(const model::Record& record, const model::Op& op, const Instance& after, const form::Context& day,
               Soundness& found) {
  auto faults = after.faults();
  std::erase_if(faults, [&](const form::Fault& fault) {
    return std::any_of(found.said.begin(), found.said.end(),
                       [&](const Broken& broken) { return broken.key == fault.question; });
  });
  if (faults.empty()) return;
  if (op.advance != stage::filed) {
    const Instance before(after.form(), answers_of(record), day);
    const auto old = before.faults();
    std::erase_if(faults, [&](const form::Fault& fault) { return there(old, fault); });
  }
  for (const auto& fault : faults)
    found.left.push_back({fault.question, std::string(word_of(fault.flaw, *after.form().question(fault.question)))});
}

form::Context day_of(const model::Op& op, const Context& context, std::int64_t days_off) {
  constexpr std::int64_t day_ms = 86'400'000;
  const int offset = context.service->calendar.utc_offset_minutes;
  form::Context day = context.form;
  if (days_off != 0 || day.today.empty()) day.today = civil_date(op.time.ms + days_off * day_ms, offset);
  if (days_off != 0 || day.now.empty()) day.now = day.today + civil_time(op.time.ms, offset);
  day.seed = op.of.substr(op.of.rfind('/') + 1);
  day.device = op.id.node;
  day.user = op.actor;
  return day;
}

}  // namespace

bool same_number(std::string_view a, std::string_view b) {
  double x = 0, y = 0;
  auto [end_a, bad_a] = std::from_chars(a.data(), a.data() + a.size(), x);
  auto [end_b, bad_b] = std::from_chars(b.data(), b.data() + b.size(), y);
  return bad_a == std::errc{} && bad_b == std::errc{} && end_a == a.data() + a.size() && end_b == b.data() + b.size() &&
         x == y;
}

bool is_lasting(const Form& form, const Question& question) {
  const auto& plan = form.plan();
  const std::size_t index = plan.question_names.find(question.name)->second;
  std::set<std::size_t> seen;
  return !plan.is_kept(index) && !is_momentary(plan, index, seen);
}

Soundness soundness_on(const model::Record& record, const model::Op& op, const Context& context,
                       const form::Context& day) {
  Soundness found;
  const auto sets = sets_of(op);
  const bool says = !op.set.empty() || !sets.empty() || op.advance == stage::filed;
  if (!context.service || !is_application(op) || !says) return found;
  const Instance after(context.service->form, answers_of(record, op), day);
  const Said said{record, after, day, is_central(context)};
  for (const auto& [key, value] : op.set)
    if (const auto flaw = flaw_of(said, key, value); !flaw.empty()) found.said.push_back({key, std::string(flaw)});
  if (!sets.empty()) find_in_sets(said, sets, answers_of(record, op), found);
  find_left(record, op, after, day, found);
  return found;
}

Soundness soundness_of(const model::Record& record, const model::Op& op, const Context& context) {
  Soundness best;
  if (!context.service) return best;
  bool first = true;
  for (std::int64_t days_off : {0, 1, -1}) {
    auto found = soundness_on(record, op, context, day_of(op, context, days_off));
    if (found.whole()) return found;
    if (first || found.said.size() + found.left.size() < best.said.size() + best.left.size()) best = std::move(found);
    first = false;
  }
  return best;
}

Error error_of(const Broken& broken) {
  Code code = Code::constraint_failed;
  if (broken.flaw == "unknown") code = Code::unknown_question;
  if (broken.flaw == "required") code = Code::form_incomplete;
  if (broken.flaw == "limit") code = Code::answer_too_long;
  if (broken.flaw == "read_only" || broken.flaw == "calculation") code = Code::answer_read_only;
  return {code, {{"question", broken.key}, {"flaw", broken.flaw}}, broken.key};
}

std::string alarm_of(const Broken& broken) { return "invalid:" + broken.key + ":" + broken.flaw; }

Result<Broken> parse_invalid(std::string_view what) {
  const auto colon = what.rfind(':');
  if (colon == what.npos || colon == 0) return fail(Code::malformed, {}, "alarm");
  return Broken{std::string(what.substr(0, colon)), std::string(what.substr(colon + 1))};
}

}  // namespace karvan::rules
