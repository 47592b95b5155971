#include "sync/rules/due.h"

#include <gtest/gtest.h>

#include "tests/unit/sync/rules/desk.h"

namespace karvan::rules {
namespace {

using samples::Desk;
constexpr std::int64_t hour = 3'600'000;

// Working around the clock: no calendar.
const Due* find(const std::vector<Due>& all, std::string_view stage) {
  for (const auto& due : all)
    if (due.stage == stage) return &due;
  return nullptr;
}

TEST(Due, StageWhosePrerequisiteIsReached_HasATarget) {
  Desk desk;
  desk.take(desk.filing());
  auto all = due_stages(desk.record, desk.service, samples::noon + hour / 2);
  const Due* reviewed = find(all, stage::reviewed);
  ASSERT_TRUE(reviewed);
  EXPECT_EQ(reviewed->due_ms, samples::noon + 1 + 8 * hour);
  EXPECT_FALSE(reviewed->late);
  EXPECT_FALSE(find(all, stage::delivered));
  EXPECT_TRUE(find(all, stage::filed)->reached_ms);
}

TEST(Due, PastItsTarget_IsLateAndStaysSoOnceReached) {
  Desk desk;
  desk.take(desk.filing());
  const auto later = samples::noon + 9 * hour;
  EXPECT_TRUE(is_late(desk.record, desk.service, later));
  auto op = desk.op();
  op.advance = stage::reviewed;
  op.time.ms = later;
  desk.record = model::apply(desk.record, op, {});
  EXPECT_TRUE(find(due_stages(desk.record, desk.service, later), stage::reviewed)->late);
}

TEST(Due, WhileTheCitizenIsAwaited_EveryClockStandsStill) {
  Desk desk;
  desk.take(desk.filing());
  desk.as(Role::supervisor);
  auto back = desk.op();
  back.returned = model::Returned{{"filed"}, "no signature"};
  desk.take(back);
  EXPECT_FALSE(is_late(desk.record, desk.service, samples::noon + 400 * hour));
  auto again = desk.op();
  again.advance = stage::filed;
  again.time.ms = samples::noon + 400 * hour;
  desk.take(again);
  auto all = due_stages(desk.record, desk.service, samples::noon + 401 * hour);
  EXPECT_EQ(find(all, stage::reviewed)->due_ms, again.time.ms + 8 * hour);
}

TEST(Due, RefusedApplication_AwaitsNothing) {
  Desk desk;
  desk.take(desk.filing());
  desk.as(Role::centre);
  desk.take(desk.decision("refused", "too young"));
  EXPECT_FALSE(is_late(desk.record, desk.service, samples::noon + 4'000 * hour));
}

}  // namespace
}  // namespace karvan::rules
