#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "sync/form/expression.h"

// Names and paths of a form, resolved without its answers.
namespace karvan::form {

// The innermost repeat at or around a group; no_group where there is none.
std::size_t repeat_around(const Definition& definition, std::size_t group);
// The scope of what stands around a repeat.
std::size_t scope_around(const Definition& definition, std::size_t repeat);
std::size_t scope_of_question(const Definition& definition, std::size_t question);
// The innermost scope that two scopes share.
std::size_t common_scope(const Definition& definition, std::size_t a, std::size_t b);
// The repeats from below `shared` down to `scope`, outermost first.
std::vector<std::size_t> repeats_between(const Definition& definition, std::size_t shared, std::size_t scope);

// ${name} from an expression in `scope`: a question, or a repeat.
Ref question_from(const Definition& definition, std::size_t question, std::size_t scope);
Ref repeat_from(const Definition& definition, std::size_t repeat, std::size_t scope);
// Either; what has no value is refused, naming the place `at` in the source.
Result<Ref> named_from(const Outline& outline, std::string_view name, std::size_t scope, std::size_t at);
// What a reference depends on is added to `reads`.
void add_reads(const Definition& definition, const Ref& ref, std::vector<Read>& reads);

// Walks a relative path, a step at a time.
class Walk {
 public:
  // From where the expression stands, or from what ${name} means.
  Walk(const Definition& definition, Stand stand);
  Walk(const Definition& definition, const Ref& from);
  bool up();  // false where that leaves the form
  bool down(std::string_view name);
  // Nothing where it ended at a group that does not repeat, or at the form itself.
  std::optional<Ref> reached() const;

 private:
  const Definition& definition_;
  static constexpr std::size_t nameless = no_question - 1;  // what stands in a group and is no question
  std::size_t question_ = no_question, group_ = no_group;   // where it is: a question in a group, or a group
  std::size_t scope_, shared_;
};

}  // namespace karvan::form
