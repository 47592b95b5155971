#pragma once
#include "sync/form/expression.h"
#include "sync/form/instance.h"

namespace karvan::form {

class Filling {
 public:
  // Continues: no default is applied, so that what a person has cleared stays clear. Answers to questions that the
  // form does not have are dropped. Calculations are made afresh, but for `once()`.
  Filling(Form form, Answers answers, Context context);
  // Begins: defaults are in.
  static Filling begin(Form form, Context context);

  // Takes an answer and recalculates what depends on it. Digits of any script become ASCII where the question is a
  // number, a date, masked or has the appearance "numbers"; blanks at both ends go. Returns the names of the questions
  // and groups whose state changed, in form order (the question itself included where its value changed). Refused:
  // unknown_question, answer_read_only (calculations included), answer_too_long.
  Result<std::vector<std::string>> set(std::string_view question, std::string_view value);

  // Of a question; nullptr where the form has none by that name. Valid until the next `set`.
  const State* state(std::string_view question) const;
  bool group_relevant(std::string_view group) const;
  // The author's words for the question's fault; nullptr where there is none.
  const Texts* message(std::string_view question) const;
  // The value as a person reads it: labels for choices, else the value. Blank where not relevant.
  std::string shown(std::string_view question, std::string_view language) const;

  const std::vector<Place>& places() const { return places_; }
  Value value_of(const Expression& expression) const {
    return evaluate(expression, Scope{form_.plan(), context_, answers_});
  }
  std::vector<Fault> faults() const;  // what stops filing, in form order
  Answers answers() const;            // all that is kept, even irrelevant and invalid
  Answers filed() const;              // what an application takes: relevant only, calculations in, blanks absent

  const Form& form() const { return form_; }

 private:
  void spread(std::size_t from, std::vector<char>& changed);
  bool compute(std::size_t vertex, std::vector<char>& changed);
  bool compute_group(std::size_t group);
  bool compute_relevance(std::size_t question);
  bool compute_value(std::size_t question);
  bool compute_state(std::size_t question);
  Value evaluated(const Expression& expression, std::size_t question, const Choice* choice = nullptr) const;
  bool holds(const Expression& expression, std::size_t question, bool otherwise) const;
  Flaw flaw_of(std::size_t question, const State& state) const;
  std::optional<std::vector<std::string>> choices_left(std::size_t question) const;
  Texts filled_label(std::size_t question) const;

  std::vector<Place> places_;
  Form form_;
  Context context_;
  std::vector<State> states_;         // by question; State::value is what is kept
  std::vector<std::string> answers_;  // by question: what expressions see, blank where not relevant
  std::vector<char> group_relevant_;  // by group
};

}  // namespace karvan::form
