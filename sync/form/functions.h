#pragma once
#include <cstddef>
#include <string_view>
#include <vector>

#include "sync/form/expression.h"

// The functions of ODK XForms (https://getodk.github.io/xforms-spec) that Karvan runs, a family a file.
namespace karvan::form {

inline constexpr std::size_t any_number = static_cast<std::size_t>(-1);

struct Call {
  const std::vector<Value>& arguments;
  const Term& term;
  const Scope& scope;
  std::string text(std::size_t i) const { return text_of(arguments[i]); }
  double number(std::size_t i) const { return number_of(arguments[i]); }
  bool given(std::size_t i) const { return i < arguments.size(); }
};

struct Function {
  std::string_view name;
  std::size_t least, most;  // arguments
  Value (*run)(const Call& call);
};

// nullptr where there is none by that name.
const Function* function_named(std::string_view name);

const std::vector<Function>& text_functions();
const std::vector<Function>& number_functions();
const std::vector<Function>& date_functions();
const std::vector<Function>& choice_functions();

}  // namespace karvan::form
