#include "sync/exchange/pace.h"

#include <gtest/gtest.h>

namespace karvan::exchange {
namespace {

constexpr std::uint64_t radio = 8'000;  // 64 kbit/s

TEST(Pace, OfAnUnknownLink_IsThatOfASlowOne) {
  Pace pace;
  EXPECT_EQ(pace.answer_bytes(), radio * 10);
  EXPECT_EQ(pace.request_bytes(), radio * 10 * 3);
  EXPECT_EQ(pace.in_flight(), 1u);
  EXPECT_EQ(level_for(pace.up()), 19);
}

TEST(Pace, OfASlowLink_TakesTenSecondsEachWay) {
  Pace pace;
  pace.observe({.up = 2'000, .down = 16'000, .plain = 60'000, .packed = 10'000});
  EXPECT_EQ(pace.request_bytes(), 2'000u * 10 * 6);
  EXPECT_EQ(pace.answer_bytes(), 160'000u);
}

TEST(Pace, WhatShrinksLittle_IsSentInSmallerParts) {
  Pace pace;
  pace.observe({.up = radio, .plain = 20'000, .packed = 20'000});
  EXPECT_EQ(pace.request_bytes(), radio * 10);
}

TEST(Pace, SlowerIsBelievedAtOnce_FasterByHalf) {
  Pace pace;
  pace.observe({.up = 1'000'000});
  pace.observe({.up = 1'000});
  EXPECT_EQ(pace.up(), 1'000u);
  pace.observe({.up = 1'001'000});
  EXPECT_EQ(pace.up(), 501'000u);
  pace.observe({});
  EXPECT_EQ(pace.up(), 501'000u);
}

TEST(Pace, AfterBreaks_SendsLessAndLessAndComesBack) {
  Pace pace;
  for (int i = 0; i < 2; ++i) pace.broken();
  EXPECT_EQ(pace.request_bytes(), radio * 10 * 3 / 4);
  EXPECT_EQ(pace.answer_bytes(), radio * 10 / 4);
  for (int i = 0; i < 100; ++i) pace.broken();
  EXPECT_GE(pace.answer_bytes(), 4'096u);
  for (int i = 0; i < 5; ++i) pace.observe({});
  EXPECT_EQ(pace.answer_bytes(), radio * 10);
}

TEST(Pace, OfAFastLink_HasSeveralUnderWayWithinBounds) {
  Pace pace;
  pace.observe({.up = 1 << 20, .down = 1 << 20});
  EXPECT_EQ(pace.in_flight(), 1u);
  pace.observe({.up = 1'000 << 20, .down = 1'000 << 20});
  EXPECT_EQ(pace.in_flight(), in_flight_max);
  EXPECT_EQ(pace.request_bytes(), 2u << 20);
  EXPECT_EQ(pace.answer_bytes(), 4u << 20);
  EXPECT_EQ(level_for(pace.up()), 3);
}

}  // namespace
}  // namespace karvan::exchange
