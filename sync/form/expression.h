#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"
#include "sync/form/instance.h"
#include "sync/form/value.h"

namespace re2 {
class RE2;
}

// A parsed expression: terms in an array, each naming its arguments, the root last. Nothing in it loops, so evaluating
// costs one step a term, and each step is linear in texts of at most text_bytes_max.
namespace karvan::form {

struct Function;

struct Term {
  enum class Kind {
    text,
    number,
    answer,
    own,
    column,
    call,
    negate,
    both,
    either,
    equal,
    unequal,
    less,
    less_equal,
    greater,
    greater_equal,
    add,
    subtract,
    multiply,
    divide,
    modulo
  };
  Kind kind = Kind::text;
  std::string text;  // a literal, or a column's name
  double number = 0;
  std::size_t question = 0;                 // of `answer`, and of jr:choice-name's second argument
  const Function* function = nullptr;       // of `call`
  std::shared_ptr<const re2::RE2> pattern;  // of regex()
  std::vector<std::uint32_t> arguments;
};

struct Expression {
  std::vector<Term> terms;
  std::vector<std::size_t> reads;  // questions, ascending, each once
  bool empty() const { return terms.empty(); }
};

// The names of a form, for its expressions. The definition must outlive it and not change; it may be one that
// Form::make would refuse.
class Outline {
 public:
  explicit Outline(const Definition& definition);
  const Definition& definition() const { return *definition_; }
  std::optional<std::size_t> question(std::string_view name) const;
  std::optional<std::size_t> group(std::string_view name) const;

 private:
  const Definition* definition_;
  std::map<std::string_view, std::size_t> questions_, groups_;
};

// Where an expression stands: in a group (no_group: beside the form), and of a question where it is one's.
inline constexpr std::size_t no_question = static_cast<std::size_t>(-1);
struct Stand {
  std::size_t group = no_group;
  std::size_t question = no_question;
  bool columns = false;  // bare names are columns of a choice: in a choice_filter
};

// Refused as expression_broken, args `token`, `at` (byte offset) and `what`, one of: unexpected, ended, unclosed_text,
// unclosed_name, unknown_question, unknown_function, refused_function, argument_count, bare_name, path, predicate,
// outside (a path that leaves the form), no_repeat (a group that does not repeat, where one must), no_own ("." beside
// the form), pattern, pattern_not_literal, choice_name_not_literal, table_not_literal, unknown_table, unknown_column,
// too_long, too_deep.
Result<Expression> parse(std::string_view source, const Outline& outline, Stand stand);

// For whoever has no definition: a form without repeats.
struct Names {
  std::function<std::optional<std::size_t>(std::string_view)> question;  // index of ${name}
  bool columns = false;
};
Result<Expression> parse(std::string_view source, const Names& names);

// The `${name}` marks of a label, in order: (offset, size, name) each.
struct Mark {
  std::size_t at = 0, size = 0;
  std::string name;
};
std::vector<Mark> marks_of(std::string_view text);

// Where an expression is computed.
struct Scope {
  const Plan& plan;
  const Context& context;
  const std::vector<std::string>& answers;  // by question; blank where not relevant
  std::size_t own = 0;                      // the question that the expression belongs to
  std::string_view own_value;
  const Choice* choice = nullptr;
};

// Total: a fault in the data makes NaN or blank, as XPath has it.
Value evaluate(const Expression& expression, const Scope& scope);
// A question's answer as a value: a number where the type is one and the text reads so, else text.
Value typed(const Question& question, std::string_view answer);

}  // namespace karvan::form
