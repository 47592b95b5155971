#include "node/core/rest.h"

#include <gtest/gtest.h>

namespace karvan::core {
namespace {

TEST(Rest, BeforeAnyTry_IsOver) { EXPECT_TRUE(Rest().over(0)); }

TEST(Rest, OfAShortTry_IsFiveSeconds) {
  Rest rest;
  rest.tried(1'000);
  EXPECT_FALSE(rest.over(1'100));
  EXPECT_FALSE(rest.over(1'099 + recover_every_ms));
  EXPECT_TRUE(rest.over(1'100 + recover_every_ms));
}

// What came meanwhile is answered before the next try.
TEST(Rest, OfALongTry_BeginsAfterItAndIsAsLong) {
  Rest rest;
  rest.tried(0);
  EXPECT_FALSE(rest.over(30'000));
  EXPECT_FALSE(rest.over(59'999));
  EXPECT_TRUE(rest.over(60'000));
}

TEST(Rest, OfAnEndlessTry_IsBounded) {
  Rest rest;
  rest.tried(0);
  EXPECT_FALSE(rest.over(3'600'000));
  EXPECT_TRUE(rest.over(3'600'000 + recover_rest_ms_max));
}

TEST(Rest, WithTheClockSetBack_BeginsAnewAndEnds) {
  Rest rest;
  rest.tried(1'000'000);
  EXPECT_FALSE(rest.over(1'000'500));
  EXPECT_FALSE(rest.over(10'000));
  EXPECT_TRUE(rest.over(10'000 + recover_every_ms));
}

}  // namespace
}  // namespace karvan::core
