#include "sync/central/author/expressions.h"

#include <map>

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
      {"path", {"paths (%T) are not supported", "Write ${name} for a question, . for the answer itself"}},
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

void check_expression(const std::string& source, std::size_t row, const std::string& heading, const form::Names& names,
                      const std::function<bool(std::string_view)>& columns, Faults& faults) {
  if (source.empty()) return;
  auto parsed = form::parse(source, names);
  if (!parsed) {
    Words words = explain(parsed.error());
    return faults.add(row, heading, words.what, words.instead);
  }
  for (const form::Term& term : parsed->terms) {
    if (term.kind != form::Term::Kind::column || columns(term.text)) continue;
    faults.add(row, heading, "the choice list has no column \"" + term.text + "\"",
               "Write a column of the choices sheet, or '" + term.text + "' for text");
  }
}

void check_marks(const form::Texts& texts, std::size_t row, const std::string& heading, const form::Names& names,
                 Faults& faults) {
  for (const auto& [language, words] : texts) {
    for (const form::Mark& mark : form::marks_of(words)) {
      if (names.question(mark.name)) continue;
      faults.add(row, heading, "there is no question ${" + mark.name + "} (" + language + ")",
                 "Write the name of a question on this sheet");
    }
  }
}

bool is_dynamic(const std::string& value, const form::Names& names) {
  if (value.find("${") != std::string::npos) return true;
  return value.find('(') != std::string::npos && form::parse(value, names).has_value();
}

}  // namespace karvan::central::author
