#include "storage/model/hybrid_time.h"

#include <gtest/gtest.h>

namespace karvan::model {
namespace {

TEST(HybridClock, P4_WallClockJumpsBack_TimeGoesOn) {
  HybridClock clock;
  auto first = clock.tick(1'000'000);
  auto second = clock.tick(500);
  EXPECT_GT(second, first);
  EXPECT_EQ(second.ms, 1'000'000);
}

TEST(HybridClock, P4_RestartedFromItsLast_NeverRunsBackwards) {
  HybridClock before;
  auto last = before.tick(9'000);
  HybridClock after{last};
  EXPECT_GT(after.tick(1), last);
}

TEST(HybridClock, P4_AboveTheTrustedInterval_AdvancesByCounterOnly) {
  HybridClock clock;
  auto sane = clock.tick(1'000, 2'000);
  auto wild = clock.tick(99'000'000, 2'000);
  EXPECT_EQ(wild.ms, sane.ms);
  EXPECT_GT(wild, sane);
}

TEST(HybridClock, P4_SeenFromAnother_NextIsLater) {
  HybridClock clock;
  clock.observe({7'000, 3}, 10'000);
  EXPECT_GT(clock.tick(5), (HybridTime{7'000, 3}));
}

TEST(HybridClock, P4_ACounterAtItsEnd_TurnsNoTimeBack) {
  HybridClock clock;
  clock.observe({7'000, UINT32_MAX}, 10'000);
  EXPECT_EQ(clock.tick(5), (HybridTime{7'001, 0}));
}

TEST(HybridClock, P4_FarAheadOfAnythingBelievable_DragsNobodyAlong) {
  HybridClock clock;
  clock.tick(1'000);
  clock.observe({31'536'000'000, 0}, 61'000);
  EXPECT_EQ(clock.last(), (HybridTime{61'000, 0}));
}

TEST(HybridTime, Text_RoundTrips) {
  HybridTime time{1795292520123, 1};
  EXPECT_EQ(to_text(time), "1795292520123.1");
  EXPECT_EQ(parse_hybrid_time("1795292520123.1"), time);
}

TEST(HybridTime, MalformedText_IsRefused) {
  for (auto text : {"", ".", "1", "1.", ".1", "-1.0", "1.2x", "1.-2", "99999999999999999999.0"})
    EXPECT_FALSE(parse_hybrid_time(text)) << text;
}

}  // namespace
}  // namespace karvan::model
