#pragma once
#include <algorithm>
#include <cstdint>

// What a program may believe about the time. Milliseconds since 1970 UTC.
namespace karvan::model {

// The true time is within [low, high]. `low` is the latest time that the centre has signed or that this box has written
// down while certain; it never goes back. `high` is where the certificates, and so this box's say, end.
struct TimeInterval {
  std::int64_t low_ms = 0;
  std::int64_t high_ms = INT64_MAX;
  bool operator==(const TimeInterval&) const = default;
};

// certain: the wall clock lies within. behind: it was set back or has lost its battery: time uncertain, keep serving.
// ahead: hybrid time goes on by its counter only.
enum class Standing { certain, behind, ahead };

inline Standing standing(const TimeInterval& interval, std::int64_t wall_ms) {
  if (wall_ms < interval.low_ms) return Standing::behind;
  return wall_ms > interval.high_ms ? Standing::ahead : Standing::certain;
}

// After a time that is sure to have passed was seen. One beyond `high` moves nothing: it proves nothing.
inline TimeInterval after(TimeInterval interval, std::int64_t passed_ms) {
  if (passed_ms <= interval.high_ms) interval.low_ms = std::max(interval.low_ms, passed_ms);
  return interval;
}

// The latest that it may be, for what expires (a lease, a certificate): uncertain time never extends it.
inline std::int64_t latest_ms(const TimeInterval& interval, std::int64_t wall_ms) {
  return standing(interval, wall_ms) == Standing::certain ? wall_ms : std::max(wall_ms, interval.low_ms);
}

// No other author's time moves a clock further than this beyond the latest that it may be: one wrong clock would
// otherwise drag the whole fleet along. What is dated later is compared by its time of receipt.
inline constexpr std::int64_t ahead_ms_max = 60'000;

inline std::int64_t observed_ms_max(const TimeInterval& interval, std::int64_t wall_ms) {
  return std::min(latest_ms(interval, wall_ms), interval.high_ms - ahead_ms_max) + ahead_ms_max;
}

}  // namespace karvan::model
