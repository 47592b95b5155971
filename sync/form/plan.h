#pragma once
#include <map>
#include <string>
#include <vector>

#include "sync/form/expression.h"
#include "sync/form/form.h"

// Inside the form engine: what is computed, in which order. A vertex is one thing computed, in each row of its scope;
// its `dependents` are those that must be computed again when it changed. Order and graph hold for the life of the
// form.
namespace karvan::form {

// Words with ${name} in them, ready to be filled in.
struct Marked {
  struct Piece {
    std::string words;       // before the mark, or the last
    std::optional<Ref> ref;  // nothing: the end, or a name that is no question's
  };
  std::map<std::string, std::vector<Piece>> pieces;  // by language; empty where no language has a mark
  bool empty() const { return pieces.empty(); }
};

struct Parsed {
  Expression relevant, required, read_only, constraint, calculation, choice_filter, first;
  Marked label;
};

struct ParsedGroup {
  Expression relevant, count;
  Marked label;
};

// The names of a choice list in order, to find one by; where a name stands twice the first counts.
struct ListIndex {
  const std::vector<Choice>* list = nullptr;
  std::vector<std::uint32_t> by_name;
  const Choice* find(std::string_view name) const;
};

// The rows of a table in the order of one column.
using TableIndex = std::vector<std::uint32_t>;

struct Vertex {
  enum class Of { group_relevance, instances, relevance, value, state };
  Of of = Of::value;
  std::size_t index = 0;         // of the group or the question
  std::size_t scope = no_group;  // whose rows have it
  std::size_t slot = 0;          // among the vertices of its scope
};

// `vertex` depends, in each row of its scope that has the same instance of `shared` around it.
struct Edge {
  std::size_t vertex = 0;
  std::size_t shared = no_group;
  auto operator<=>(const Edge&) const = default;
};

struct ScopeParts {
  std::vector<std::size_t> questions, groups, repeats, vertices;  // by slot; repeats are among the groups too
  std::size_t places = 0;                                         // questions in a row, repeats within it apart
};

struct Plan : Definition {
  std::map<std::string, std::size_t, std::less<>> question_names, group_names;
  std::vector<Parsed> parsed;              // by question
  std::vector<ParsedGroup> parsed_groups;  // by group
  std::vector<std::size_t> question_scope, question_slot;
  std::vector<std::size_t> group_scope, group_slot, repeat_slot;  // of a repeat: where it stands, not what it holds
  std::vector<std::size_t> question_order, group_order;           // place in the form, both counted together
  std::vector<ScopeParts> scopes;                                 // by scope number
  std::vector<Vertex> vertices;
  std::vector<std::vector<Edge>> dependents;        // by vertex
  std::vector<std::size_t> order;                   // vertices, causes first
  std::vector<std::size_t> rank;                    // by vertex: its place in `order`
  std::vector<std::vector<std::size_t>> triggered;  // by question: the questions that it triggers, in form order
  std::vector<const ListIndex*> list_of;            // by question; nullptr where it has no list
  std::map<std::string, ListIndex, std::less<>> list_indexes;
  std::map<std::pair<const Table*, std::size_t>, TableIndex> table_indexes;

  std::size_t scope_number(std::size_t scope) const { return scope == no_group ? 0 : scope + 1; }
  const ScopeParts& parts(std::size_t scope) const { return scopes[scope_number(scope)]; }
  // The repeats from the outermost down to `scope`.
  const std::vector<std::size_t>& chain(std::size_t scope) const { return chains[scope_number(scope)]; }
  std::vector<std::vector<std::size_t>> chains;  // by scope number

  std::size_t group_vertex(std::size_t g) const { return g; }
  std::size_t instances_vertex(std::size_t g) const { return groups.size() + g; }
  std::size_t relevance_vertex(std::size_t q) const { return 2 * groups.size() + q; }
  std::size_t value_vertex(std::size_t q) const { return 2 * groups.size() + questions.size() + q; }
  std::size_t state_vertex(std::size_t q) const { return 2 * groups.size() + 2 * questions.size() + q; }
  std::size_t vertex_count() const { return 2 * groups.size() + 3 * questions.size(); }

  // Whether a calculated value stays once it is made: by once(), or by a trigger.
  bool is_kept(std::size_t question) const;
  // Whether the engine alone answers a question.
  bool is_computed(std::size_t question) const;
  const std::vector<Choice>& choices_of(std::size_t question) const;
};

// Parses every expression and draws the graph; the form's data must be in. Errors name the question in `where`.
Result<void> complete(Plan& plan);
// The part of it that orders the vertices; cycles are refused.
Result<void> draw(Plan& plan);

}  // namespace karvan::form
