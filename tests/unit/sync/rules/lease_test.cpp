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

RC_GTEST_PROP(LeaseNumbers, P5_TakenInOrder_AreEachOfTheRangeOnce, ()) {
  Lease l = lease();
  l.last = l.first + *rc::gen::inRange(0, 50);
  std::optional<std::int64_t> highest;
  std::int64_t expected = l.first;
  while (auto n = next_number(l, highest, 1'500)) {
    RC_ASSERT(*n == expected++);
    highest = n;
  }
  RC_ASSERT(expected == l.last + 1);
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

TEST(LeaseNumbers, P14_AfterTheTime_ThereIsNone) {
  EXPECT_FALSE(next_number(lease(), std::nullopt, 2'001));
  EXPECT_EQ(left(lease(), std::nullopt, 2'001), 0);
}

TEST(LeaseNumbers, Left_CountsDown) {
  EXPECT_EQ(left(lease(), std::nullopt, 1'500), 500);
  EXPECT_EQ(left(lease(), 7001, 1'500), 499);
  EXPECT_EQ(left(lease(), 7500, 1'500), 0);
}

TEST(LeaseNumbers, OtherKind_IsNotContained) {
  EXPECT_TRUE(contains(lease(), {"receipt", 7500}));
  EXPECT_FALSE(contains(lease(), {"licence", 7100}));
  EXPECT_FALSE(contains(lease(), {"receipt", 7501}));
}

}  // namespace
}  // namespace karvan::rules
