#include "sync/central/author/money.h"

#include <algorithm>
#include <array>

namespace karvan::central::author {

namespace {

struct Currency {
  std::string_view code;
  int decimals;
};
// ISO 4217, those of the countries that Karvan's catalogues are written for and their neighbours.
constexpr std::array<Currency, 20> currencies = {{{"AED", 2}, {"AFN", 2}, {"AMD", 2}, {"AZN", 2}, {"BDT", 2},
                                                  {"BHD", 3}, {"CNY", 2}, {"EUR", 2}, {"GBP", 2}, {"GEL", 2},
                                                  {"INR", 2}, {"IRR", 2}, {"JPY", 0}, {"KWD", 3}, {"KZT", 2},
                                                  {"OMR", 3}, {"PKR", 2}, {"SAR", 2}, {"TRY", 2}, {"USD", 2}}};

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::optional<int> decimals_of(std::string_view currency) {
  for (const Currency& known : currencies) {
    if (known.code == currency) return known.decimals;
  }
  return std::nullopt;
}

std::optional<model::Money> parse_money(std::string_view amount, std::string_view currency) {
  auto decimals = decimals_of(currency);
  if (!decimals) return std::nullopt;
  auto point = amount.find('.');
  auto whole = amount.substr(0, point), part = point == std::string_view::npos ? "" : amount.substr(point + 1);
  bool pointed = point == std::string_view::npos || !part.empty();
  if (whole.empty() || whole.size() > 12 || !pointed || part.size() > static_cast<std::size_t>(*decimals))
    return std::nullopt;
  if (!all_digits(whole) || !all_digits(part)) return std::nullopt;
  std::string digits = std::string(whole) + std::string(part);
  digits.append(static_cast<std::size_t>(*decimals) - part.size(), '0');
  return model::Money{std::stoll(digits), std::string(currency)};
}

}  // namespace karvan::central::author
