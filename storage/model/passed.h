#pragma once
#include <cstdint>

// Waiting by the wall clock, in milliseconds since 1970, which may be put right while something waits (P16).
namespace karvan::model {

// Whether `length_ms` have passed since `since_ms`. Of a moment that has not come yet the clock has been set back
// since: nothing waits for what a clock that ran ahead had said.
constexpr bool passed(std::int64_t since_ms, std::int64_t length_ms, std::int64_t now_ms) {
  return now_ms < since_ms || now_ms - since_ms >= length_ms;
}

// The same of a rest until `until_ms` that was to last `length_ms_max` at most.
constexpr bool rested(std::int64_t until_ms, std::int64_t length_ms_max, std::int64_t now_ms) {
  return passed(until_ms - length_ms_max, length_ms_max, now_ms);
}

}  // namespace karvan::model
