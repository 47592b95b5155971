#pragma once
#include <cstddef>
#include <string_view>
#include <vector>

#include "sync/form/evaluate.h"

// The functions of ODK XForms (https://getodk.github.io/xforms-spec) that Karvan runs, a family a file.
namespace karvan::form {

inline constexpr std::size_t any_number = static_cast<std::size_t>(-1);

// A call while it runs. An argument is evaluated when it is asked for: ask once.
class Call {
 public:
  Call(Evaluation& evaluation, const Term& term) : evaluation_(evaluation), term_(term) {}
  Value value(std::size_t i) const { return evaluation_.value(term_.arguments[i]); }
  std::string text(std::size_t i) const { return text_of(value(i)); }
  double number(std::size_t i) const { return number_of(value(i)); }
  bool truth(std::size_t i) const { return truth_of(value(i)); }
  std::size_t count() const { return term_.arguments.size(); }
  bool given(std::size_t i) const { return i < count(); }

  // Each answer of an argument that is a set, or the one value of any other; until `take` says false.
  template <class Take>
  void each(std::size_t i, Take&& take) const {
    if (const Ref* ref = set(i)) return evaluation_.each(*ref, take);
    take(value(i));
  }
  const Ref* set(std::size_t i) const;  // nullptr where the argument is no reference
  const Term& term() const { return term_; }
  Evaluation& evaluation() const { return evaluation_; }
  const Scope& scope() const { return evaluation_.scope(); }

 private:
  Evaluation& evaluation_;
  const Term& term_;
};

struct Function {
  std::string_view name;
  std::size_t least, most;  // arguments
  Value (*run)(const Call& call);
  bool own_by_default = false;                           // without an argument it is of the question's own value
  bool (*takes_repeat)(std::size_t argument) = nullptr;  // which arguments may be a repeat
  std::size_t pairs_after = any_number;                  // arguments beyond so many come in pairs
};

// nullptr where there is none by that name.
const Function* function_named(std::string_view name);
// One that ODK XForms has and Karvan refuses on purpose.
bool is_refused_function(std::string_view name);

const std::vector<Function>& text_functions();
const std::vector<Function>& number_functions();
const std::vector<Function>& arithmetic_functions();
const std::vector<Function>& date_functions();
const std::vector<Function>& choice_functions();
const std::vector<Function>& set_functions();
const std::vector<Function>& random_functions();

}  // namespace karvan::form
