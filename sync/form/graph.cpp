#include <algorithm>
#include <queue>

#include "sync/form/paths.h"
#include "sync/form/plan.h"

// The graph of a form: an edge from each thing computed to those that read it.
namespace karvan::form {

namespace {

using Of = Vertex::Of;

class Drawing {
 public:
  explicit Drawing(Plan& plan) : plan_(plan) { plan_.dependents.assign(plan_.vertex_count(), {}); }

  // `before`: what must come earlier though it is no cause.
  std::vector<std::vector<std::size_t>> draw() {
    before_.assign(plan_.vertex_count(), {});
    number_vertices();
    for (std::size_t g = 0; g < plan_.groups.size(); ++g) group(g);
    for (std::size_t q = 0; q < plan_.questions.size(); ++q) question(q);
    for (auto& list : plan_.dependents) {
      std::sort(list.begin(), list.end());
      list.erase(std::unique(list.begin(), list.end()), list.end());
    }
    return std::move(before_);
  }

 private:
  void number_vertices() {
    const std::size_t groups = plan_.groups.size(), questions = plan_.questions.size();
    for (std::size_t g = 0; g < groups; ++g) add(Of::group_relevance, g, plan_.group_scope[g]);
    for (std::size_t g = 0; g < groups; ++g) add(Of::instances, g, plan_.group_scope[g]);
    for (Of of : {Of::relevance, Of::value, Of::state}) {
      for (std::size_t q = 0; q < questions; ++q) add(of, q, plan_.question_scope[q]);
    }
  }

  void add(Of of, std::size_t index, std::size_t scope) {
    auto& slots = plan_.scopes[plan_.scope_number(scope)].vertices;
    plan_.vertices.push_back({of, index, scope, slots.size()});
    slots.push_back(plan_.vertices.size() - 1);
  }

  void edge(std::size_t cause, std::size_t effect, std::size_t shared) {
    plan_.dependents[cause].push_back({effect, shared});
  }
  void reads(const Expression& e, std::size_t effect) {
    for (const Read& read : e.reads) {
      const std::size_t cause = read.of == Read::Of::value       ? plan_.value_vertex(read.index)
                                : read.of == Read::Of::instances ? plan_.instances_vertex(read.index)
                                                                 : plan_.group_vertex(read.index);
      edge(cause, effect, read.shared);
    }
  }

  // What stands in a group depends on its relevance, and in a repeat is there only once its instances are.
  void inside(std::size_t group, std::size_t vertex) {
    if (group == no_group) return;
    edge(plan_.group_vertex(group), vertex, plan_.group_scope[group]);
    const std::size_t repeat = repeat_around(plan_, group);
    if (repeat != no_group) before_[plan_.instances_vertex(repeat)].push_back(vertex);
  }

  void group(std::size_t g) {
    inside(plan_.groups[g].group, plan_.group_vertex(g));
    reads(plan_.parsed_groups[g].relevant, plan_.group_vertex(g));
    const std::size_t around = repeat_around(plan_, plan_.groups[g].group);
    if (around != no_group) before_[plan_.instances_vertex(around)].push_back(plan_.instances_vertex(g));
    reads(plan_.parsed_groups[g].count, plan_.instances_vertex(g));
  }

  static bool reads_own(const Expression& e) {
    return std::any_of(e.terms.begin(), e.terms.end(), [](const Term& t) { return t.kind == Term::Kind::own; });
  }

