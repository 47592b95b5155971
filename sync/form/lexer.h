#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"

// The tokens of an XPath expression as XLSForm writes it: XPath 1.0 section 3.7, and `${name}`.
namespace karvan::form {

struct Token {
  enum class Kind {
    end,
    number,    // text holds the digits
    text,      // a quoted literal, without its quotes
    question,  // ${name}: text holds the name
    own,       // .
    parent,    // ..
    name,      // a bare name, of a function or of a choice's column
    symbol,    // ( ) , / + - * = != < <= > >= and the words and, or, div, mod in an operator's place
  };
  Kind kind = Kind::end;
  std::string text;
  std::size_t at = 0;  // byte offset in the source
};

// The tokens, `end` last. Error expression_broken with args `what` (see expression.h), `token` and `at`.
Result<std::vector<Token>> tokens_of(std::string_view source);

// The one way that an expression is refused.
tl::unexpected<Error> broken(std::string_view what, std::string_view token, std::size_t at);

}  // namespace karvan::form
