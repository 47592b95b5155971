#pragma once
#include <cstdint>
#include <string>

namespace karvan::model {

// An amount in minor units (paisa, qəpik) of an ISO 4217 currency; never a floating number (P6).
struct Money {
  std::int64_t minor = 0;
  std::string currency;
  bool operator==(const Money&) const = default;
};

}  // namespace karvan::model
