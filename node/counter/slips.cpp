#include "node/counter/slips.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace karvan::counter {
namespace {

// Words that a template may name, already as a person reads them.
struct Value {
  std::string text;
  bool code = false;  // keeps its order inside right-to-left text
};
using Values = std::map<std::string, Value, std::less<>>;

// Left-to-right isolate and its end (UAX #9).
constexpr std::string_view isolate_begin = "\u2066", isolate_end = "\u2069";

bool is_code(const form::Question& question) {
  using form::Type;
  return !question.mask.empty() || question.type == Type::integer || question.type == Type::decimal ||
         question.type == Type::date || question.type == Type::time || question.type == Type::date_time;
}

Values values_of(const World& world, const Application& app, const model::Serial& number, const Paid& paid,
                 const std::string& language) {
  Values values;
  form::Instance form(app.service->form, rules::answers_of(app.record), world.when());
  for (const auto& question : app.service->form.questions())
    values[question.name] = {form.shown(question.name, language), is_code(question)};
  values["number"] = {std::to_string(number.number), true};
  values["tracking"] = {app.tracking(), true};
  values["amount"] = {money_text(paid.amount), true};
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
      bool wrap = isolate && found->second.code;
      text += fmt::format("{}{}{}", wrap ? isolate_begin : "", found->second.text, wrap ? isolate_end : "");
    }
    words.remove_prefix(to + 1);
  }
}

std::string_view trimmed(std::string_view text) {
  auto from = text.find_first_not_of(" \t");
  if (from == text.npos) return {};
  return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

// "Label: ${one}" is a row of label and value; any other line goes across the page.
SlipRow row_of(std::string_view line, const Values& values) {
  auto colon = line.find(':');
  auto value = colon == line.npos ? std::string_view{} : trimmed(line.substr(colon + 1));
  bool one = value.starts_with("${") && value.find('}') == value.size() - 1;
  if (!one) return {.label = fill(line, values, true)};
  auto found = values.find(value.substr(2, value.size() - 3));
  return {.label = std::string(trimmed(line.substr(0, colon))),
          .value = fill(value, values, false),
          .isolate = found != values.end() && found->second.code,
          .strong = value == "${amount}"};
}

void plain_layout(Slip& slip, const Application& app, const Paid& paid) {
  auto row = [&](std::string_view key, std::string value, bool isolate, bool strong) {
    slip.rows.push_back({std::string(word(key, slip.language)), std::move(value), isolate, strong});
  };
  slip.title = word("receipt", slip.language);
  row("service", std::string(form::text_in(app.service->title, slip.language)), false, false);
  row("name", app.who(), false, true);
  row("paid", money_text(paid.amount), true, true);
  slip.footer.emplace_back(word("keep", slip.language));
}

}  // namespace

std::string money_text(const model::Money& money) {
  static constexpr std::string_view without[] = {"JPY", "KRW", "VND", "XOF", "XAF", "ISK", "UGX", "RWF", "CLP", "PYG"};
  static constexpr std::string_view three[] = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};
  auto is_in = [&](auto& list) {
    return std::find(std::begin(list), std::end(list), money.currency) != std::end(list);
  };
  const int decimals = is_in(without) ? 0 : is_in(three) ? 3 : 2;
  std::int64_t unit = 1;
  for (int i = 0; i < decimals; ++i) unit *= 10;
  std::string whole = std::to_string(money.minor / unit);
  for (auto at = static_cast<std::ptrdiff_t>(whole.size()) - 3; at > 0; at -= 3) whole.insert(whole.begin() + at, ',');
  if (decimals == 0) return fmt::format("{} {}", money.currency, whole);
  return fmt::format("{} {}.{:0{}}", money.currency, whole, money.minor % unit, decimals);
}

std::string slip_code(const World& world, const Application& app) {
  const auto& milestones = app.record.milestones;
  return fmt::format("K1|{}|{}|{}|{}", app.tracking(), app.service->id,
                     milestones.empty() ? "" : milestones.back().stage, world.when().today);
}

Slip receipt(const World& world, const Application& app, const model::Serial& number, const Paid& paid,
             std::string_view language) {
  Slip slip;
  slip.kind = "receipt";
  slip.language = language.empty() ? app.service->form.default_language() : std::string(language);
  slip.issuer = form::text_in(app.service->institution.title, slip.language);
  slip.number_label = word("number", slip.language);
  slip.number = std::to_string(number.number);
  slip.qr = slip_code(world, app);
  const auto* layout = app.service->document("receipt");
  if (!layout) {
    plain_layout(slip, app, paid);
  } else {
    const auto values = values_of(world, app, number, paid, slip.language);
    slip.paper = layout->medium == "page" ? Paper::a4 : Paper::receipt_80mm;
    slip.title = fill(form::text_in(layout->title, slip.language), values, true);
    for (const auto& line : layout->lines) slip.rows.push_back(row_of(form::text_in(line, slip.language), values));
    if (auto foot = form::text_in(layout->foot, slip.language); !foot.empty())
      slip.footer.push_back(fill(foot, values, true));
  }
  slip.rows.push_back({std::string(word("tracking", slip.language)), app.tracking(), true, true});
  slip.rows.push_back({std::string(word("date", slip.language)), world.when().today, true, false});
  return slip;
}

}  // namespace karvan::counter
