#include "storage/model/time_interval.h"

#include <gtest/gtest.h>

namespace karvan::model {
namespace {

TEST(TimeInterval, ClockWithin_IsCertain) { EXPECT_EQ(standing({10, 20}, 15), Standing::certain); }
TEST(TimeInterval, ClockBelow_IsBehind) { EXPECT_EQ(standing({10, 20}, 9), Standing::behind); }
TEST(TimeInterval, ClockAbove_IsAhead) { EXPECT_EQ(standing({10, 20}, 21), Standing::ahead); }
TEST(TimeInterval, LaterSight_RaisesLowOnly) { EXPECT_EQ(after({10, 20}, 15), (TimeInterval{15, 20})); }
TEST(TimeInterval, EarlierSight_MovesNothing) { EXPECT_EQ(after({10, 20}, 5), (TimeInterval{10, 20})); }
TEST(TimeInterval, SightBeyondHigh_MovesNothing) { EXPECT_EQ(after({10, 20}, 25), (TimeInterval{10, 20})); }
TEST(TimeInterval, ClockSetBack_ExtendsNothing) { EXPECT_EQ(latest_ms({10, 20}, 5), 10); }
TEST(TimeInterval, AnothersTime_IsBelievedAMinuteAhead) {
  EXPECT_EQ(observed_ms_max({10, 1'000'000}, 500), 60'500);
  EXPECT_EQ(observed_ms_max({10, 1'000'000}, 5), 60'010);
  EXPECT_EQ(observed_ms_max({10, 100'000}, 5'000'000), 100'000);
  EXPECT_EQ(observed_ms_max({}, 500), 60'500);
}

}  // namespace
}  // namespace karvan::model
