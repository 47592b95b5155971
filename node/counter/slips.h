#pragma once
#include <string>
#include <string_view>

#include "node/counter/slip.h"
#include "node/counter/world.h"

// What the counter prints: a service's template filled in, in the citizen's language.
namespace karvan::counter {

struct Paid {
  model::Money amount;
  std::string tender;
};

// `language` empty: the form's default. Without a receipt template in the catalogue the slip has a plain layout.
Slip receipt(const World& world, const Application& app, const model::Serial& number, const Paid& paid,
             std::string_view language);

// The service's document by its template "certificate", on A4, with the credential that its code says. Provisional
// while a service of policy issue has not been decided. Without such a template (the caller refuses that) it has the
// title and the number alone.
Slip certificate(const World& world, const Application& app, const model::Serial& serial, std::string_view language);
bool is_provisional(const Application& app);

// What the parties sign or thumb on paper: the questions that are read back with their answers, the consent's text with
// its version, and a box for each party that signs. `number` as the draft will keep it ("0G4-7KQ-2MX-3").
Slip summary(const World& world, const Draft& draft, std::string_view number, std::string_view language);

// The stop's closing: the sheet's text as rules::day_sheet wrote it, and its signature as text and code.
Slip day_slip(const World& world, const model::Sheet& sheet, std::string_view text, std::string_view language);

// "PKR 1,250.00": grouped, with the currency's decimals (ISO 4217).
std::string money_text(const model::Money& money);

// What another desk reads from the slip before it is signed: "K1|tracking|service|stage|date" (DESIGN: numbers). The
// ports sign it as a note by the node.
std::string slip_code(const World& world, const Application& app);

// The counter's own words on slips, in en, ur and az; another language reads English.
std::string_view word(std::string_view key, std::string_view language);

}  // namespace karvan::counter
