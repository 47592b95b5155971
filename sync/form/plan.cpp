#include "sync/form/plan.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <tuple>

#include "sync/form/functions.h"
#include "sync/form/paths.h"
#include "sync/form/words.h"

namespace karvan::form {

const Choice* ListIndex::find(std::string_view name) const {
  auto at = std::lower_bound(by_name.begin(), by_name.end(), name,
                             [&](std::uint32_t i, std::string_view n) { return (*list)[i].name < n; });
  return at != by_name.end() && (*list)[*at].name == name ? &(*list)[*at] : nullptr;
}

bool Plan::is_kept(std::size_t q) const {
  const auto& terms = parsed[q].calculation.terms;
  return !questions[q].binds.trigger.empty() || std::any_of(terms.begin(), terms.end(), [](const Term& term) {
    return term.kind == Term::Kind::call && term.function && term.function->name == "once";
  });
}

bool Plan::is_computed(std::size_t q) const {
  const Question& question = questions[q];
  if (!question.meta.empty() || question.type == Type::note) return true;
  return !parsed[q].calculation.empty() && (question.binds.trigger.empty() || question.type == Type::calculate);
}

const std::vector<Choice>& Plan::choices_of(std::size_t question) const {
  static const std::vector<Choice> none;
  const ListIndex* index = list_of[question];
  return index ? *index->list : none;
}

namespace {

class Completing {
 public:
  explicit Completing(Plan& plan) : plan_(plan), outline_(plan) {}

  Result<void> run() {
    TRY_VOID(name_everything());
    lay_out();
    number_parts(plan_.children);
    index_lists();
    for (std::size_t g = 0; g < plan_.groups.size(); ++g) TRY_VOID(group(g));
    for (std::size_t q = 0; q < plan_.questions.size(); ++q) TRY_VOID(question(q));
    return triggers();
  }

 private:
  Result<void> name_everything() {
    auto taken = [this](const std::string& name) {
      return plan_.question_names.contains(name) || plan_.group_names.contains(name);
    };
    for (std::size_t g = 0; g < plan_.groups.size(); ++g) {
      const std::string& name = plan_.groups[g].name;
      if (taken(name)) return fail(Code::form_broken, {{"what", "name_twice"}}, name);
      plan_.group_names.emplace(name, g);
    }
    for (std::size_t q = 0; q < plan_.questions.size(); ++q) {
      const std::string& name = plan_.questions[q].name;
      if (taken(name)) return fail(Code::form_broken, {{"what", "name_twice"}}, name);
      plan_.question_names.emplace(name, q);
    }
    return {};
  }

  // Slots: where a row of each scope keeps what.
  void lay_out() {
    plan_.scopes.resize(plan_.groups.size() + 1);
    plan_.chains.resize(plan_.groups.size() + 1);
    for (std::size_t g = 0; g < plan_.groups.size(); ++g) {
      const std::size_t scope = scope_around(plan_, g);
      ScopeParts& parts = plan_.scopes[plan_.scope_number(scope)];
      plan_.group_scope.push_back(scope);
      plan_.group_slot.push_back(parts.groups.size());
      parts.groups.push_back(g);
      plan_.repeat_slot.push_back(parts.repeats.size());
      if (!plan_.groups[g].repeat) continue;
      parts.repeats.push_back(g);
      plan_.chains[g + 1] = repeats_between(plan_, no_group, g);
    }
    for (std::size_t q = 0; q < plan_.questions.size(); ++q) {
      const std::size_t scope = scope_of_question(plan_, q);
      ScopeParts& parts = plan_.scopes[plan_.scope_number(scope)];
      plan_.question_scope.push_back(scope);
      plan_.question_slot.push_back(parts.questions.size());
      parts.questions.push_back(q);
    }
    plan_.group_order.resize(plan_.groups.size());
    plan_.question_order.resize(plan_.questions.size());
    plan_.list_of.resize(plan_.questions.size());
    plan_.triggered.resize(plan_.questions.size());
  }

  void number_parts(const std::vector<Part>& parts) {
    for (const Part& part : parts) {
      (part.is_group ? plan_.group_order : plan_.question_order)[part.index] = next_order_++;
      if (part.is_group) number_parts(plan_.groups[part.index].children);
    }
  }

