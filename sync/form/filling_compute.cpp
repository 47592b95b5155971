#include <algorithm>
#include <cmath>

#include "sync/form/answers.h"
#include "sync/form/filling.h"
#include "sync/form/words.h"

// One vertex in one row.
namespace karvan::form {

bool Filling::compute(std::size_t vertex, RowIndex row) {
  const Vertex& v = plan().vertices[vertex];
  work_ = 0;
  bool differs = false;
  switch (v.of) {
    case Vertex::Of::group_relevance:
      differs = compute_group(row, v.index);
      break;
    case Vertex::Of::instances:
      differs = plan().groups[v.index].repeat && compute_instances(row, v.index);
      if (differs) touch(plan().group_vertex(v.index), row);
      break;
    case Vertex::Of::relevance:
      differs = compute_relevance(row, v.index);
      break;
    case Vertex::Of::value:
      differs = compute_value(row, v.index);
      break;
    case Vertex::Of::state:
      differs = compute_state(row, v.index);
      break;
  }
  std::uint32_t& steps = rows_[row].steps[v.slot];
  steps_ -= steps;
  steps = static_cast<std::uint32_t>(work_);
  steps_ += steps;
  if (!batch_.empty() && steps_ > steps_max) exhausted_ = true;
  return differs;
}

// Blank once the steps are spent.
Value Filling::evaluated(const Expression& expression, RowIndex row, std::size_t question, const Choice* choice) {
  if (exhausted_) return std::string();
  Scope scope{plan(), context_, rows_, row};
  if (question != no_question) {
    scope.own = question;
    scope.own_value = cell(row, question).state.value;
  }
  scope.choice = choice;
  Evaluation evaluation(expression, scope, steps_max);
  Value value = evaluation.run();
  work_ += evaluation.spent();
  spent_ += evaluation.spent();
  return evaluation.exhausted() ? Value(std::string()) : value;
}

bool Filling::holds(const Expression& expression, RowIndex row, std::size_t question, bool otherwise) {
  if (expression.empty() || exhausted_) return otherwise;
  return truth_of(evaluated(expression, row, question));
}

bool Filling::compute_group(RowIndex row, std::size_t g) {
  const std::size_t around = plan().groups[g].group;
  bool now = true;
  if (around != no_group) {
    const bool repeats = plan().groups[around].repeat;
    now = relevant(repeats ? rows_[row].parent : row, around);
  }
  now = now && holds(plan().parsed_groups[g].relevant, row, no_question, true);
  char& before = rows_[row].groups[plan().group_slot[g]];
  if (static_cast<bool>(before) == now) return false;
  before = now;
  touch(plan().group_vertex(g), row);
  return true;
}

bool Filling::compute_relevance(RowIndex row, std::size_t q) {
  const std::size_t around = plan().questions[q].group;
  bool now = true;
  if (around != no_group) {
    const bool repeats = plan().groups[around].repeat;
    now = relevant(repeats ? rows_[row].parent : row, around);
  }
  now = now && holds(plan().parsed[q].relevant, row, q, true);
  if (std::exchange(cell(row, q).state.relevant, now) == now) return false;
  touch(plan().state_vertex(q), row);
  return true;
}

bool Filling::compute_value(RowIndex row, std::size_t q) {
  const Expression& calculation = plan().parsed[q].calculation;
  const bool calculated = !calculation.empty() && plan().questions[q].binds.trigger.empty();
  Cell& at = cell(row, q);
  bool differs = std::exchange(at.given, false);
  if (std::exchange(at.seen, at.state.relevant) != at.state.relevant) differs = true;
  if (!calculated || !at.state.relevant) return differs;
  const Value value = evaluated(calculation, row, q);
  const double* number = std::get_if<double>(&value);
  std::string text = number && std::isnan(*number) ? std::string() : bounded(text_of(value));
  if (text == at.state.value) return differs;
  at.state.value = std::move(text);
  touch(plan().state_vertex(q), row);
  if (!plan().triggered[q].empty()) changed_.emplace_back(row, q);
  return true;
}

namespace {

template <class Member>
void put(Member& member, Member now, bool& differs) {
  if (member == now) return;
  member = std::move(now);
  differs = true;
}

}  // namespace

bool Filling::compute_state(RowIndex row, std::size_t q) {
  const Parsed& parsed = plan().parsed[q];
  bool differs = false;
  const bool computed = plan().questions[q].type == Type::note ? !parsed.calculation.empty() : plan().is_computed(q);
  const bool required = holds(parsed.required, row, q, false);
  const bool read_only = computed || holds(parsed.read_only, row, q, false);
  State& state = cell(row, q).state;
  put(state.required, required, differs);
  put(state.read_only, read_only, differs);
  if (!parsed.choice_filter.empty()) put(state.choices, choices_left(row, q), differs);
  if (!parsed.label.empty()) {
    put(state.label, std::optional(filled(plan().questions[q].label, parsed.label, row)), differs);
  }
  put(state.fault, flaw_of(row, q), differs);
  if (differs) touch(plan().state_vertex(q), row);
  return differs;
}

namespace {

using Kind = Term::Kind;

bool reads_column(const Expression& e, std::uint32_t at) {
  const Term& term = e.terms[at];
  return term.kind == Kind::column ||
         std::any_of(term.arguments.begin(), term.arguments.end(), [&](auto i) { return reads_column(e, i); });
}

// A column, and the term that it must equal.
using Match = std::pair<const Term*, std::uint32_t>;

// Most filters say what columns must equal: "district = ${district} and kind = 'town'". The other sides are the same
// for every choice.
bool matches_of(const Expression& e, std::uint32_t at, std::vector<Match>& out) {
  const Term& term = e.terms[at];
  if (term.kind == Kind::both) {
    return matches_of(e, term.arguments[0], out) && matches_of(e, term.arguments[1], out);
  }
  if (term.kind != Kind::equal) return false;
  auto [column, other] = std::pair(term.arguments[0], term.arguments[1]);
  if (e.terms[column].kind != Kind::column) std::swap(column, other);
  const Term& same = e.terms[other];
  if (e.terms[column].kind != Kind::column || reads_column(e, other)) return false;
  if (same.kind == Kind::answer && same.ref.many()) return false;
  out.emplace_back(&e.terms[column], other);
  return true;
}

const std::string& column_of(const Choice& choice, const std::string& name) {
  static const std::string blank;
  if (name == "name") return choice.name;
  auto found = choice.columns.find(name);
  return found == choice.columns.end() ? blank : found->second;
}

// XPath 1.0 section 3.4, a text on one side.
bool equals(const std::string& text, const Value& value) {
  if (const bool* truth = std::get_if<bool>(&value)) return *truth == !text.empty();
  if (const double* number = std::get_if<double>(&value)) return number_in(text) == *number;
  return text == std::get<std::string>(value);
}

}  // namespace

std::optional<std::vector<std::string>> Filling::choices_left(RowIndex row, std::size_t q) {
  const Expression& filter = plan().parsed[q].choice_filter;
  std::vector<std::string> names;
  std::vector<Match> matches;
  if (exhausted_ || !matches_of(filter, static_cast<std::uint32_t>(filter.terms.size() - 1), matches)) {
    for (const Choice& choice : plan().choices_of(q)) {
      if (exhausted_ || work_ > steps_max) break;
      if (truth_of(evaluated(filter, row, q, &choice))) names.push_back(choice.name);
    }
    return names;
  }
  const Scope scope{plan(), context_, rows_, row, q, cell(row, q).state.value};
  Evaluation evaluation(filter, scope, steps_max);
  std::vector<Value> values;
  for (const Match& match : matches) values.push_back(evaluation.value(match.second));
  evaluation.spend(plan().choices_of(q).size() * matches.size());
  work_ += evaluation.spent();
  spent_ += evaluation.spent();
  for (const Choice& choice : plan().choices_of(q)) {
    bool left = true;
    for (std::size_t i = 0; i < matches.size() && left; ++i) {
      left = equals(column_of(choice, matches[i].first->text), values[i]);
    }
    if (left) names.push_back(choice.name);
  }
  return names;
}

namespace {

bool chosen_exist(const Plan& plan, std::size_t q, const State& state) {
  const ListIndex* list = plan.list_of[q];
  auto exists = [&](std::string_view name) {
    if (state.choices) return std::find(state.choices->begin(), state.choices->end(), name) != state.choices->end();
    return list && list->find(name);
  };
  auto names = split(state.value);
  bool many = plan.questions[q].type == Type::select_multiple;
  return (many || names.size() == 1) && std::all_of(names.begin(), names.end(), exists);
}

}  // namespace

Flaw Filling::flaw_of(RowIndex row, std::size_t q) {
  const Question& question = plan().questions[q];
  const State& state = cell(row, q).state;
  if (!state.relevant || question.type == Type::note) return Flaw::none;
  if (state.value.empty()) return state.required ? Flaw::required : Flaw::none;
  if (!is_of_type(question, state.value)) return Flaw::type;
  bool select = question.type == Type::select_one || question.type == Type::select_multiple;
  if (select && !chosen_exist(plan(), q, state)) return Flaw::type;
  return holds(plan().parsed[q].constraint, row, q, true) ? Flaw::none : Flaw::constraint;
}

// A language without a mark stays as it is.
Texts Filling::filled(const Texts& words, const Marked& marked, RowIndex row) const {
  Texts out = words;
  const Expression none;
  const Scope scope{plan(), context_, rows_, row};
  Evaluation evaluation(none, scope, steps_max);
  for (const auto& [language, pieces] : marked.pieces) {
    std::string text;
    for (const auto& piece : pieces) {
      if (text.size() > text_bytes_max) break;
      text += piece.words;
      if (piece.ref) text += evaluation.first_text(*piece.ref);
    }
    out[language] = bounded(std::move(text));
  }
  return out;
}

}  // namespace karvan::form
