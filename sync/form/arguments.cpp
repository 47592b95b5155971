#include "sync/form/arguments.h"

#include <re2/re2.h>

#include <algorithm>
#include <utility>

#include "sync/form/form.h"
#include "sync/form/functions.h"
#include "sync/form/paths.h"

namespace karvan::form {
namespace {

using Kind = Term::Kind;

constexpr std::int64_t pattern_memory_max = 1 << 20;

// A call that is being read.
struct NewCall {
  Term& term;
  Expression& expression;
  const Outline& outline;
  std::size_t scope;
  const Token& token;

  Term& argument(std::size_t i) const { return expression.terms[term.arguments[i]]; }
  const Definition& form() const { return outline.definition(); }
  tl::unexpected<Error> refused(std::string_view what) const { return broken(what, token.text, token.at); }
};

// regex()
Result<void> prepare_pattern(const NewCall& call) {
  const Term& literal = call.argument(1);
  if (literal.kind != Kind::text) return call.refused("pattern_not_literal");
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(pattern_memory_max);
  auto compiled = std::make_shared<const RE2>(literal.text, options);
  if (!compiled->ok()) return broken("pattern", literal.text, call.token.at);
  call.term.pattern = std::move(compiled);
  return {};
}

Result<void> prepare_choice_name(const NewCall& call) {
  const Term& second = call.argument(1);
  auto marks = second.kind == Kind::text ? marks_of(second.text) : std::vector<Mark>();
  if (marks.size() != 1) return call.refused("choice_name_not_literal");
  TRY(call.term.ref, named_from(call.outline, marks[0].name, call.scope, call.token.at));
  if (call.term.ref.repeat) return broken("no_value", marks[0].name, call.token.at);
  return {};
}

Result<void> prepare_table(const NewCall& call) {
  for (std::size_t i = 0; i < 3; ++i) {
    if (call.argument(i).kind != Kind::text) return call.refused("table_not_literal");
  }
  auto table = call.form().tables.find(call.argument(0).text);
  if (table == call.form().tables.end()) return broken("unknown_table", call.argument(0).text, call.token.at);
  call.term.table = &table->second;
  for (auto [i, column] : {std::pair(1, &call.term.value_column), std::pair(2, &call.term.key_column)}) {
    const auto& columns = call.term.table->columns;
    const std::string& name = call.argument(static_cast<std::size_t>(i)).text;
    auto found = std::find(columns.begin(), columns.end(), name);
    if (found == columns.end()) return broken("unknown_column", name, call.token.at);
    *column = static_cast<std::size_t>(found - columns.begin());
  }
  return {};
}

// The position of the instance that the expression stands in, or that it is told to look at.
Result<void> prepare_position(const NewCall& call) {
  const Definition& form = call.form();
  Ref& ref = call.argument(0).ref;
  if (call.argument(0).kind != Kind::repeat) return call.refused("no_repeat");
  const bool inside = common_scope(form, ref.scope, call.scope) == ref.scope;
  if (inside) ref.shared = ref.scope;
  const std::size_t around = scope_around(form, ref.scope);
  call.expression.reads.push_back({Read::Of::instances, ref.scope, common_scope(form, around, ref.shared)});
  return {};
}

// From the innermost instance that the expression shares with the answer and that no index chooses.
Result<void> prepare_indexed(const NewCall& call) {
  const Definition& form = call.form();
  Term& target = call.argument(0);
  if (target.kind != Kind::answer) return call.refused("no_value");
  std::size_t shared = common_scope(form, target.ref.scope, call.scope);
  for (std::size_t i = 1; i < call.term.arguments.size(); i += 2) {
    const Term& repeat = call.argument(i);
    if (repeat.kind != Kind::repeat) return call.refused("no_repeat");
    const std::size_t scope = repeat.ref.scope;
    if (common_scope(form, scope, target.ref.scope) != scope) return call.refused("no_repeat");
    shared = common_scope(form, shared, scope_around(form, scope));
  }
  target.ref.shared = shared;
  add_reads(form, target.ref, call.expression.reads);
  return {};
}

}  // namespace

Result<void> prepare(Term& call, Expression& expression, const Outline& outline, std::size_t scope,
                     const Token& token) {
  const NewCall whole{call, expression, outline, scope, token};
  const std::string& name = token.text;
  if (name == "regex") return prepare_pattern(whole);
  if (name == "jr:choice-name") return prepare_choice_name(whole);
  if (name == "pulldata") return prepare_table(whole);
  if (name == "position") return prepare_position(whole);
  if (name == "indexed-repeat") return prepare_indexed(whole);
  return {};
}

Result<void> only_values(const Expression& expression, std::uint32_t root, const Definition& form) {
  const Term* bare = expression.terms[root].kind == Kind::repeat ? &expression.terms[root] : nullptr;
  for (const Term& term : expression.terms) {
    for (std::size_t i = 0; i < term.arguments.size() && !bare; ++i) {
      const bool taken = term.kind == Kind::call && term.function->takes_repeat && term.function->takes_repeat(i);
      if (expression.terms[term.arguments[i]].kind == Kind::repeat && !taken)
        bare = &expression.terms[term.arguments[i]];
    }
  }
  if (!bare) return {};
  return broken("no_value", form.groups[bare->ref.index].name, 0);
}

}  // namespace karvan::form
