#include <algorithm>

#include "sync/form/arguments.h"
#include "sync/form/expression.h"
#include "sync/form/form.h"
#include "sync/form/functions.h"
#include "sync/form/lexer.h"
#include "sync/form/paths.h"
#include "sync/form/words.h"

namespace karvan::form {

namespace {

using Kind = Term::Kind;
using Lex = Token::Kind;

struct Operator {
  std::string_view symbol;
  Kind kind;
  int binds;  // XPath 1.0 section 3.5: the higher, the tighter
};
constexpr Operator operators[] = {
    {"or", Kind::either, 1},  {"and", Kind::both, 2},      {"=", Kind::equal, 3},    {"!=", Kind::unequal, 3},
    {"<", Kind::less, 4},     {"<=", Kind::less_equal, 4}, {">", Kind::greater, 4},  {">=", Kind::greater_equal, 4},
    {"+", Kind::add, 5},      {"-", Kind::subtract, 5},    {"*", Kind::multiply, 6}, {"div", Kind::divide, 6},
    {"mod", Kind::modulo, 6},
};
constexpr int unary_binds = 7;

const Operator* operator_of(const Token& token) {
  if (token.kind != Lex::symbol) return nullptr;
  for (const Operator& o : operators) {
    if (o.symbol == token.text) return &o;
  }
  return nullptr;
}

// Precedence climbing. Terms are written after their arguments.
class Parser {
 public:
  Parser(std::vector<Token> tokens, const Outline& outline, Stand stand)
      : tokens_(std::move(tokens)),
        outline_(outline),
        form_(outline.definition()),
        stand_(stand),
        scope_(repeat_around(form_, stand.group)) {}

  Result<Expression> run() {
    TRY(Index root, operation(1));
    if (peek().kind != Lex::end) return unexpected();
    TRY_VOID(only_values(out_, root, form_));
    auto& reads = out_.reads;
    std::sort(reads.begin(), reads.end());
    reads.erase(std::unique(reads.begin(), reads.end()), reads.end());
    return std::move(out_);
  }

 private:
  using Index = std::uint32_t;

  const Token& peek() const { return tokens_[at_]; }
  const Token& next() { return tokens_[at_++]; }
  bool at_symbol(std::string_view symbol) const { return peek().kind == Lex::symbol && peek().text == symbol; }
  tl::unexpected<Error> unexpected() const {
    return broken(peek().kind == Lex::end ? "ended" : "unexpected", peek().text, peek().at);
  }
  Result<void> expect(std::string_view symbol) {
    if (!at_symbol(symbol)) return unexpected();
    next();
    return {};
  }

  Result<Index> add(Term term) {
    if (out_.terms.size() == expression_nodes_max) {
      return broken("too_long", std::to_string(expression_nodes_max), peek().at);
    }
    out_.terms.push_back(std::move(term));
    return static_cast<Index>(out_.terms.size() - 1);
  }

  Result<Index> operation(int least) {
    if (++depth_ > expression_depth_max) return broken("too_deep", std::to_string(expression_depth_max), peek().at);
    TRY(Index left, operand());
    const Operator* o;
    while ((o = operator_of(peek())) && o->binds >= least) {
      next();
      TRY(Index right, operation(o->binds + 1));
      TRY(left, add(Term{.kind = o->kind, .arguments = {left, right}}));
    }
    --depth_;
    return left;
  }

  Result<Index> operand() {
    switch (peek().kind) {
      case Lex::number:
        return add(Term{.kind = Kind::number, .number = parse_number(next().text)});
      case Lex::text:
        return add(Term{.kind = Kind::text, .text = next().text});
      case Lex::own:
      case Lex::parent:
        return path(next());
      case Lex::question:
        return named(next());
      case Lex::name:
        return name(next());
      default:
        break;
    }
    if (at_symbol("-")) {
      next();
      TRY(Index of, operation(unary_binds));
      return add(Term{.kind = Kind::negate, .arguments = {of}});
    }
    if (at_symbol("/")) return broken("path", "/", peek().at);
    TRY_VOID(expect("("));
    TRY(Index inside, operation(1));
    TRY_VOID(expect(")"));
    return inside;
  }

  Result<Index> refer(const Ref& ref) {
    add_reads(form_, ref, out_.reads);
    return add(Term{.kind = ref.repeat ? Kind::repeat : Kind::answer, .ref = ref});
  }