  void question(std::size_t q) {
    const Parsed& p = plan_.parsed[q];
    const std::size_t scope = plan_.question_scope[q];
    const std::size_t relevance = plan_.relevance_vertex(q), value = plan_.value_vertex(q),
                      state = plan_.state_vertex(q);
    inside(plan_.questions[q].group, relevance);
    reads(p.relevant, relevance);
    edge(relevance, value, scope);
    const bool triggered = !plan_.questions[q].binds.trigger.empty();
    if (!triggered) reads(p.calculation, value);
    // A calculation of its own value would give another result each time; once() is the way to keep one.
    if (reads_own(p.relevant)) edge(value, relevance, scope);
    if (reads_own(p.calculation) && !triggered) edge(value, value, scope);
    edge(relevance, state, scope);
    edge(value, state, scope);
    for (const Expression* e : {&p.required, &p.read_only, &p.constraint, &p.choice_filter}) reads(*e, state);
    std::vector<Read> marks;
    for (const auto& [language, pieces] : p.label.pieces) {
      for (const auto& piece : pieces) {
        if (piece.ref) add_reads(plan_, *piece.ref, marks);
      }
    }
    reads(Expression{{}, std::move(marks)}, state);
  }

  Plan& plan_;
  std::vector<std::vector<std::size_t>> before_;
};

using Adjacent = std::vector<std::vector<std::size_t>>;

Adjacent all_edges(const Plan& plan, Adjacent before) {
  for (std::size_t v = 0; v < plan.vertex_count(); ++v) {
    for (const Edge& edge : plan.dependents[v]) before[v].push_back(edge.vertex);
    std::sort(before[v].begin(), before[v].end());
    before[v].erase(std::unique(before[v].begin(), before[v].end()), before[v].end());
  }
  return before;
}

const std::string& name_of_vertex(const Plan& plan, std::size_t v) {
  const Vertex& vertex = plan.vertices[v];
  const bool group = vertex.of == Of::group_relevance || vertex.of == Of::instances;
  return group ? plan.groups[vertex.index].name : plan.questions[vertex.index].name;
}

// Some cycle among the vertices that could not be ordered: each has an unordered cause, so going back from any of them
// must come round.
std::vector<std::string> cycle_names(const Plan& plan, const Adjacent& edges,
                                     const std::vector<std::size_t>& causes_left) {
  std::vector<std::size_t> cause(plan.vertex_count(), 0);
  std::size_t at = 0;
  for (std::size_t v = 0; v < plan.vertex_count(); ++v) {
    if (causes_left[v] == 0) continue;
    at = v;
    for (std::size_t effect : edges[v]) cause[effect] = v;
  }
  std::vector<char> seen(plan.vertex_count(), 0);
  while (!seen[at]) {
    seen[at] = 1;
    at = cause[at];
  }
  std::vector<std::string> names;  // each waits for the next, the last for the first
  for (std::size_t v = at; names.empty() || v != at; v = cause[v]) {
    const std::string& name = name_of_vertex(plan, v);
    if (names.empty() || names.back() != name) names.push_back(name);
  }
  if (names.size() > 1 && names.back() == names.front()) names.pop_back();
  return names;
}

Result<void> sort_causes_first(Plan& plan, const Adjacent& edges) {
  std::vector<std::size_t> causes_left(plan.vertex_count(), 0);
  for (const auto& list : edges) {
    for (std::size_t effect : list) ++causes_left[effect];
  }
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
  for (std::size_t v = 0; v < plan.vertex_count(); ++v) {
    if (causes_left[v] == 0) ready.push(v);
  }
  plan.rank.assign(plan.vertex_count(), 0);
  while (!ready.empty()) {
    std::size_t v = ready.top();
    ready.pop();
    plan.rank[v] = plan.order.size();
    plan.order.push_back(v);
    for (std::size_t effect : edges[v]) {
      if (--causes_left[effect] == 0) ready.push(effect);
    }
  }
  if (plan.order.size() == plan.vertex_count()) return {};
  auto names = cycle_names(plan, edges, causes_left);
  std::string told;
  for (const auto& name : names) told += name + " > ";
  return fail(Code::form_broken, {{"what", "cycle"}, {"cycle", told + names.front()}}, names.front());
}

}  // namespace

Result<void> draw(Plan& plan) {
  auto before = Drawing(plan).draw();
  return sort_causes_first(plan, all_edges(plan, std::move(before)));
}

}  // namespace karvan::form
