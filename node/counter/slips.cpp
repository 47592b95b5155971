#include "node/counter/slips.h"

#include <fmt/format.h>

#include <algorithm>

#include "node/counter/fill.h"

namespace karvan::counter {
namespace {

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
    auto values = values_of(world, app, number, slip.language);
    values["amount"] = {money_text(paid.amount), true};
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
