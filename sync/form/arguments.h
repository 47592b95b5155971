#pragma once
#include <cstddef>
#include <cstdint>

#include "sync/form/expression.h"
#include "sync/form/lexer.h"

// What functions have to know of their arguments before they run, so that publishing can check it.
namespace karvan::form {

// `call` is no term of the expression yet; its arguments are. `scope`: where the expression stands, as in Ref; `token`:
// the function's name.
Result<void> prepare(Term& call, Expression& expression, const Outline& outline, std::size_t scope, const Token& token);

// A repeat has no answer of its own: only some functions take one. `root`: the term that all comes to.
Result<void> only_values(const Expression& expression, std::uint32_t root, const Definition& form);

}  // namespace karvan::form
