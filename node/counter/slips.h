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

// "PKR 1,250.00": grouped, with the currency's decimals (ISO 4217).
std::string money_text(const model::Money& money);

// What another desk reads from the slip before it is signed: "K1|tracking|service|stage|date" (DESIGN: numbers). The
// core appends "|node|signature".
std::string slip_code(const World& world, const Application& app);

// The counter's own words on slips, in en, ur and az; another language reads English.
std::string_view word(std::string_view key, std::string_view language);

}  // namespace karvan::counter
