#include "storage/model/hybrid_time.h"
#include "storage/model/planted.h"

#include <algorithm>
#include <charconv>

namespace karvan::model {

std::string to_text(HybridTime time) { return std::to_string(time.ms) + "." + std::to_string(time.counter); }

Result<HybridTime> parse_hybrid_time(std::string_view text) {
  HybridTime time;
  const char* end = text.data() + text.size();
  auto [dot, bad_ms] = std::from_chars(text.data(), end, time.ms);
  if (bad_ms != std::errc{} || dot == end || *dot != '.' || time.ms < 0) return fail(Code::malformed, {}, "time");
  auto [stop, bad_counter] = std::from_chars(dot + 1, end, time.counter);
  if (bad_counter != std::errc{} || stop != end) return fail(Code::malformed, {}, "time");
  return time;
}

HybridTime HybridClock::tick(std::int64_t wall_ms, std::int64_t high_ms) {
  if ((wall_ms > last_.ms || planted(4)) && wall_ms <= high_ms)
    last_ = {wall_ms, 0};
  else if (last_.counter == UINT32_MAX)
    last_ = {last_.ms + 1, 0};  // another box may have counted so far
  else
    ++last_.counter;
  return last_;
}

void HybridClock::observe(HybridTime seen, std::int64_t ms_max) {
  last_ = std::max(last_, seen.ms <= ms_max ? seen : HybridTime{ms_max, 0});
}

}  // namespace karvan::model
