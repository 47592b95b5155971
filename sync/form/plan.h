#pragma once
#include <map>
#include <string>
#include <vector>

#include "sync/form/expression.h"
#include "sync/form/form.h"

// Inside the form engine: what is computed, in which order. A vertex is one thing computed; its `dependents` are those
// that must be computed again when it changed. Order and graph hold for the life of the form.
namespace karvan::form {

struct Parsed {
  Expression relevant, required, read_only, constraint, calculation, choice_filter, first;
  bool label_marked = false;  // the label holds ${name}
};

struct Plan : Definition {
  std::map<std::string, std::size_t, std::less<>> question_names, group_names;
  std::vector<Parsed> parsed;              // by question
  std::vector<Expression> group_relevant;  // by group

  // Vertices: relevance of groups, relevance of questions, their values, the rest of their state.
  std::size_t group_vertex(std::size_t g) const { return g; }
  std::size_t relevance_vertex(std::size_t q) const { return groups.size() + q; }
  std::size_t value_vertex(std::size_t q) const { return groups.size() + questions.size() + q; }
  std::size_t state_vertex(std::size_t q) const { return groups.size() + 2 * questions.size() + q; }
  std::size_t vertex_count() const { return groups.size() + 3 * questions.size(); }

  std::vector<std::vector<std::size_t>> dependents;  // by vertex
  std::vector<std::size_t> order;                    // vertices, causes first
  std::vector<std::size_t> rank;                     // by vertex: its place in `order`

  const std::vector<Choice>& choices_of(std::size_t question) const;
  Names names(bool columns) const;
};

// Parses every expression and draws the graph; the form's data must be in. Errors name the question in `where`.
Result<void> complete(Plan& plan);

}  // namespace karvan::form
