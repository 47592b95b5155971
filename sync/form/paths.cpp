#include "sync/form/paths.h"

#include <algorithm>

#include "sync/form/lexer.h"

namespace karvan::form {

std::size_t repeat_around(const Definition& d, std::size_t group) {
  while (group != no_group && !d.groups[group].repeat) group = d.groups[group].group;
  return group;
}

std::size_t scope_around(const Definition& d, std::size_t repeat) { return repeat_around(d, d.groups[repeat].group); }

std::size_t scope_of_question(const Definition& d, std::size_t question) {
  return repeat_around(d, d.questions[question].group);
}

std::size_t common_scope(const Definition& d, std::size_t a, std::size_t b) {
  // A group stands after the group around it, so the later of two different scopes is never around the other.
  while (a != b) {
    std::size_t& inner = b == no_group || (a != no_group && a > b) ? a : b;
    inner = scope_around(d, inner);
  }
  return a;
}

std::vector<std::size_t> repeats_between(const Definition& d, std::size_t shared, std::size_t scope) {
  std::vector<std::size_t> out;
  for (; scope != shared && scope != no_group; scope = scope_around(d, scope)) out.insert(out.begin(), scope);
  return out;
}

Ref question_from(const Definition& d, std::size_t question, std::size_t scope) {
  const std::size_t own = scope_of_question(d, question);
  return {false, question, own, common_scope(d, own, scope)};
}

Ref repeat_from(const Definition& d, std::size_t repeat, std::size_t scope) {
  return {true, repeat, repeat, common_scope(d, scope_around(d, repeat), scope)};
}

Result<Ref> named_from(const Outline& outline, std::string_view name, std::size_t scope, std::size_t at) {
  if (auto question = outline.question(name)) return question_from(outline.definition(), *question, scope);
  auto group = outline.group(name);
  if (!group) return broken("unknown_question", name, at);
  if (!outline.definition().groups[*group].repeat) return broken("no_value", name, at);
  return repeat_from(outline.definition(), *group, scope);
}

void add_reads(const Definition& d, const Ref& ref, std::vector<Read>& reads) {
  if (!ref.repeat) reads.push_back({Read::Of::value, ref.index, ref.shared});
  for (std::size_t repeat : repeats_between(d, ref.shared, ref.scope)) {
    reads.push_back({Read::Of::instances, repeat, ref.shared});
    if (ref.repeat) reads.push_back({Read::Of::relevance, repeat, ref.shared});
  }
}

Walk::Walk(const Definition& definition, Stand stand)
    : definition_(definition),
      question_(stand.question == no_question ? nameless : stand.question),
      group_(stand.group) {
  scope_ = shared_ = repeat_around(definition, stand.group);
}

Walk::Walk(const Definition& definition, const Ref& from)
    : definition_(definition), scope_(from.scope), shared_(from.shared) {
  question_ = from.repeat ? no_question : from.index;
  group_ = from.repeat ? from.index : definition.questions[from.index].group;
}

bool Walk::up() {
  if (question_ != no_question) {
    question_ = no_question;
    return true;
  }
  if (group_ == no_group) return false;
  if (definition_.groups[group_].repeat) {
    const std::size_t outer = scope_around(definition_, group_);
    if (shared_ == scope_) shared_ = outer;
    scope_ = outer;
  }
  group_ = definition_.groups[group_].group;
  return true;
}

bool Walk::down(std::string_view name) {
  if (question_ != no_question) return false;
  const auto& parts = group_ == no_group ? definition_.children : definition_.groups[group_].children;
  for (const Part& part : parts) {
    const std::string& called =
        part.is_group ? definition_.groups[part.index].name : definition_.questions[part.index].name;
    if (called != name) continue;
    (part.is_group ? group_ : question_) = part.index;
    if (part.is_group && definition_.groups[part.index].repeat) scope_ = part.index;
    return true;
  }
  return false;
}

std::optional<Ref> Walk::reached() const {
  if (question_ == nameless) return std::nullopt;
  if (question_ != no_question) return Ref{false, question_, scope_, shared_};
  if (group_ != no_group && definition_.groups[group_].repeat) return Ref{true, group_, scope_, shared_};
  return std::nullopt;
}

}  // namespace karvan::form
