#include <algorithm>
#include <cmath>

#include "sync/form/functions.h"
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
  const std::string name = c.text(0);
  const Plan& plan = c.scope().plan;
  const ListIndex* list = plan.list_of[c.term().ref.index];
  const Choice* choice = list ? list->find(trimmed(name)) : nullptr;
  return choice ? std::string(text_in(choice->label, plan.default_language)) : std::string();
}

// The first row whose key column has the text; a formula may look by a column that no expression of the form looks by.
Value pull_data(const Call& c) {
  const std::string key = c.text(3);
  const Term& term = c.term();
  const auto& rows = term.table->rows;
  auto cell = [&](std::size_t row) -> const std::string& { return rows[row][term.key_column]; };
  auto index = c.scope().plan.table_indexes.find({term.table, term.key_column});
  if (index != c.scope().plan.table_indexes.end()) {
    const TableIndex& order = index->second;
    auto at = std::lower_bound(order.begin(), order.end(), key, [&](auto row, const auto& k) { return cell(row) < k; });
    return at != order.end() && cell(*at) == key ? rows[*at][term.value_column] : std::string();
  }
  if (!c.evaluation().spend(rows.size())) return std::string();
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (cell(row) == key) return rows[row][term.value_column];
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
      {"pulldata", 4, 4, pull_data},
  };
  return functions;
}

}  // namespace karvan::form
