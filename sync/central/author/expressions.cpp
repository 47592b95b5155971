#include "sync/central/author/expressions.h"

#include <algorithm>
#include <map>
#include <optional>

namespace karvan::central::author {

namespace {

// What form::parse says -> words; %T stands for the token.
const std::map<std::string_view, Words>& table() {
  static const std::map<std::string_view, Words> words = {
      {"unexpected", {"\"%T\" does not belong here", "Check brackets, commas and operators before it"}},
      {"ended", {"the expression ends too early", "Complete it, or close its brackets"}},
      {"unclosed_text", {"a quoted text is never closed: %T", "Close it with the quote that it began with"}},
      {"unclosed_name", {"a ${name} is never closed: %T", "Write ${name} with both braces"}},
      {"unknown_question", {"there is no question ${%T}", "Write the name of a question on this sheet"}},
      {"unknown_function", {"there is no function %T()", "Use one of the functions in the README"}},
      {"argument_count", {"%T() has too few or too many arguments", "See the README for what it takes"}},
      {"bare_name", {"\"%T\" is no value", "Write ${%T} for a question's answer, or '%T' for text"}},
      {"path", {"this path (%T) is not supported", "Write ${name} for a question, . for the answer itself"}},
      {"refused_function", {"the function %T() is not supported", "See the README's list of functions"}},
      {"predicate", {"conditions in brackets [ ] are not supported", "Use ${name}, indexed-repeat() or if()"}},
      {"outside", {"the path %T leaves the form", "Write ${name} for a question"}},
      {"no_value",
       {"\"%T\" is a group, which has no value", "Write the name of a question, or of a repeat in count()"}},
      {"no_repeat", {"%T is no repeat", "Write the name of a repeat: begin_repeat"}},
      {"no_own", {"\".\" is no question's answer here", "Write ${name} for a question"}},
      {"table_not_literal",
       {"the names in pulldata() must be quoted text", "Write pulldata('file', 'column', 'key_column', ${key})"}},
      {"unknown_table", {"there is no file %T.csv", "Put it beside the form, in the service's folder"}},
      {"unknown_column", {"the file has no column \"%T\"", "Write a heading of its first row"}},
      {"pattern",
       {"the pattern is not one that runs in bounded time: %T",
        "Use RE2 syntax: no look-ahead, look-behind or back-reference"}},
      {"pattern_not_literal", {"the pattern of regex() must be quoted text", "Write it in quotes: regex(., '[0-9]+')"}},
      {"choice_name_not_literal",
       {"the second argument of jr:choice-name() must be a quoted name", "Write jr:choice-name(${x}, '${x}')"}},
      {"too_long", {"the expression is too long (at most %T)", "Divide it with a calculate row"}},
      {"too_deep", {"brackets nest too deep (at most %T)", "Divide it with a calculate row"}},
  };
  return words;
}

std::string with_token(std::string words, const std::string& token) {
  for (std::size_t at; (at = words.find("%T")) != std::string::npos;) words.replace(at, 2, token);
  return words;
}

std::string argument(const Error& error, const std::string& name) {
  auto found = error.args.find(name);
  return found == error.args.end() ? std::string() : found->second;
}

}  // namespace

Words explain(const Error& error) {
  auto found = table().find(argument(error, "what"));
  if (found == table().end()) return {describe(error), "Correct the expression"};
  std::string token = argument(error, "token");
  if (token.find("%T") != std::string::npos) token = "?";
  return {with_token(found->second.what, token) + " (at character " +
              std::to_string(std::stoul(argument(error, "at")) + 1) + ")",
          with_token(found->second.instead, token)};
}

namespace {

std::optional<form::Expression> parsed(const std::string& source, const form::Outline& outline, form::Stand stand,
                                       std::size_t row, const std::string& heading, Faults& faults) {
  if (source.empty()) return std::nullopt;
  auto expression = form::parse(source, outline, stand);
  if (expression) return std::move(*expression);
  Words words = explain(expression.error());
  faults.add(row, heading, words.what, words.instead);
  return std::nullopt;
}

}  // namespace

void check_expression(const std::string& source, const form::Outline& outline, form::Stand stand, std::size_t row,
                      const std::string& heading, Faults& faults) {
  parsed(source, outline, stand, row, heading, faults);
}

void check_filter(const std::string& source, const form::Outline& outline, form::Stand stand, std::size_t row,
                  const std::string& heading, const std::vector<form::Choice>& choices, Faults& faults) {
  auto filter = parsed(source, outline, stand, row, heading, faults);
  if (!filter) return;
  for (const form::Term& term : filter->terms) {
    if (term.kind != form::Term::Kind::column || term.text == "name") continue;
    const bool known = std::any_of(choices.begin(), choices.end(),
                                   [&](const form::Choice& c) { return c.columns.contains(term.text); });
    if (known) continue;
    faults.add(row, heading, "the choice list has no column \"" + term.text + "\"",
               "Write a column of the choices sheet, or '" + term.text + "' for text");
  }
}

void check_marks(const form::Texts& texts, const form::Outline& outline, std::size_t row, const std::string& heading,
                 Faults& faults) {
  for (const auto& [language, words] : texts) {
    for (const form::Mark& mark : form::marks_of(words)) {
      if (outline.question(mark.name)) continue;
      faults.add(row, heading, "there is no question ${" + mark.name + "} (" + language + ")",
                 "Write the name of a question on this sheet");
    }
  }
}

bool is_dynamic(const std::string& value, const form::Outline& outline, form::Stand stand) {
  if (value.find("${") != std::string::npos) return true;
  return value.find('(') != std::string::npos && form::parse(value, outline, stand).has_value();
}

}  // namespace karvan::central::author
