#include "sync/rules/lease.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace karvan::rules {
namespace {

Lease lease() { return {"ab12", "bus-01", "receipt", 7001, 7500, 1'000, 2'000}; }

RC_GTEST_PROP(LeaseText, Written_ReadsBackTheSame, ()) {
  Lease l = lease();
  l.first = *rc::gen::inRange<std::int64_t>(1, 1ll << 50);
  l.last = l.first + *rc::gen::inRange<std::int64_t>(0, lease_numbers_max);
  l.not_after_ms = *rc::gen::inRange<std::int64_t>(0, 1ll << 50);
  RC_ASSERT(parse_lease(write_lease(l)) == l);
}

TEST(LeaseText, EmptyRange_IsRefused) {
  Lease l = lease();
  l.last = l.first - 1;
  EXPECT_FALSE(parse_lease(write_lease(l)));
}

TEST(LeaseText, RangeOverTheLimit_IsRefused) {
  Lease l = lease();
  l.last = l.first + lease_numbers_max;
  EXPECT_FALSE(parse_lease(write_lease(l)));
}

TEST(LeaseText, FurtherLine_IsRefused) { EXPECT_FALSE(parse_lease(write_lease(lease()) + "last 9999\n")); }

TEST(LeaseNumbers, P14_AfterTheTime_ItIsOver) {
  EXPECT_FALSE(expired(lease(), 2'000));
  EXPECT_TRUE(expired(lease(), 2'001));
}

TEST(LeaseNumbers, OtherKind_IsNotContained) {
  EXPECT_TRUE(contains(lease(), {"receipt", 7500}));
  EXPECT_FALSE(contains(lease(), {"licence", 7100}));
  EXPECT_FALSE(contains(lease(), {"receipt", 7501}));
}

TEST(Usage, OfADay_CountsAtOnceAndFadesSlowly) {
  Usage usage;
  for (int i = 0; i < 300; ++i) usage = after_one(usage, "2026-11-21");
  EXPECT_EQ(per_day(usage), 300);
  usage = after_one(usage, "2026-11-22");
  EXPECT_EQ(per_day(usage), 300);
  usage = after_one(usage, "2026-11-23");
  EXPECT_EQ(per_day(usage), 263);
}

TEST(Usage, Text_RoundTrips) {
  const Usage usage{"2026-11-21", 12, 340};
  EXPECT_EQ(parse_usage(write_usage(usage)), usage);
  for (auto text : {"", "2026-11-21", "2026-11-21 x 3", "2026-11-21 -1 3"})
    EXPECT_EQ(parse_usage(text), Usage{}) << text;
}

TEST(Usage, OfATwentyFourDeskBus_LastsFourMonths) {
  EXPECT_EQ(lease_target(0), lease_size);
  EXPECT_GE(lease_target(500), 500 * 120);
  EXPECT_EQ(lease_target(1'000'000), lease_held_max);
  EXPECT_TRUE(runs_low(249, 0));
  EXPECT_FALSE(runs_low(250, 0));
}

}  // namespace
}  // namespace karvan::rules
