#include "sync/central/author/xform_paths.h"

#include <algorithm>

#include "sync/form/words.h"

namespace karvan::central::author {

namespace {

constexpr std::string_view root = "/data";

bool in_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '.' || c == ':';
}

// Where the quoted text that begins at `at` ends: behind its closing quote.
std::size_t behind_quote(std::string_view source, std::size_t at) {
  auto end = source.find(source[at], at + 1);
  return end == std::string_view::npos ? source.size() : end + 1;
}

// The arguments of a call whose bracket opens at `at`; `at` moves behind the closing one.
std::vector<std::string_view> arguments_at(std::string_view source, std::size_t& at) {
  std::vector<std::string_view> out;
  std::size_t start = ++at, depth = 1;
  for (; at < source.size(); ++at) {
    char c = source[at];
    if (c == '\'' || c == '"') at = behind_quote(source, at) - 1;
    if (c == '(' || c == '[') ++depth;
    if (c == ')' || c == ']') --depth;
    if (depth > 0 && !(c == ',' && depth == 1)) continue;
    out.push_back(form::trimmed(source.substr(start, at - start)));
    start = at + 1;
    if (depth == 0) break;
  }
  at = std::min(at + 1, source.size());
  return out;
}

// The name of a literal that is one mark and nothing else, as jr:choice-name() takes it.
std::string_view only_mark(std::string_view literal) { return single_name(literal.substr(1, literal.size() - 2)); }

bool quoted(std::string_view text) { return text.size() > 1 && (text[0] == '\'' || text[0] == '"'); }

}  // namespace

std::string_view single_name(std::string_view expression) {
  expression = form::trimmed(expression);
  if (!expression.starts_with("${") || expression.find('}') != expression.size() - 1) return {};
  return form::trimmed(expression.substr(2, expression.size() - 3));
}

XformPaths::XformPaths(const form::Definition& form) {
  auto below = [this](std::size_t around) { return around == form::no_group ? Node{} : groups_[around]; };
  for (const form::Group& group : form.groups) {
    Node node = below(group.group);
    node.steps.push_back(group.name);
    node.repeats.push_back(group.repeat);
    groups_.push_back(std::move(node));
  }
  for (const form::Question& question : form.questions) {
    Node node = below(question.group);
    node.steps.push_back(question.name);
    node.repeats.push_back(false);
    questions_.push_back(std::move(node));
  }
  for (std::size_t i = 0; i < groups_.size(); ++i) names_.emplace(form.groups[i].name, &groups_[i]);
  for (std::size_t i = 0; i < questions_.size(); ++i) names_.emplace(form.questions[i].name, &questions_[i]);
}

std::string XformPaths::absolute(const Node& node) {
  std::string out(root);
  for (std::string_view step : node.steps) out += "/" + std::string(step);
  return out;
}

std::size_t XformPaths::repeat_depth(const Node& node) {
  std::size_t depth = 0;
  for (std::size_t i = 0; i + 1 < node.steps.size(); ++i) {
    if (node.repeats[i]) depth = i + 1;
  }
  return depth;
}

std::string XformPaths::reference(std::string_view name, const Node& from, bool filter) const {
  auto found = names_.find(name);
  if (found == names_.end()) return "''";
  const Node& to = *found->second;
  std::size_t common = 0, shared = 0;
  for (; common + 1 < to.steps.size() && common < from.steps.size(); ++common) {
    if (from.steps[common] != to.steps[common]) break;
    if (to.repeats[common]) shared = common + 1;
  }
  if (shared == 0) return absolute(to);
  std::string out = filter ? "current()/" : "";
  for (std::size_t up = common; up < from.steps.size(); ++up) out += "../";
  for (std::size_t i = common; i < to.steps.size(); ++i) {
    if (i > common) out += '/';
    out += to.steps[i];
  }
  return out;
}

std::string XformPaths::pulldata(const std::vector<std::string_view>& arguments, const Node& from) const {
  auto inner = [](std::string_view literal) {
    return quoted(literal) ? literal.substr(1, literal.size() - 2) : literal;
  };
  std::string table(inner(arguments[0]));
  if (table.ends_with(".csv")) table.resize(table.size() - 4);
  return "string(instance('" + table + "')/root/item[" + std::string(inner(arguments[2])) + " = " +
         rewritten(arguments[3], from, true) + "]/" + std::string(inner(arguments[1])) + ")";
}

// What is taken out of another instance, and the repeats that it is in, are sets: absolute wherever the expression
// stands.
std::string XformPaths::indexed_repeat(const std::vector<std::string_view>& arguments, const Node& from,
                                       bool filter) const {
  std::string out = "indexed-repeat(";
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const bool place = i >= 2 && i % 2 == 0;
    auto found = place ? names_.end() : names_.find(single_name(arguments[i]));
    if (i > 0) out += ", ";
    out += found == names_.end() ? rewritten(arguments[i], from, filter) : absolute(*found->second);
  }
  return out + ")";
}

std::string XformPaths::rewritten(std::string_view source, const Node& from, bool filter) const {
  std::string out;
  for (std::size_t at = 0; at < source.size();) {
    char c = source[at];
    std::size_t start = at;
    if (c == '\'' || c == '"') {
      at = behind_quote(source, at);
      auto literal = source.substr(start, at - start);
      auto name = only_mark(literal);
      out += name.empty() ? std::string(literal) : c + reference(name, from, filter) + c;
    } else if (source.substr(at, 2) == "${") {
      at = std::min(source.find('}', at), source.size() - 1) + 1;
      out += reference(form::trimmed(source.substr(start + 2, at - start - 3)), from, filter);
    } else if (in_name(c)) {
      while (at < source.size() && in_name(source[at])) ++at;
      auto word = source.substr(start, at - start);
      std::size_t open = std::min(source.find_first_not_of(" \t\r\n", at), source.size());
      bool calls = open < source.size() && source[open] == '(' && (word == "pulldata" || word == "indexed-repeat");
      auto arguments = calls ? arguments_at(source, at = open) : std::vector<std::string_view>();
      bool pulled = word == "pulldata" && arguments.size() == 4, indexed = calls && word == "indexed-repeat";
      out += pulled    ? pulldata(arguments, from)
             : indexed ? indexed_repeat(arguments, from, filter)
                       : std::string(source.substr(start, at - start));
    } else {
      out += source[at++];
    }
  }
  return out;
}

std::string XformPaths::expression_at_question(std::string_view source, std::size_t index, bool filter) const {
  return rewritten(source, questions_[index], filter);
}
std::string XformPaths::expression_at_group(std::string_view source, std::size_t index) const {
  return rewritten(source, groups_[index], false);
}
std::string XformPaths::name_at_question(std::string_view name, std::size_t index) const {
  return reference(name, questions_[index], false);
}
std::string XformPaths::name_at_group(std::string_view name, std::size_t index) const {
  return reference(name, groups_[index], false);
}

}  // namespace karvan::central::author
