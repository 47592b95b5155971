#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"
#include "sync/form/form.h"
#include "sync/form/value.h"

namespace re2 {
class RE2;
}

// A parsed expression: terms in an array, each naming its arguments, the root last. Names are resolved where the
// expression stands, so that evaluating it follows rows and looks nothing up by name.
namespace karvan::form {

struct Function;

// What a name or a path means where it stands: the answers to a question, or the instances of a repeat. Scope: the
// repeat (index into Form::groups()) whose instances hold it, no_group outside of all. From the row where the
// expression is computed it goes up to its instance of `shared`, then down to every instance of `scope`; a repeat is in
// its own scope.
struct Ref {
  bool repeat = false;
  std::size_t index = 0;  // of the question, or of the repeat's group
  std::size_t scope = no_group, shared = no_group;
  bool many() const { return scope != shared; }
};

struct Term {
  enum class Kind {
    text,
    number,
    answer,
    repeat,
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
  Ref ref;                                  // of `answer` and `repeat`; of jr:choice-name's second argument
  const Function* function = nullptr;       // of `call`
  std::shared_ptr<const re2::RE2> pattern;  // of regex()
  const Table* table = nullptr;             // of pulldata(); in the definition that was parsed against
  std::size_t key_column = 0, value_column = 0;
  std::vector<std::uint32_t> arguments;
};

// What an expression depends on: a question's value, a repeat's instances, or a repeat's relevance.
struct Read {
  enum class Of { value, instances, relevance };
  Of of = Of::value;
  std::size_t index = 0;
  std::size_t shared = no_group;  // as in Ref
  auto operator<=>(const Read&) const = default;
};

struct Expression {
  std::vector<Term> terms;
  std::vector<Read> reads;  // ascending, each once
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

// Where an expression stands: in a group (no_group: at the top or beside the form), and of a question where it is
// one's. Relevance and count of a group stand in the group around it, and `..` is that group.
inline constexpr std::size_t no_question = static_cast<std::size_t>(-1);
struct Stand {
  std::size_t group = no_group;
  std::size_t question = no_question;
  bool columns = false;  // bare names are columns of a choice: in a choice_filter
};

// Refused as expression_broken, args `token`, `at` (byte offset) and `what`, one of: unexpected, ended, unclosed_text,
// unclosed_name, unknown_question, unknown_function, refused_function, argument_count, bare_name, path, predicate,
// outside (a path that leaves the form), no_repeat (something that does not repeat, where a repeat must stand),
// no_value (a group or repeat where an answer must), no_own ("." where there is no question), pattern,
// pattern_not_literal, choice_name_not_literal, table_not_literal, unknown_table, unknown_column, too_long, too_deep.
Result<Expression> parse(std::string_view source, const Outline& outline, Stand stand);

// The `${name}` marks of a label, in order: (offset, size, name) each.
struct Mark {
  std::size_t at = 0, size = 0;
  std::string name;
};
std::vector<Mark> marks_of(std::string_view text);

}  // namespace karvan::form
