#include "sync/form/filling.h"

#include <algorithm>
#include <cmath>
#include <queue>

#include "sync/form/answers.h"
#include "sync/form/plan.h"
#include "sync/form/shown.h"
#include "sync/form/words.h"

namespace karvan::form {

Filling::Filling(Form form, Answers answers, Context context) : form_(std::move(form)), context_(std::move(context)) {
  for (const Question& question : form_.questions()) places_.push_back({question.name, &question});
  const Plan& plan = form_.plan();
  states_.resize(plan.questions.size());
  answers_.resize(plan.questions.size());
  group_relevant_.assign(plan.groups.size(), 1);
  for (auto& [name, value] : answers) {
    auto found = plan.question_names.find(name);
    if (found != plan.question_names.end()) states_[found->second].value = bounded(std::move(value));
  }
  std::vector<char> changed(plan.vertex_count());
  for (std::size_t vertex : plan.order) compute(vertex, changed);
}

Filling Filling::begin(Form form, Context context) {
  Answers defaults;
  for (const Question& q : form.questions()) {
    if (!q.default_value.empty()) defaults[q.name] = kept_form(q, q.default_value);
  }
  Filling instance(std::move(form), std::move(defaults), std::move(context));
  const Plan& plan = instance.form_.plan();
  std::vector<char> changed(plan.vertex_count());
  for (std::size_t q = 0; q < plan.questions.size(); ++q) {
    if (plan.parsed[q].first.empty()) continue;
    std::string first = text_of(instance.evaluated(plan.parsed[q].first, q));
    instance.states_[q].value = kept_form(plan.questions[q], first);
    instance.spread(plan.value_vertex(q), changed);
  }
  return instance;
}

Result<std::vector<std::string>> Filling::set(std::string_view name, std::string_view value) {
  const Plan& plan = form_.plan();
  auto found = plan.question_names.find(name);
  if (found == plan.question_names.end()) return fail(Code::unknown_question, {}, std::string(name));
  const std::size_t q = found->second;
  if (value.size() > text_bytes_max) {
    return fail(Code::answer_too_long, {{"bytes_max", std::to_string(text_bytes_max)}}, std::string(name));
  }
  const Question& question = plan.questions[q];
  bool computed = !plan.parsed[q].calculation.empty() || question.type == Type::note;
  if (computed || states_[q].read_only) return fail(Code::answer_read_only, {}, std::string(name));
  std::string kept = kept_form(question, value);
  std::vector<std::string> names;
  if (kept == states_[q].value) return names;
  states_[q].value = std::move(kept);
  std::vector<char> changed(plan.vertex_count());
  changed[plan.state_vertex(q)] = 1;
  spread(plan.value_vertex(q), changed);
  for (std::size_t i = 0; i < plan.groups.size(); ++i) {
    if (changed[plan.group_vertex(i)]) names.push_back(plan.groups[i].name);
  }
  for (std::size_t i = 0; i < plan.questions.size(); ++i) {
    if (changed[plan.state_vertex(i)]) names.push_back(plan.questions[i].name);
  }
  return names;
}

// Computes one vertex and whatever depends on it, causes first, and no further than there is change.
void Filling::spread(std::size_t from, std::vector<char>& changed) {
  const Plan& plan = form_.plan();
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ranks;
  std::vector<char> queued(plan.vertex_count());
  auto queue = [&](std::size_t vertex) {
    if (!queued[vertex]) ranks.push(plan.rank[vertex]);
    queued[vertex] = 1;
  };
  queue(from);
  while (!ranks.empty()) {
    std::size_t vertex = plan.order[ranks.top()];
    ranks.pop();
    if (!compute(vertex, changed)) continue;
    for (std::size_t effect : plan.dependents[vertex]) queue(effect);
  }
}

// True where something that others see has changed. `changed` marks groups, and questions at their state's vertex.
bool Filling::compute(std::size_t vertex, std::vector<char>& changed) {
  const Plan& plan = form_.plan();
  const std::size_t groups = plan.groups.size(), questions = plan.questions.size();
  if (vertex < groups) {
    bool differs = compute_group(vertex);
    changed[vertex] = static_cast<char>(changed[vertex] | differs);
    return differs;
  }
  const std::size_t q = (vertex - groups) % questions, part = (vertex - groups) / questions;
  const std::string before = states_[q].value;
  bool differs = part == 0 ? compute_relevance(q) : part == 1 ? compute_value(q) : compute_state(q);
  char& mark = changed[plan.state_vertex(q)];
  mark = static_cast<char>(mark | (part == 1 ? states_[q].value != before : differs));
  // A kept answer may change while what others see does not; its own state still depends on it.
  return differs || (part == 1 && mark);
}

bool Filling::compute_group(std::size_t g) {
  const Plan& plan = form_.plan();
  const Group& group = plan.groups[g];
  bool relevant = group.group == no_group || group_relevant_[group.group];
  const Expression& expression = plan.group_relevant[g];
  if (relevant && !expression.empty()) relevant = truth_of(evaluate(expression, Scope{plan, context_, answers_}));
  bool differs = relevant != static_cast<bool>(group_relevant_[g]);
  group_relevant_[g] = relevant;
  return differs;
}

bool Filling::compute_relevance(std::size_t q) {
  const Plan& plan = form_.plan();
  const std::size_t group = plan.questions[q].group;
  bool relevant = (group == no_group || group_relevant_[group]) && holds(plan.parsed[q].relevant, q, true);
  return std::exchange(states_[q].relevant, relevant) != relevant;
}

bool Filling::compute_value(std::size_t q) {
  const Expression& calculation = form_.plan().parsed[q].calculation;
  State& state = states_[q];
  if (state.relevant && !calculation.empty()) {
    Value value = evaluated(calculation, q);
    const double* number = std::get_if<double>(&value);
    state.value = number && std::isnan(*number) ? std::string() : bounded(text_of(value));
  }
  std::string seen = state.relevant ? state.value : std::string();
  if (seen == answers_[q]) return false;
  answers_[q] = std::move(seen);
  return true;
}

bool Filling::compute_state(std::size_t q) {
  const Parsed& parsed = form_.plan().parsed[q];
  State next = states_[q];
  next.required = holds(parsed.required, q, false);
  next.read_only = !parsed.calculation.empty() || holds(parsed.read_only, q, false);
  next.choices = choices_left(q);
  if (parsed.label_marked) next.label = filled_label(q);
  next.fault = flaw_of(q, next);
  bool differs = !(next == states_[q]);
  states_[q] = std::move(next);
  return differs;
}

Value Filling::evaluated(const Expression& expression, std::size_t q, const Choice* choice) const {
  return evaluate(expression, Scope{form_.plan(), context_, answers_, q, states_[q].value, choice});
}

bool Filling::holds(const Expression& expression, std::size_t q, bool otherwise) const {
  return expression.empty() ? otherwise : truth_of(evaluated(expression, q));
}

std::optional<std::vector<std::string>> Filling::choices_left(std::size_t q) const {
  const Plan& plan = form_.plan();
  const Expression& filter = plan.parsed[q].choice_filter;
  if (filter.empty()) return std::nullopt;
  std::vector<std::string> names;
  for (const Choice& choice : plan.choices_of(q)) {
    if (truth_of(evaluated(filter, q, &choice))) names.push_back(choice.name);
  }
  return names;
}

namespace {

bool chosen_exist(const Plan& plan, std::size_t q, const State& state) {
  auto exists = [&](std::string_view name) {
    if (state.choices) return std::find(state.choices->begin(), state.choices->end(), name) != state.choices->end();
    const auto& all = plan.choices_of(q);
    return std::any_of(all.begin(), all.end(), [&](const Choice& c) { return c.name == name; });
  };
  auto names = split(state.value);
  bool many = plan.questions[q].type == Type::select_multiple;
  return (many || names.size() == 1) && std::all_of(names.begin(), names.end(), exists);
}

}  // namespace

Flaw Filling::flaw_of(std::size_t q, const State& state) const {
  const Plan& plan = form_.plan();
  const Question& question = plan.questions[q];
  if (!state.relevant || question.type == Type::note) return Flaw::none;
  if (state.value.empty()) return state.required ? Flaw::required : Flaw::none;
  if (!is_of_type(question, state.value)) return Flaw::type;
  bool select = question.type == Type::select_one || question.type == Type::select_multiple;
  if (select && !chosen_exist(plan, q, state)) return Flaw::type;
  return holds(plan.parsed[q].constraint, q, true) ? Flaw::none : Flaw::constraint;
}

Texts Filling::filled_label(std::size_t q) const {
  const Plan& plan = form_.plan();
  Texts filled;
  for (const auto& [language, words] : plan.questions[q].label) {
    std::string out;
    std::size_t done = 0;
    for (const Mark& mark : marks_of(words)) {
      out += words.substr(done, mark.at - done);
      auto found = plan.question_names.find(mark.name);
      if (found != plan.question_names.end()) out += answers_[found->second];
      done = mark.at + mark.size;
    }
    filled[language] = bounded(out + words.substr(done));
  }
  return filled;
}

const State* Filling::state(std::string_view question) const {
  auto found = form_.plan().question_names.find(question);
  return found == form_.plan().question_names.end() ? nullptr : &states_[found->second];
}

bool Filling::group_relevant(std::string_view group) const {
  auto found = form_.plan().group_names.find(group);
  return found != form_.plan().group_names.end() && group_relevant_[found->second];
}

const Texts* Filling::message(std::string_view name) const {
  const State* at = state(name);
  const Question* question = form_.question(name);
  if (!at || at->fault == Flaw::none) return nullptr;
  const Texts& words = at->fault == Flaw::required ? question->required_message : question->constraint_message;
  return words.empty() ? nullptr : &words;
}

std::string Filling::shown(std::string_view name, std::string_view language) const {
  const State* at = state(name);
  if (!at || !at->relevant) return {};
  return form::shown(form_, *form_.question(name), at->value, language);
}

std::vector<Fault> Filling::faults() const {
  std::vector<Fault> out;
  for (std::size_t q = 0; q < states_.size(); ++q) {
    if (states_[q].fault != Flaw::none) out.push_back({form_.questions()[q].name, states_[q].fault});
  }
  return out;
}

Answers Filling::answers() const {
  Answers out;
  for (std::size_t q = 0; q < states_.size(); ++q) {
    if (!states_[q].value.empty()) out.emplace(form_.questions()[q].name, states_[q].value);
  }
  return out;
}

Answers Filling::filed() const {
  Answers out;
  for (std::size_t q = 0; q < states_.size(); ++q) {
    if (!answers_[q].empty()) out.emplace(form_.questions()[q].name, answers_[q]);
  }
  return out;
}

}  // namespace karvan::form
