#include <re2/re2.h>

#include <algorithm>

#include "sync/form/expression.h"
#include "sync/form/form.h"
#include "sync/form/functions.h"
#include "sync/form/lexer.h"
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

constexpr std::int64_t pattern_memory_max = 1 << 20;

// Precedence climbing. Terms are written after their arguments, so evaluation is one pass without recursion.
class Parser {
 public:
  Parser(std::vector<Token> tokens, const Names& names) : tokens_(std::move(tokens)), names_(names) {}

  Result<Expression> run() {
    TRY_VOID(operation(1));
    if (peek().kind != Lex::end) return unexpected();
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
        next();
        return add(Term{.kind = Kind::own});
      case Lex::question:
        return answer(next());
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
    TRY_VOID(expect("("));
    TRY(Index inside, operation(1));
    TRY_VOID(expect(")"));
    return inside;
  }

  Result<std::size_t> question_index(std::string_view name, std::size_t at) {
    auto index = names_.question(name);
    if (!index) return broken("unknown_question", name, at);
    out_.reads.push_back(*index);
    return *index;
  }

  Result<Index> answer(const Token& token) {
    TRY(std::size_t index, question_index(token.text, token.at));
    return add(Term{.kind = Kind::answer, .question = index});
  }

  Result<Index> name(const Token& token) {
    if (at_symbol("(")) return call(token);
    if (names_.columns) return add(Term{.kind = Kind::column, .text = token.text});
    return broken("bare_name", token.text, token.at);
  }

  Result<Index> call(const Token& token) {
    const Function* function = function_named(token.text);
    if (!function) return broken("unknown_function", token.text, token.at);
    TRY_VOID(expect("("));
    Term term{.kind = Kind::call, .function = function};
    while (!at_symbol(")")) {
      if (!term.arguments.empty()) TRY_VOID(expect(","));
      TRY(Index argument, operation(1));
      term.arguments.push_back(argument);
    }
    next();
    if (term.arguments.empty() && function->least == 0 && function->most == 1) {  // of the question's own value
      TRY(Index own, add(Term{.kind = Kind::own}));
      term.arguments.push_back(own);
    }
    std::size_t count = term.arguments.size();
    if (count < function->least || count > function->most) return broken("argument_count", token.text, token.at);
    TRY_VOID(prepare(term, token));
    return add(std::move(term));
  }

  // What a function needs to know before it runs: both must be quoted text, so that publishing can check them.
  Result<void> prepare(Term& term, const Token& token) {
    if (token.text != "regex" && token.text != "jr:choice-name") return {};
    const Term& second = out_.terms[term.arguments[1]];
    bool literal = second.kind == Kind::text;
    if (token.text == "regex") {
      if (!literal) return broken("pattern_not_literal", token.text, token.at);
      return compile_pattern(term, second.text, token.at);
    }
    auto marks = literal ? marks_of(second.text) : std::vector<Mark>();
    if (marks.size() != 1) return broken("choice_name_not_literal", token.text, token.at);
    TRY(term.question, question_index(marks[0].name, token.at));
    return {};
  }

  Result<void> compile_pattern(Term& term, const std::string& pattern, std::size_t at) {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(pattern_memory_max);
    auto compiled = std::make_shared<const RE2>(pattern, options);
    if (!compiled->ok()) return broken("pattern", pattern, at);
    term.pattern = std::move(compiled);
    return {};
  }

  std::vector<Token> tokens_;
  const Names& names_;
  std::size_t at_ = 0, depth_ = 0;
  Expression out_;
};

}  // namespace

Result<Expression> parse(std::string_view source, const Names& names) {
  TRY(auto tokens, tokens_of(source));
  return Parser(std::move(tokens), names).run();
}

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
  return parse(source, Names{[&outline](std::string_view name) { return outline.question(name); }, stand.columns});
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
