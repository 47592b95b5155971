#pragma once
#include <optional>
#include <string_view>

#include "storage/model/money.h"

namespace karvan::central::author {

// "200.00" of a currency (ISO 4217) as minor units; nothing where the amount is no plain decimal, is below zero, has
// more decimals than the currency, or the currency is not in the table. At most twelve digits before the point.
std::optional<model::Money> parse_money(std::string_view amount, std::string_view currency);
// Decimals of a currency that may be charged; nothing where it is not in the table.
std::optional<int> decimals_of(std::string_view currency);

}  // namespace karvan::central::author