  void index_lists() {
    for (const auto& [name, list] : plan_.lists) {
      ListIndex& index = plan_.list_indexes[name];
      index.list = &list;
      index.by_name.resize(list.size());
      std::iota(index.by_name.begin(), index.by_name.end(), 0u);
      std::sort(index.by_name.begin(), index.by_name.end(),
                [&list = list](auto a, auto b) { return std::tie(list[a].name, a) < std::tie(list[b].name, b); });
    }
    for (std::size_t q = 0; q < plan_.questions.size(); ++q) {
      auto found = plan_.list_indexes.find(plan_.questions[q].list);
      if (found != plan_.list_indexes.end()) plan_.list_of[q] = &found->second;
    }
  }

  void index_tables(const Expression& expression) {
    for (const Term& term : expression.terms) {
      if (!term.table) continue;
      TableIndex& index = plan_.table_indexes[{term.table, term.key_column}];
      if (!index.empty()) continue;
      const auto& rows = term.table->rows;
      index.resize(rows.size());
      std::iota(index.begin(), index.end(), 0u);
      std::sort(index.begin(), index.end(), [&](auto a, auto b) {
        return std::tie(rows[a][term.key_column], a) < std::tie(rows[b][term.key_column], b);
      });
    }
  }

  Result<Expression> expression(const std::string& source, Stand stand, std::string_view name, const char* column) {
    if (source.empty()) return Expression{};
    stand.columns = std::string_view(column) == "choice_filter";
    auto parsed = parse(source, outline_, stand);
    if (parsed) {
      index_tables(*parsed);
      return parsed;
    }
    Error error = parsed.error();
    error.args["column"] = column;
    error.where = std::string(name);
    return tl::unexpected<Error>(std::move(error));
  }

  // A name that is no question's fills in nothing.
  Marked marked(const Texts& texts, std::size_t scope) {
    Marked out;
    for (const auto& [language, words] : texts) {
      auto marks = marks_of(words);
      if (marks.empty()) continue;
      auto& pieces = out.pieces[language];
      std::size_t done = 0;
      for (const Mark& mark : marks) {
        auto question = outline_.question(mark.name);
        pieces.push_back({words.substr(done, mark.at - done),
                          question ? std::optional(question_from(plan_, *question, scope)) : std::nullopt});
        done = mark.at + mark.size;
      }
      pieces.push_back({words.substr(done), std::nullopt});
    }
    return out;
  }

  Result<void> group(std::size_t g) {
    const Group& group = plan_.groups[g];
    const Stand stand{group.group, no_question};
    ParsedGroup out;
    TRY(out.relevant, expression(group.relevant, stand, group.name, "relevant"));
    TRY(out.count, expression(group.repeat_count, stand, group.name, "repeat_count"));
    out.label = marked(group.label, repeat_around(plan_, g));
    plan_.parsed_groups.push_back(std::move(out));
    return {};
  }

  Result<void> question(std::size_t q) {
    const Question& question = plan_.questions[q];
    const Stand stand{question.group, q};
    Parsed out;
    TRY(out.relevant, expression(question.binds.relevant, stand, question.name, "relevant"));
    TRY(out.required, expression(question.binds.required, stand, question.name, "required"));
    TRY(out.read_only, expression(question.binds.read_only, stand, question.name, "read_only"));
    TRY(out.constraint, expression(question.binds.constraint, stand, question.name, "constraint"));
    TRY(out.calculation, expression(question.binds.calculation, stand, question.name, "calculation"));
    TRY(out.choice_filter, expression(question.binds.choice_filter, stand, question.name, "choice_filter"));
    TRY(out.first, expression(question.binds.first, stand, question.name, "default"));
    out.label = marked(question.label, plan_.question_scope[q]);
    plan_.parsed.push_back(std::move(out));
    return {};
  }

  Result<void> triggers() {
    for (std::size_t q = 0; q < plan_.questions.size(); ++q) {
      const std::string& own = plan_.questions[q].name;
      std::set<std::size_t> causes;
      for (std::string_view name : split(plan_.questions[q].binds.trigger)) {
        auto cause = outline_.question(name);
        if (!cause) return fail(Code::form_broken, {{"what", "unknown_trigger"}, {"token", std::string(name)}}, own);
        if (*cause == q) return fail(Code::form_broken, {{"what", "cycle"}, {"cycle", own + " > " + own}}, own);
        causes.insert(*cause);
      }
      for (std::size_t cause : causes) plan_.triggered[cause].push_back(q);
    }
    return {};
  }

  Plan& plan_;
  Outline outline_;
  std::size_t next_order_ = 0;
};

}  // namespace

Result<void> complete(Plan& plan) {
  TRY_VOID(Completing(plan).run());
  return draw(plan);
}

}  // namespace karvan::form
