#include "sync/central/api/crew.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

namespace karvan::central {
namespace {

constexpr std::size_t many = 1'000;

std::vector<int> done_by(Crew& crew) {
  std::vector<int> done(many, 0);
  crew.each(many, [&](std::size_t i) { ++done[i]; }, [] {});
  return done;
}

TEST(Crew, Each_WhateverTheHelpers_DoesAllOnce) {
  for (const std::size_t helpers : {0, 1, 3}) {
    Crew crew(helpers);
    for (int turn = 0; turn < 20; ++turn) EXPECT_EQ(done_by(crew), std::vector<int>(many, 1)) << helpers;
  }
}

TEST(Crew, Each_OfNothing_IsDone) {
  Crew crew(1);
  crew.each(0, [](std::size_t) { FAIL(); }, [] {});
}

TEST(Crew, Each_WhereOneThrows_ThrowsItAndWorksOn) {
  Crew crew(2);
  auto one_throws = [](std::size_t i) {
    if (i == many / 2) throw std::runtime_error("poison");
  };
  EXPECT_THROW(crew.each(many, one_throws, [] {}), std::runtime_error);
  EXPECT_EQ(done_by(crew), std::vector<int>(many, 1));
}

TEST(Crew, Aside_IsDoneByWhoAsks_AndMayAskAgain) {
  for (const std::size_t helpers : {0, 2}) {
    Crew crew(helpers);
    std::vector<int> done(many, 0), inner;
    std::thread::id by;
    auto aside = [&] {
      by = std::this_thread::get_id();
      inner = done_by(crew);
    };
    crew.each(many, [&](std::size_t i) { ++done[i]; }, aside);
    EXPECT_EQ(by, std::this_thread::get_id());
    EXPECT_EQ(done, std::vector<int>(many, 1));
    EXPECT_EQ(inner, std::vector<int>(many, 1));
  }
}

TEST(Crew, Aside_ThatThrows_IsThrownOnceNobodyIsAtIt) {
  Crew crew(2);
  auto throws = [] { throw std::runtime_error("poison"); };
  EXPECT_THROW(crew.each(many, [](std::size_t) {}, throws), std::runtime_error);
  EXPECT_EQ(done_by(crew), std::vector<int>(many, 1));
}

}  // namespace
}  // namespace karvan::central
