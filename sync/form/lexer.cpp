#include "sync/form/lexer.h"

#include "sync/form/form.h"
#include "sync/form/value.h"
#include "sync/form/words.h"

namespace karvan::form {

tl::unexpected<Error> broken(std::string_view what, std::string_view token, std::size_t at) {
  return fail(Code::expression_broken,
              {{"what", std::string(what)}, {"token", std::string(token)}, {"at", std::to_string(at)}});
}

namespace {

using Lex = Token::Kind;

// XML names: letters, underscore and every byte beyond ASCII; then also digits, point, dash, and the colon of jr:.
bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool in_name(char c) { return starts_name(c) || is_digit(c) || c == '-' || c == '.' || c == ':'; }

class Lexer {
 public:
  explicit Lexer(std::string_view source) : source_(source) {}

  Result<std::vector<Token>> run() {
    while (skip_blanks(), at_ < source_.size()) TRY_VOID(one());
    push(Lex::end, "", at_);
    return std::move(tokens_);
  }

 private:
  void skip_blanks() {
    while (at_ < source_.size() && is_blank(source_[at_])) ++at_;
  }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0'; }
  void push(Lex kind, std::string_view text, std::size_t at) { tokens_.push_back({kind, std::string(text), at}); }

  // After an operand a name is an operator (XPath 1.0 section 3.7).
  bool after_operand() const {
    if (tokens_.empty()) return false;
    const Token& last = tokens_.back();
    return last.kind != Lex::symbol || last.text == ")";
  }

  Result<void> one() {
    char c = peek();
    if (c == '\'' || c == '"') return quoted(c);
    if (c == '$') return question();
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number();
    if (starts_name(c)) return name();
    if (c == '.') return dots();
    return symbol();
  }

  Result<void> quoted(char quote) {
    auto end = source_.find(quote, at_ + 1);
    if (end == std::string_view::npos) return broken("unclosed_text", source_.substr(at_, 20), at_);
    push(Lex::text, source_.substr(at_ + 1, end - at_ - 1), at_);
    at_ = end + 1;
    return {};
  }

  Result<void> question() {
    auto end = source_.find('}', at_);
    if (peek(1) != '{' || end == std::string_view::npos) return broken("unclosed_name", source_.substr(at_, 20), at_);
    push(Lex::question, trimmed(source_.substr(at_ + 2, end - at_ - 2)), at_);
    at_ = end + 1;
    return {};
  }

  Result<void> number() {
    std::size_t start = at_;
    while (is_digit(peek())) ++at_;
    if (peek() == '.') ++at_;
    while (is_digit(peek())) ++at_;
    push(Lex::number, source_.substr(start, at_ - start), start);
    return {};
  }

  Result<void> name() {
    std::size_t start = at_;
    while (at_ < source_.size() && in_name(source_[at_])) ++at_;
    auto word = source_.substr(start, at_ - start);
    bool is_operator = after_operand() && (word == "and" || word == "or" || word == "div" || word == "mod");
    push(is_operator ? Lex::symbol : Lex::name, word, start);
    return {};
  }

  Result<void> dots() {
    const bool two = peek(1) == '.';
    push(two ? Lex::parent : Lex::own, source_.substr(at_, two ? 2 : 1), at_);
    at_ += two ? 2 : 1;
    return {};
  }

  Result<void> symbol() {
    auto two = source_.substr(at_, 2);
    std::size_t size = two == "!=" || two == "<=" || two == ">=" ? 2 : 1;
    auto text = source_.substr(at_, size);
    if (text == "[" || text == "]") return broken("predicate", text, at_);
    if (text == "|" || text == "@" || two == "//") return broken("path", text, at_);
    if (size == 1 && std::string_view("(),/+-*=<>").find(text[0]) == std::string_view::npos) {
      return broken("unexpected", text, at_);
    }
    push(Lex::symbol, text, at_);
    at_ += size;
    return {};
  }

  std::string_view source_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

Result<std::vector<Token>> tokens_of(std::string_view source) {
  if (source.size() > expression_bytes_max) return broken("too_long", std::to_string(expression_bytes_max), 0);
  return Lexer(source).run();
}

}  // namespace karvan::form
