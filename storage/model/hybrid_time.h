#pragma once
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "storage/model/error.h"

namespace karvan::model {

// Hybrid logical time: wall milliseconds since 1970 UTC and a counter, compared as two integers (P4).
// Text form "1795292520123.1".
struct HybridTime {
  std::int64_t ms = 0;
  std::uint32_t counter = 0;
  auto operator<=>(const HybridTime&) const = default;
};

std::string to_text(HybridTime time);
Result<HybridTime> parse_hybrid_time(std::string_view text);

// Gives times that never run backwards. The caller brings the wall clock and persists `last()`.
// A wall clock behind `last` advances the counter only; so does one above `high` (the trusted interval's end).
class HybridClock {
 public:
  explicit HybridClock(HybridTime last = {}) : last_(last) {}
  HybridTime tick(std::int64_t wall_ms, std::int64_t high_ms = INT64_MAX);
  // After another author's time was seen: what is ticked next is later than it, as far as it may be believed
  // (model::observed_ms_max).
  void observe(HybridTime seen, std::int64_t ms_max);
  HybridTime last() const { return last_; }

 private:
  HybridTime last_;
};

}  // namespace karvan::model
