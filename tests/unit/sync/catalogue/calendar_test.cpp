#include <gtest/gtest.h>

#include "sync/catalogue/catalogue.h"
#include "sync/form/dates.h"

namespace karvan::catalogue {
namespace {

constexpr std::int64_t minute_ms = 60'000, hour_ms = 60 * minute_ms;

// Monday to Thursday 9 to 17, Friday with its prayer, Saturday half a day; five hours east of Greenwich.
Calendar punjab() {
  Calendar c;
  c.id = "punjab";
  c.utc_offset_minutes = 300;
  for (std::size_t day = 0; day < 4; ++day) c.week[day] = {{9 * 60, 17 * 60}};
  c.week[4] = {{9 * 60, 12 * 60 + 30}, {14 * 60 + 30, 17 * 60}};
  c.week[5] = {{9 * 60, 13 * 60}};
  c.holidays = {"2026-11-09", "2026-12-25"};
  return c;
}

// Of the civil time in Punjab: "2026-11-20", 9, 30.
std::int64_t at(const char* date, int hour, int minute = 0) {
  return form::days_from_civil(*form::parse_date(date)) * 24 * hour_ms + (hour - 5) * hour_ms + minute * minute_ms;
}

TEST(Calendar, HoursOfOneDay_AreCounted) {
  EXPECT_EQ(work_between(punjab(), at("2026-11-17", 10), at("2026-11-17", 12, 30)), 150 * minute_ms);
}

TEST(Calendar, NightAndEarlyMorning_AreNoWork) {
  EXPECT_EQ(work_between(punjab(), at("2026-11-17", 16), at("2026-11-18", 10)), 2 * hour_ms);
  EXPECT_EQ(work_between(punjab(), at("2026-11-17", 18), at("2026-11-18", 8)), 0);
}

TEST(Calendar, HalfDaysAndSunday_AreCountedAsTheyAre) {
  // Friday 6 h, Saturday 4 h, Sunday nothing, Monday 1 h
  EXPECT_EQ(work_between(punjab(), at("2026-11-20", 0), at("2026-11-23", 10)), 11 * hour_ms);
  EXPECT_EQ(work_between(punjab(), at("2026-11-20", 12), at("2026-11-20", 15)), hour_ms);
}

TEST(Calendar, Holiday_IsNoWork) {
  EXPECT_EQ(work_between(punjab(), at("2026-11-07", 12), at("2026-11-10", 10)), 2 * hour_ms);
}

TEST(Calendar, HolidaysInARowAndLater_AreEachFree) {
  Calendar calendar = punjab();
  calendar.holidays = {"2025-12-25", "2026-11-10", "2026-11-11", "2026-11-11", "2026-11-18"};
  // From Monday on: 8 h, two days off, 8 h, Friday 6 h, Saturday 4 h, Monday and Tuesday 8 h, a day off, 8 h
  EXPECT_EQ(work_between(calendar, at("2026-11-09", 0), at("2026-11-20", 0)), 50 * hour_ms);
  EXPECT_EQ(work_ends(calendar, at("2026-11-10", 12), hour_ms), at("2026-11-12", 10));
}

TEST(Calendar, EarlierEnd_IsNothing) {
  EXPECT_EQ(work_between(punjab(), at("2026-11-18", 12), at("2026-11-17", 12)), 0);
}

TEST(Calendar, TargetEnds_AcrossWeekendAndHoliday) {
  // Saturday from noon 1 h, Monday the 9th is a holiday, Tuesday 8 h, Wednesday 1 h
  EXPECT_EQ(work_ends(punjab(), at("2026-11-07", 12), 10 * hour_ms), at("2026-11-11", 10));
}

TEST(Calendar, TargetThatFillsADay_EndsWithItAndNotOnTheNext) {
  EXPECT_EQ(work_ends(punjab(), at("2026-11-17", 9), 8 * hour_ms), at("2026-11-17", 17));
}

TEST(Calendar, TargetFromTheEvening_BeginsInTheMorning) {
  EXPECT_EQ(work_ends(punjab(), at("2026-11-17", 20), hour_ms), at("2026-11-18", 10));
}

TEST(Calendar, EndAndBetween_AgreeForEachHourOfTwoWeeks) {
  const Calendar calendar = punjab();
  for (int hour = 0; hour < 14 * 24; ++hour) {
    const std::int64_t from = at("2026-11-02", 0) + hour * hour_ms;
    for (int work = 1; work < 40; work += 3)
      ASSERT_EQ(work_between(calendar, from, work_ends(calendar, from, work * hour_ms)), work * hour_ms) << hour;
  }
}

TEST(Calendar, DayIsTheOffsetsAndNotGreenwichs) {
  Calendar west = punjab();
  west.utc_offset_minutes = -300;
  // What is Tuesday 9 o'clock in Punjab is Monday 23 o'clock there.
  EXPECT_EQ(work_between(west, at("2026-11-17", 9), at("2026-11-17", 17)), 0);
  EXPECT_EQ(work_ends(west, at("2026-11-17", 9), hour_ms), at("2026-11-17", 20));
}

TEST(Calendar, WithoutHours_WorksAroundTheClock) {
  EXPECT_EQ(work_between({}, 1000, 5000), 4000);
  EXPECT_EQ(work_ends({}, 1000, 4000), 5000);
}

TEST(Calendar, TimesBeyondTheCivilYears_AreBounded) {
  EXPECT_GT(work_between(punjab(), INT64_MIN, INT64_MAX), 0);
  EXPECT_GT(work_ends(punjab(), INT64_MAX, INT64_MAX), 0);
  EXPECT_GT(work_ends({}, INT64_MAX, INT64_MAX), 0);
}

TEST(Calendar, OnlyHolidays_EndsAllTheSame) {
  Calendar c;
  c.week[0] = {{0, 1}};
  EXPECT_GT(work_ends(c, 0, INT64_MAX), 0);
}

}  // namespace
}  // namespace karvan::catalogue
