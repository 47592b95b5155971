#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/form/form.h"
#include "sync/form/value.h"

namespace karvan::form {

struct Expression;

// What an expression may know of the world. The same context and answers give the same result on every machine.
struct Context {
  std::string today;  // civil date at the desk, "2026-11-21"
  std::string now;    // "2026-11-21T14:02:00.000+05:00"
};

// Question -> value in XForms' lexical form (xsd:date, xsd:integer, choice names parted by spaces, "OK" for an
// acknowledgement). Blank and absent are the same.
using Answers = std::map<std::string, std::string>;

enum class Flaw { none, required, constraint, type };
std::string_view name_of(Flaw flaw);  // "", "required", "constraint", "type": the page's words

struct State {
  std::string value;
  bool relevant = true;  // its groups' relevance included
  bool required = false;
  bool read_only = false;
  Flaw fault = Flaw::none;                          // none where not relevant
  std::optional<std::vector<std::string>> choices;  // what choice_filter leaves; absent where there is no filter
  std::optional<Texts> label;                       // the label with ${name} filled in; absent where it has none
  bool operator==(const State&) const = default;
};

struct Fault {
  std::string question;
  Flaw flaw = Flaw::none;
  bool operator==(const Fault&) const = default;
};

// One application being filled in. An invalid answer is kept and marked: it stops filing, not typing. What is not
// relevant keeps its answer, is blank to every expression, and is blank when filed.
// Not for sharing between threads; a few microseconds a question to make anew.
class Instance {
 public:
  // Continues: no default is applied, so that what a person has cleared stays clear. Answers to questions that the
  // form does not have are dropped. Calculations are made afresh, but for `once()`.
  Instance(Form form, Answers answers, Context context);
  // Begins: defaults are in.
  static Instance begin(Form form, Context context);

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

  Form form_;
  Context context_;
  std::vector<State> states_;         // by question; State::value is what is kept
  std::vector<std::string> answers_;  // by question: what expressions see, blank where not relevant
  std::vector<char> group_relevant_;  // by group
};

}  // namespace karvan::form
