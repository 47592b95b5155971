#include "sync/form/plan.h"

#include <algorithm>
#include <queue>

namespace karvan::form {

const std::vector<Choice>& Plan::choices_of(std::size_t question) const {
  static const std::vector<Choice> none;
  auto found = lists.find(questions[question].list);
  return found == lists.end() ? none : found->second;
}

Names Plan::names(bool columns) const {
  return Names{[this](std::string_view name) -> std::optional<std::size_t> {
                 auto found = question_names.find(name);
                 if (found == question_names.end()) return std::nullopt;
                 return found->second;
               },
               columns};
}

namespace {

Result<Expression> parse_at(const Plan& plan, const std::string& source, std::string_view name, const char* column) {
  if (source.empty()) return Expression{};
  auto parsed = parse(source, plan.names(std::string_view(column) == "choice_filter"));
  if (parsed) return parsed;
  Error error = parsed.error();
  error.args["column"] = column;
  error.where = std::string(name);
  return tl::unexpected<Error>(std::move(error));
}

Result<Parsed> parse_question(const Plan& plan, const Question& q) {
  Parsed out;
  TRY(out.relevant, parse_at(plan, q.binds.relevant, q.name, "relevant"));
  TRY(out.required, parse_at(plan, q.binds.required, q.name, "required"));
  TRY(out.read_only, parse_at(plan, q.binds.read_only, q.name, "read_only"));
  TRY(out.constraint, parse_at(plan, q.binds.constraint, q.name, "constraint"));
  TRY(out.calculation, parse_at(plan, q.binds.calculation, q.name, "calculation"));
  TRY(out.choice_filter, parse_at(plan, q.binds.choice_filter, q.name, "choice_filter"));
  TRY(out.first, parse_at(plan, q.binds.first, q.name, "default"));
  return out;
}

bool reads_own(const Expression& e) {
  return std::any_of(e.terms.begin(), e.terms.end(), [](const Term& t) { return t.kind == Term::Kind::own; });
}

class Drawing {
 public:
  explicit Drawing(Plan& plan) : plan_(plan) { plan_.dependents.assign(plan_.vertex_count(), {}); }

  void draw() {
    for (std::size_t g = 0; g < plan_.groups.size(); ++g) {
      if (plan_.groups[g].group != no_group) edge(plan_.group_vertex(plan_.groups[g].group), plan_.group_vertex(g));
      reads(plan_.group_relevant[g], plan_.group_vertex(g));
    }
    for (std::size_t q = 0; q < plan_.questions.size(); ++q) question(q);
    for (auto& list : plan_.dependents) {
      std::sort(list.begin(), list.end());
      list.erase(std::unique(list.begin(), list.end()), list.end());
    }
  }

 private:
  void edge(std::size_t cause, std::size_t effect) { plan_.dependents[cause].push_back(effect); }
  void reads(const Expression& e, std::size_t effect) {
    for (std::size_t q : e.reads) edge(plan_.value_vertex(q), effect);
  }

  void question(std::size_t q) {
    const Parsed& p = plan_.parsed[q];
    const std::size_t relevance = plan_.relevance_vertex(q), value = plan_.value_vertex(q),
                      state = plan_.state_vertex(q);
    if (plan_.questions[q].group != no_group) edge(plan_.group_vertex(plan_.questions[q].group), relevance);
    reads(p.relevant, relevance);
    edge(relevance, value);
    reads(p.calculation, value);
    // A calculation of its own value would give another result each time; once() is the way to keep one.
    if (reads_own(p.relevant)) edge(value, relevance);
    if (reads_own(p.calculation)) edge(value, value);
    edge(relevance, state);
    edge(value, state);
    for (const Expression* e : {&p.required, &p.read_only, &p.constraint, &p.choice_filter}) reads(*e, state);
    marked(plan_.questions[q].label, state);
  }

  void marked(const Texts& label, std::size_t effect) {
    for (const auto& [language, words] : label) {
      for (const Mark& mark : marks_of(words)) {
        auto found = plan_.question_names.find(mark.name);
        if (found != plan_.question_names.end()) edge(plan_.value_vertex(found->second), effect);
      }
    }
  }

  Plan& plan_;
};

std::string name_of_vertex(const Plan& plan, std::size_t vertex) {
  if (vertex < plan.groups.size()) return plan.groups[vertex].name;
  return plan.questions[(vertex - plan.groups.size()) % plan.questions.size()].name;
}

// Some cycle among the vertices that could not be ordered: each has an unordered cause, so going back from any of them
// must come round.
std::vector<std::string> cycle_names(const Plan& plan, const std::vector<std::size_t>& causes_left) {
  std::vector<std::size_t> cause(plan.vertex_count(), 0);
  std::size_t at = 0;
  for (std::size_t v = 0; v < plan.vertex_count(); ++v) {
    if (causes_left[v] == 0) continue;
    at = v;
    for (std::size_t effect : plan.dependents[v]) cause[effect] = v;
  }
  std::vector<char> seen(plan.vertex_count(), 0);
  while (!seen[at]) {
    seen[at] = 1;
    at = cause[at];
  }
  std::vector<std::string> names;  // each waits for the next, the last for the first
  for (std::size_t v = at; names.empty() || v != at; v = cause[v]) {
    std::string name = name_of_vertex(plan, v);
    if (names.empty() || names.back() != name) names.push_back(std::move(name));
  }
  if (names.size() > 1 && names.back() == names.front()) names.pop_back();
  return names;
}

Result<void> sort_causes_first(Plan& plan) {
  std::vector<std::size_t> causes_left(plan.vertex_count(), 0);
  for (const auto& list : plan.dependents) {
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
    for (std::size_t effect : plan.dependents[v]) {
      if (--causes_left[effect] == 0) ready.push(effect);
    }
  }
  if (plan.order.size() == plan.vertex_count()) return {};
  auto names = cycle_names(plan, causes_left);
  std::string told;
  for (const auto& name : names) told += name + " > ";
  return fail(Code::form_broken, {{"what", "cycle"}, {"cycle", told + names.front()}}, names.front());
}

Result<void> name_everything(Plan& plan) {
  auto taken = [&plan](const std::string& name) {
    return plan.question_names.contains(name) || plan.group_names.contains(name);
  };
  for (std::size_t g = 0; g < plan.groups.size(); ++g) {
    if (taken(plan.groups[g].name)) return fail(Code::form_broken, {{"what", "name_twice"}}, plan.groups[g].name);
    plan.group_names.emplace(plan.groups[g].name, g);
  }
  for (std::size_t q = 0; q < plan.questions.size(); ++q) {
    if (taken(plan.questions[q].name)) return fail(Code::form_broken, {{"what", "name_twice"}}, plan.questions[q].name);
    plan.question_names.emplace(plan.questions[q].name, q);
  }
  return {};
}

bool has_marks(const Texts& texts) {
  return std::any_of(texts.begin(), texts.end(), [](const auto& entry) { return !marks_of(entry.second).empty(); });
}

}  // namespace

Result<void> complete(Plan& plan) {
  TRY_VOID(name_everything(plan));
  for (const Group& group : plan.groups) {
    TRY(auto relevant, parse_at(plan, group.relevant, group.name, "relevant"));
    plan.group_relevant.push_back(std::move(relevant));
  }
  for (const Question& question : plan.questions) {
    TRY(auto parsed, parse_question(plan, question));
    parsed.label_marked = has_marks(question.label);
    plan.parsed.push_back(std::move(parsed));
  }
  Drawing(plan).draw();
  return sort_causes_first(plan);
}

}  // namespace karvan::form
