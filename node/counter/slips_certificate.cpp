#include "node/counter/fill.h"
#include "node/counter/slips.h"
#include "storage/model/json.h"

namespace karvan::counter {
namespace {

json::object claims_of(const catalogue::Template& layout, const Values& values) {
  json::object claims;
  for (const auto& [name, words] : layout.claims)
    if (auto text = fill(words, values, false); !text.empty()) claims[name] = text;
  return claims;
}

std::string credential_of(const World& world, const Application& app, const model::Serial& serial,
                          std::string_view title, json::object claims) {
  return json::write(json::object{{"kind", serial.kind},
                                  {"number", serial.number},
                                  {"tracking", app.tracking()},
                                  {"service", title},
                                  {"issued_s", world.now_ms() / 1000},
                                  {"provisional", is_provisional(app)},
                                  {"claims", std::move(claims)}});
}

// What the template itself does not say of where and when the document comes from.
void origin_rows(Slip& slip, const catalogue::Template& layout, const Values& values) {
  auto row = [&](std::string_view name, std::string_view label) {
    if (!mentions(layout, name))
      slip.rows.push_back({std::string(word(label, slip.language)), values.find(name)->second.text, true, false});
  };
  row("tracking", "tracking");
  row("date", "issued_on");
}

}  // namespace

bool is_provisional(const Application& app) {
  if (app.service->policy != catalogue::Policy::issue) return false;
  const auto& decisions = app.record.decisions;
  return decisions.empty() || decisions.back().act.outcome != "granted";
}

Slip certificate(const World& world, const Application& app, const model::Serial& serial, std::string_view language) {
  Slip slip{.kind = "certificate", .paper = Paper::a4};
  slip.language = language.empty() ? app.service->form.default_language() : std::string(language);
  slip.issuer = form::text_in(app.service->institution.title, slip.language);
  slip.title = form::text_in(app.service->title, slip.language);
  slip.number_label = word("certificate_number", slip.language);
  slip.number = std::to_string(serial.number);
  if (is_provisional(app)) slip.provisional = word("provisional", slip.language);
  const auto values = values_of(world, app, serial, slip.language);
  json::object claims;
  if (const auto* layout = app.service->document("certificate")) {
    if (auto title = form::text_in(layout->title, slip.language); !title.empty())
      slip.title = fill(title, values, true);
    slip.statement = fill(form::text_in(layout->statement, slip.language), values, true);
    for (const auto& line : layout->lines) slip.rows.push_back(row_of(form::text_in(line, slip.language), values));
    if (auto notice = form::text_in(layout->provisional, slip.language); is_provisional(app) && !notice.empty())
      slip.provisional = fill(notice, values, true);
    if (auto foot = form::text_in(layout->foot, slip.language); !foot.empty())
      slip.footer.push_back(fill(foot, values, true));
    origin_rows(slip, *layout, values);
    claims = claims_of(*layout, values);
  }
  slip.signatures.push_back({std::string(word("signature_and_seal", slip.language)), slip.issuer, ""});
  slip.footer.emplace_back(word("check_code", slip.language));
  slip.credential = credential_of(world, app, serial, slip.title, std::move(claims));
  return slip;
}

}  // namespace karvan::counter
