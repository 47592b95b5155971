#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/form/expression.h"
#include "sync/form/plan.h"
#include "sync/form/rows.h"

// Expressions computed over answers.
namespace karvan::form {

// Where an expression is computed, and what it may cost.
struct Scope {
  const Plan& plan;
  const Context& context;
  const std::vector<Row>& rows;
  std::uint32_t row = 0;
  std::size_t own = no_question;  // the question that the expression belongs to
  std::string_view own_value;
  const Choice* choice = nullptr;
};

// What handling a text costs beyond the step that handles it.
inline constexpr std::size_t bytes_a_step = 64;

// A question's answer as a value: a number where the type is one and the text reads so, else text.
Value typed(const Question& question, std::string_view answer);

// One evaluation. Total: a fault in the data makes NaN or blank, as XPath has it; so does spending more than `steps`.
class Evaluation {
 public:
  Evaluation(const Expression& expression, const Scope& scope, std::uint64_t steps_max)
      : expression_(expression), scope_(scope), steps_max_(steps_max) {}

  Value run() { return value(static_cast<std::uint32_t>(expression_.terms.size() - 1)); }
  Value value(std::uint32_t term);

  // Relevant answers that a reference means, in form order, until `take(const Value&)` says false.
  template <class Take>
  void each(const Ref& ref, Take&& take) {
    visit(ref, [&](const Row& row) {
      const std::string& answer = row.cells[scope_.plan.question_slot[ref.index]].state.value;
      return spend(answer.size() / bytes_a_step) && take(typed(scope_.plan.questions[ref.index], answer));
    });
  }
  std::size_t count(const Ref& ref);       // relevant answers or instances
  Value first(const Ref& ref);             // blank where there is none
  std::string first_text(const Ref& ref);  // as it was answered, a number too
  // The row at or around the expression's that is an instance of `scope`.
  std::uint32_t row_at(std::size_t scope) const;
  // The answer to `ref` where the instances of each repeat on the way are chosen by place; a repeat that none is
  // chosen of gives its first.
  struct Chosen {
    std::size_t repeat = 0;
    double position = 0;
  };
  Value chosen(const Ref& ref, const std::vector<Chosen>& places);

  const Expression& expression() const { return expression_; }
  const Scope& scope() const { return scope_; }
  bool spend(std::uint64_t steps);  // false where the bound is reached
  std::uint64_t spent() const { return spent_; }
  bool exhausted() const { return spent_ > steps_max_; }

 private:
  // Rows that hold a relevant node of `ref`.
  template <class Take>
  void visit(const Ref& ref, Take&& take) {
    if (!ref.many() && !ref.repeat) {
      const Row& row = scope_.rows[row_at(ref.scope)];
      if (spend(1) && holds(ref, row)) take(row);
      return;
    }
    descend(ref, row_at(ref.shared), scope_.plan.chain(ref.shared).size(), take);
  }
  template <class Take>
  bool descend(const Ref& ref, std::uint32_t at, std::size_t depth, Take&& take) {
    const Row& row = scope_.rows[at];
    const auto& way = scope_.plan.chain(ref.scope);
    if (!spend(1)) return false;
    if (depth == way.size()) return !holds(ref, row) || take(row);
    for (std::uint32_t below : row.instances[scope_.plan.repeat_slot[way[depth]]]) {
      if (!descend(ref, below, depth + 1, take)) return false;
    }
    return true;
  }
  bool holds(const Ref& ref, const Row& row) const;
  Value compare(const Term& term);
  bool any(std::uint32_t term, const std::function<bool(const Value&)>& holds);
  Value column(const Term& term) const;

  const Expression& expression_;
  const Scope& scope_;
  std::uint64_t steps_max_, spent_ = 0;
};

}  // namespace karvan::form
