#include <cmath>

#include "sync/form/expression.h"
#include "sync/form/functions.h"
#include "sync/form/plan.h"

namespace karvan::form {

namespace {

using Kind = Term::Kind;

// XPath 1.0 section 3.4.
bool equal(const Value& a, const Value& b) {
  if (std::holds_alternative<bool>(a) || std::holds_alternative<bool>(b)) return truth_of(a) == truth_of(b);
  if (std::holds_alternative<double>(a) || std::holds_alternative<double>(b)) return number_of(a) == number_of(b);
  return text_of(a) == text_of(b);
}

Value compute(Kind kind, const Value& a, const Value& b) {
  switch (kind) {
    case Kind::both:
      return truth_of(a) && truth_of(b);
    case Kind::either:
      return truth_of(a) || truth_of(b);
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
    case Kind::greater_equal:
      return number_of(a) >= number_of(b);
    case Kind::add:
      return number_of(a) + number_of(b);
    case Kind::subtract:
      return number_of(a) - number_of(b);
    case Kind::multiply:
      return number_of(a) * number_of(b);
    case Kind::divide:
      return number_of(a) / number_of(b);
    default:
      return std::fmod(number_of(a), number_of(b));
  }
}

Value column(const Term& term, const Scope& scope) {
  if (!scope.choice) return std::string();
  if (term.text == "name") return scope.choice->name;
  auto found = scope.choice->columns.find(term.text);
  return found == scope.choice->columns.end() ? std::string() : found->second;
}

Value one(const Term& term, const Scope& scope, const std::vector<Value>& done) {
  auto argument = [&](std::size_t i) -> const Value& { return done[term.arguments[i]]; };
  switch (term.kind) {
    case Kind::text:
      return term.text;
    case Kind::number:
      return term.number;
    case Kind::answer:
      return typed(scope.plan.questions[term.question], scope.answers[term.question]);
    case Kind::own:
      return typed(scope.plan.questions[scope.own], scope.own_value);
    case Kind::column:
      return column(term, scope);
    case Kind::negate:
      return -number_of(argument(0));
    case Kind::call:
      break;
    default:
      return compute(term.kind, argument(0), argument(1));
  }
  std::vector<Value> arguments;
  for (auto i : term.arguments) arguments.push_back(done[i]);
  return term.function->run(Call{arguments, term, scope});
}

}  // namespace

Value evaluate(const Expression& expression, const Scope& scope) {
  std::vector<Value> done;
  done.reserve(expression.terms.size());
  for (const Term& term : expression.terms) done.push_back(one(term, scope, done));
  return std::move(done.back());
}

Value typed(const Question& question, std::string_view answer) {
  if (question.type == Type::integer || question.type == Type::decimal) {
    double number = parse_number(answer);
    if (!std::isnan(number)) return number;
  }
  return std::string(answer);
}

}  // namespace karvan::form
