#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace karvan::catalogue {

// Working hours of an institution, so that a target of 40 hours is a week's work and not a night's.
struct Calendar {
  std::string id;
  int utc_offset_minutes = 0;
  struct Hours {
    int from = 0, to = 0;  // minutes since midnight
    bool operator==(const Hours&) const = default;
  };
  std::array<std::vector<Hours>, 7> week;  // from Monday
  std::vector<std::string> holidays;       // civil dates, sorted
  bool operator==(const Calendar&) const = default;
};

// Milliseconds of work between two instants (0 where `to` is not after `from`), and the instant at which `work_ms` of
// work are done from `from` on. A calendar without working hours works around the clock.
std::int64_t work_between(const Calendar& calendar, std::int64_t from_ms, std::int64_t to_ms);
std::int64_t work_ends(const Calendar& calendar, std::int64_t from_ms, std::int64_t work_ms);

}  // namespace karvan::catalogue
