#pragma once
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/detail/Configuration.h>

#include <cstdint>
#include <cstdlib>
#include <ostream>
#include <sstream>
#include <vector>

#include "tests/oracle/agreement/history.h"

// Histories drawn at random, for properties that hold for each.
namespace karvan::agreement {

inline std::ostream& operator<<(std::ostream& out, const Act& a) {
  return out << fmt::format("{{{}, {}, {}, {}}}", a.who, a.what, a.which, a.value);
}

inline std::vector<Act> drawn_acts() {
  const auto number = [](int below) { return rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, below)); };
  const auto act = rc::gen::build<Act>(rc::gen::set(&Act::who, number(5)), rc::gen::set(&Act::what, number(12)),
                                       rc::gen::set(&Act::which, number(8)), rc::gen::set(&Act::value, number(4)));
  return *rc::gen::resize(acts_max, rc::gen::container<std::vector<Act>>(act));
}

inline World played(const std::vector<Act>& acts) {
  World world;
  for (const Act& a : acts) world.act(a);
  world.calm();
  return world;
}

// `cases` of the same ones in each run, other than those of another seed: each property looks at histories of its own.
// RC_PARAMS="max_success=100000 seed=7" draws others.
template <class Property>
void holds(std::uint64_t seed, int cases, const Property& property) {
  auto params = rc::detail::configuration().testParams;
  if (!std::getenv("RC_PARAMS")) {
    params.seed = seed;
    params.maxSuccess = cases;
  }
  const auto result = rc::detail::checkTestable(property, rc::detail::TestMetadata{}, params);
  std::ostringstream words;
  rc::detail::printResultMessage(result, words);
  EXPECT_TRUE(result.template is<rc::detail::SuccessResult>()) << words.str();
}

}  // namespace karvan::agreement
