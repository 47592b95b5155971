#include "node/counter/fill.h"

#include <fmt/format.h>

#include <algorithm>

namespace karvan::counter {
namespace {

// Left-to-right isolate and its end (UAX #9).
constexpr std::string_view isolate_begin = "\u2066", isolate_end = "\u2069";
constexpr std::string_view blank_value = "\u2014";

std::string_view trimmed(std::string_view text) {
  auto from = text.find_first_not_of(" \t");
  if (from == text.npos) return {};
  return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

// Of a question in a repeat: of all its instances, one after the other.
void add_shown(Value& value, const std::string& shown) {
  if (shown.empty()) return;
  if (!value.text.empty()) value.text += ", ";
  value.text += shown;
}

}  // namespace

bool is_code(const form::Question& question) {
  using form::Type;
  return !question.mask.empty() || question.type == Type::integer || question.type == Type::decimal ||
         question.type == Type::date || question.type == Type::time || question.type == Type::date_time;
}

Values values_of(const World& world, const Application& app, const model::Serial& serial, std::string_view language) {
  Values values;
  form::Instance form(app.service->form, rules::answers_of(app.record), context_of(world, app.id));
  for (const auto& question : app.service->form.questions())
    if (!form::is_attachment(question.type)) values[question.name] = {"", is_code(question)};
  for (const auto& [key, question] : form.places())
    if (!form::is_attachment(question->type)) add_shown(values[question->name], form.shown(key, language));
  values["number"] = {std::to_string(serial.number), true};
  values["tracking"] = {app.tracking(), true};
  values["date"] = {world.when().today, true};
  values["office"] = {world.site().office, false};
  return values;
}

std::string fill(std::string_view words, const Values& values, bool isolate) {
  std::string text;
  while (true) {
    auto from = words.find("${");
    auto to = from == words.npos ? words.npos : words.find('}', from);
    text += words.substr(0, to == words.npos ? words.npos : from);
    if (to == words.npos) return text;
    auto found = values.find(words.substr(from + 2, to - from - 2));
    if (found != values.end()) {
      bool wrap = isolate && found->second.code && !found->second.text.empty();
      text += fmt::format("{}{}{}", wrap ? isolate_begin : "", found->second.text, wrap ? isolate_end : "");
    }
    words.remove_prefix(to + 1);
  }
}

SlipRow row_of(std::string_view line, const Values& values) {
  auto colon = line.find(':');
  auto value = colon == line.npos ? std::string_view{} : trimmed(line.substr(colon + 1));
  if (value.find("${") == value.npos) return {.label = fill(line, values, true)};
  bool one = value.starts_with("${") && value.find('}') == value.size() - 1;
  auto found = one ? values.find(value.substr(2, value.size() - 3)) : values.end();
  bool code = found != values.end() && found->second.code;
  auto text = std::string(trimmed(fill(value, values, !code)));
  if (text.empty()) return {.label = std::string(trimmed(line.substr(0, colon))), .value = std::string(blank_value)};
  return {.label = std::string(trimmed(line.substr(0, colon))),
          .value = std::move(text),
          .isolate = code,
          .strong = value == "${amount}"};
}

bool mentions(const catalogue::Template& layout, std::string_view name) {
  const auto wanted = "${" + std::string(name) + "}";
  auto says = [&](const form::Texts& texts) {
    return std::any_of(texts.begin(), texts.end(),
                       [&](const auto& t) { return t.second.find(wanted) != t.second.npos; });
  };
  return says(layout.statement) || std::any_of(layout.lines.begin(), layout.lines.end(), says);
}

}  // namespace karvan::counter
