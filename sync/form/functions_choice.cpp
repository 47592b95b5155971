#include <algorithm>
#include <cmath>

#include "sync/form/functions.h"
#include "sync/form/plan.h"
#include "sync/form/words.h"

namespace karvan::form {

namespace {

Value selected(const Call& c) {
  std::string list = c.text(0), name = c.text(1);
  auto names = split(list);
  return std::find(names.begin(), names.end(), trimmed(name)) != names.end();
}

Value selected_at(const Call& c) {
  std::string list = c.text(0);
  auto names = split(list);
  double i = c.number(1);
  return i >= 0 && i < static_cast<double>(names.size()) ? std::string(names[static_cast<std::size_t>(i)])
                                                         : std::string();
}

Value count_selected(const Call& c) {
  std::string list = c.text(0);
  return static_cast<double>(split(list).size());
}

// In the form's default language: a calculation must not depend on who looks at it.
Value choice_name(const Call& c) {
  std::string name = c.text(0);
  for (const Choice& choice : c.scope.plan.choices_of(c.term.question)) {
    if (choice.name == name) return std::string(text_in(choice.label, c.scope.plan.default_language));
  }
  return std::string();
}

}  // namespace

const std::vector<Function>& choice_functions() {
  static const std::vector<Function> functions = {
      {"selected", 2, 2, selected},
      {"selected-at", 2, 2, selected_at},
      {"count-selected", 1, 1, count_selected},
      {"jr:choice-name", 2, 2, choice_name},
  };
  return functions;
}

}  // namespace karvan::form
