#include "sync/form/evaluate.h"

#include <cmath>

#include "sync/form/functions.h"
#include "sync/form/paths.h"

namespace karvan::form {

namespace {

using Kind = Term::Kind;

// XPath 1.0 section 3.4.
bool equal(const Value& a, const Value& b) {
  if (std::holds_alternative<bool>(a) || std::holds_alternative<bool>(b)) return truth_of(a) == truth_of(b);
  if (std::holds_alternative<double>(a) || std::holds_alternative<double>(b)) return number_of(a) == number_of(b);
  return std::get<std::string>(a) == std::get<std::string>(b);
}

bool compares(Kind kind) { return kind >= Kind::equal && kind <= Kind::greater_equal; }

bool compared(Kind kind, const Value& a, const Value& b) {
  switch (kind) {
    case Kind::equal:
      return equal(a, b);
    case Kind::unequal:
      return !equal(a, b);
    case Kind::less:
      return number_of(a) < number_of(b);
    case Kind::less_equal:
      return number_of(a) <= number_of(b);
    case Kind::greater:
      return number_of(a) > number_of(b);
    default:
      return number_of(a) >= number_of(b);
  }
}

double calculated(Kind kind, double a, double b) {
  switch (kind) {
    case Kind::add:
      return a + b;
    case Kind::subtract:
      return a - b;
    case Kind::multiply:
      return a * b;
    case Kind::divide:
      return a / b;
    default:
      return std::fmod(a, b);
  }
}

}  // namespace

Value typed(const Question& question, std::string_view answer) {
  if (question.type == Type::integer || question.type == Type::decimal) {
    double number = parse_number(answer);
    if (!std::isnan(number)) return number;
  }
  return std::string(answer);
}

bool Evaluation::spend(std::uint64_t steps) {
  spent_ += steps;
  return spent_ <= steps_max_;
}

Value Evaluation::value(std::uint32_t index) {
  const Term& term = expression_.terms[index];
  if (!spend(1)) return std::string();
  switch (term.kind) {
    case Kind::text:
      return term.text;
    case Kind::number:
      return term.number;
    case Kind::answer:
      return first(term.ref);
    case Kind::own:
      return typed(scope_.plan.questions[scope_.own], scope_.own_value);
    case Kind::column:
      return column(term);
    case Kind::negate:
      return -number_of(value(term.arguments[0]));
    case Kind::both:
      return truth_of(value(term.arguments[0])) && truth_of(value(term.arguments[1]));
    case Kind::either:
      return truth_of(value(term.arguments[0])) || truth_of(value(term.arguments[1]));
    case Kind::repeat:
      return std::string();
    case Kind::call: {
      Value result = term.function->run(Call(*this, term));
      const auto* text = std::get_if<std::string>(&result);
      if (text && !spend(text->size() / bytes_a_step)) return std::string();
      return result;
    }
    default:
      break;
  }
  if (compares(term.kind)) return compare(term);
  const double left = number_of(value(term.arguments[0]));
  return calculated(term.kind, left, number_of(value(term.arguments[1])));
}

// A set compares as any of its answers does (XPath 1.0 section 3.4).
Value Evaluation::compare(const Term& term) {
  return any(term.arguments[0], [&](const Value& left) {
    return any(term.arguments[1], [&](const Value& right) { return compared(term.kind, left, right); });
  });
}

bool Evaluation::any(std::uint32_t index, const std::function<bool(const Value&)>& holds) {
  const Term& term = expression_.terms[index];
  if (term.kind != Kind::answer || !term.ref.many()) return holds(value(index));
  bool found = false;
  each(term.ref, [&](const Value& v) {
    found = holds(v);
    return !found;
  });
  return found;
}

Value Evaluation::column(const Term& term) const {
  if (!scope_.choice) return std::string();
  if (term.text == "name") return scope_.choice->name;
  auto found = scope_.choice->columns.find(term.text);
  return found == scope_.choice->columns.end() ? std::string() : found->second;
}

bool Evaluation::holds(const Ref& ref, const Row& row) const {
  if (!ref.repeat) return row.cells[scope_.plan.question_slot[ref.index]].state.relevant;
  return scope_.rows[row.parent].groups[scope_.plan.group_slot[ref.index]];
}

std::uint32_t Evaluation::row_at(std::size_t scope) const {
  std::uint32_t at = scope_.row;
  while (scope_.rows[at].scope != scope) at = scope_.rows[at].parent;
  return at;
}

std::size_t Evaluation::count(const Ref& ref) {
  std::size_t found = 0;
  visit(ref, [&](const Row&) { return ++found, true; });
  return found;
}

Value Evaluation::first(const Ref& ref) {
  Value out = std::string();
  each(ref, [&](Value v) {
    out = std::move(v);
    return false;
  });
  return out;
}

std::string Evaluation::first_text(const Ref& ref) {
  std::string out;
  visit(ref, [&](const Row& row) {
    out = row.cells[scope_.plan.question_slot[ref.index]].state.value;
    return false;
  });
  return out;
}

Value Evaluation::chosen(const Ref& ref, const std::vector<Chosen>& places) {
  std::uint32_t at = row_at(ref.shared);
  const auto& way = scope_.plan.chain(ref.scope);
  for (std::size_t depth = scope_.plan.chain(ref.shared).size(); depth < way.size(); ++depth) {
    const std::size_t repeat = way[depth];
    double position = 1;
    for (const Chosen& place : places) {
      if (place.repeat == repeat) position = place.position;
    }
    const auto& instances = scope_.rows[at].instances[scope_.plan.repeat_slot[repeat]];
    const bool there = position >= 1 && position <= static_cast<double>(instances.size());
    if (!spend(1) || !there || position != std::floor(position)) return std::string();
    at = instances[static_cast<std::size_t>(position) - 1];
  }
  const Row& row = scope_.rows[at];
  if (!holds(ref, row)) return std::string();
  return typed(scope_.plan.questions[ref.index], row.cells[scope_.plan.question_slot[ref.index]].state.value);
}

}  // namespace karvan::form