  Result<Index> named(const Token& token) {
    TRY(Ref ref, named_from(outline_, token.text, scope_, token.at));
    if (!at_symbol("/")) return refer(ref);
    return steps(Walk(form_, ref), token);
  }

  // In a choice_filter a path would start at the choice; current() is the question there.
  Result<Index> path(const Token& first) {
    if (stand_.columns) return broken("path", first.text, first.at);
    Walk walk(form_, stand_);
    if (first.kind == Lex::parent && !walk.up()) return broken("outside", first.text, first.at);
    if (first.kind == Lex::own && !at_symbol("/")) return own(first);
    return steps(walk, first);
  }

  Result<Index> own(const Token& token) {
    if (stand_.question == no_question) return broken("no_own", token.text, token.at);
    return add(Term{.kind = Kind::own});
  }

  Result<Index> steps(Walk walk, const Token& first) {
    while (at_symbol("/")) {
      next();
      const Token& step = next();
      if (step.kind == Lex::parent) {
        if (!walk.up()) return broken("outside", step.text, step.at);
      } else if (step.kind == Lex::name) {
        if (!walk.down(step.text)) return broken("unknown_question", step.text, step.at);
      } else if (step.kind != Lex::own) {
        return broken("path", step.text, step.at);
      }
    }
    auto ref = walk.reached();
    if (!ref) return broken("no_value", first.text, first.at);
    return refer(*ref);
  }

  Result<Index> name(const Token& token) {
    if (at_symbol("(")) return call(token);
    if (stand_.columns && !at_symbol("/")) return add(Term{.kind = Kind::column, .text = token.text});
    return broken(at_symbol("/") ? "path" : "bare_name", token.text, token.at);
  }

  Result<Index> current(const Token& token) {
    TRY_VOID(expect("("));
    TRY_VOID(expect(")"));
    return at_symbol("/") ? steps(Walk(form_, stand_), token) : own(token);
  }

  Result<Index> call(const Token& token) {
    if (token.text == "current") return current(token);
    const Function* function = function_named(token.text);
    if (!function) {
      return broken(is_refused_function(token.text) ? "refused_function" : "unknown_function", token.text, token.at);
    }
    TRY_VOID(expect("("));
    Term term{.kind = Kind::call, .function = function};
    while (!at_symbol(")")) {
      if (!term.arguments.empty()) TRY_VOID(expect(","));
      TRY(Index argument, operation(1));
      term.arguments.push_back(argument);
    }
    next();
    if (term.arguments.empty() && function->own_by_default) {
      TRY(Index value, own(token));
      term.arguments.push_back(value);
    }
    std::size_t count = term.arguments.size();
    bool fits = count >= function->least && count <= function->most;
    if (function->pairs_after < count && (count - function->pairs_after) % 2 != 0) fits = false;
    if (!fits) return broken("argument_count", token.text, token.at);
    TRY_VOID(prepare(term, out_, outline_, scope_, token));
    return add(std::move(term));
  }

  std::vector<Token> tokens_;
  const Outline& outline_;
  const Definition& form_;
  Stand stand_;
  std::size_t scope_;
  std::size_t at_ = 0, depth_ = 0;
  Expression out_;
};

}  // namespace

Outline::Outline(const Definition& definition) : definition_(&definition) {
  for (std::size_t q = 0; q < definition.questions.size(); ++q) questions_.emplace(definition.questions[q].name, q);
  for (std::size_t g = 0; g < definition.groups.size(); ++g) groups_.emplace(definition.groups[g].name, g);
}

std::optional<std::size_t> Outline::question(std::string_view name) const {
  auto found = questions_.find(name);
  return found == questions_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::size_t> Outline::group(std::string_view name) const {
  auto found = groups_.find(name);
  return found == groups_.end() ? std::nullopt : std::optional(found->second);
}

Result<Expression> parse(std::string_view source, const Outline& outline, Stand stand) {
  TRY(auto tokens, tokens_of(source));
  return Parser(std::move(tokens), outline, stand).run();
}

std::vector<Mark> marks_of(std::string_view text) {
  std::vector<Mark> marks;
  for (std::size_t at = 0; (at = text.find("${", at)) != std::string_view::npos;) {
    auto end = text.find('}', at);
    if (end == std::string_view::npos) break;
    marks.push_back({at, end - at + 1, std::string(trimmed(text.substr(at + 2, end - at - 2)))});
    at = end + 1;
  }
  return marks;
}

}  // namespace karvan::form
