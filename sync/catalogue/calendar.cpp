#include <algorithm>

#include "sync/catalogue/catalogue.h"
#include "sync/form/dates.h"

namespace karvan::catalogue {
namespace {

constexpr std::int64_t ms_per_minute = 60'000;
constexpr std::int64_t ms_per_day = 86'400'000;
constexpr std::int64_t instant_ms_max = 253'402'300'799'999;  // the end of the year 9999
// A calendar that never works again within this span ends its work there: no loop without an end.
constexpr std::int64_t days_max = 366 * 100;

std::int64_t bounded(std::int64_t ms) { return std::clamp<std::int64_t>(ms, 0, instant_ms_max); }

bool works_never(const Calendar& calendar) {
  return std::all_of(calendar.week.begin(), calendar.week.end(), [](const auto& hours) { return hours.empty(); });
}

std::int64_t midnight_ms(const Calendar& calendar, std::int64_t day) {
  return day * ms_per_day - calendar.utc_offset_minutes * ms_per_minute;
}

std::int64_t day_of(const Calendar& calendar, std::int64_t ms) {
  const std::int64_t local = ms + calendar.utc_offset_minutes * ms_per_minute;
  return local >= 0 ? local / ms_per_day : -((-local + ms_per_day - 1) / ms_per_day);
}

const std::vector<Calendar::Hours>& hours_of(const Calendar& calendar, std::int64_t day) {
  return calendar.week[static_cast<std::size_t>(((day + 3) % 7 + 7) % 7)];  // 1970-01-01 was a Thursday
}

// The holidays from a day on, asked for day after day: a walk of months makes one date into text, not each of its days.
class Holidays {
 public:
  Holidays(const std::vector<std::string>& dates, std::int64_t first)
      : next_(std::lower_bound(dates.begin(), dates.end(), form::text_of(form::civil_from_days(first)))),
        end_(dates.end()) {
    read();
  }
  bool has(std::int64_t day) {
    for (; day > day_; read()) ++next_;
    return day == day_;
  }

 private:
  void read() {
    for (day_ = INT64_MAX; next_ != end_; ++next_)
      if (const auto date = form::parse_date(*next_)) {
        day_ = form::days_from_civil(*date);
        return;
      }
  }

  std::vector<std::string>::const_iterator next_, end_;
  std::int64_t day_ = INT64_MAX;
};

// The spans of work from `from` on, each as instants, until `each` answers false or the bound is reached.
template <class Each>
void spans_from(const Calendar& calendar, std::int64_t from_ms, Each each) {
  const std::int64_t first = day_of(calendar, from_ms);
  Holidays holidays(calendar.holidays, first);
  for (std::int64_t day = first; day < first + days_max; ++day) {
    if (holidays.has(day)) continue;
    const std::int64_t midnight = midnight_ms(calendar, day);
    for (const auto& hours : hours_of(calendar, day)) {
      const std::int64_t opens = std::max(from_ms, midnight + hours.from * ms_per_minute);
      const std::int64_t closes = midnight + hours.to * ms_per_minute;
      if (opens < closes && !each(opens, closes)) return;
    }
  }
}

}  // namespace

std::int64_t work_between(const Calendar& calendar, std::int64_t from_ms, std::int64_t to_ms) {
  const std::int64_t from = bounded(from_ms), to = bounded(to_ms);
  if (to <= from) return 0;
  if (works_never(calendar)) return to - from;
  std::int64_t work = 0;
  spans_from(calendar, from, [&](std::int64_t opens, std::int64_t closes) {
    if (opens >= to) return false;
    work += std::min(closes, to) - opens;
    return true;
  });
  return work;
}

std::int64_t work_ends(const Calendar& calendar, std::int64_t from_ms, std::int64_t work_ms) {
  const std::int64_t from = bounded(from_ms);
  if (work_ms <= 0) return from;
  if (works_never(calendar)) return bounded(from + std::min(work_ms, instant_ms_max));
  std::int64_t left = work_ms, ends = from + days_max * ms_per_day;
  spans_from(calendar, from, [&](std::int64_t opens, std::int64_t closes) {
    if (left > closes - opens) {
      left -= closes - opens;
      return true;
    }
    ends = opens + left;
    return false;
  });
  return ends;
}

}  // namespace karvan::catalogue
