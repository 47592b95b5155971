#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/detail/Configuration.h>

#include <cstdlib>
#include <ostream>
#include <sstream>

#include "tests/oracle/agreement/history.h"

// Histories drawn at random: P3 and P8 hold for each, and the judge says what the oracle says.
namespace karvan::agreement {

std::ostream& operator<<(std::ostream& out, const Act& a) {
  return out << fmt::format("{{{}, {}, {}, {}}}", a.who, a.what, a.which, a.value);
}

namespace {

std::vector<Act> acts() {
  const auto number = [](int below) { return rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, below)); };
  const auto act = rc::gen::build<Act>(rc::gen::set(&Act::who, number(5)), rc::gen::set(&Act::what, number(12)),
                                       rc::gen::set(&Act::which, number(8)), rc::gen::set(&Act::value, number(4)));
  return *rc::gen::resize(acts_max, rc::gen::container<std::vector<Act>>(act));
}

World played(const std::vector<Act>& acts) {
  World world;
  for (const Act& a : acts) world.act(a);
  world.calm();
  return world;
}

// `cases` of the same ones in each run; RC_PARAMS="max_success=100000 seed=7" draws others.
template <class Property>
void holds(int cases, const Property& property) {
  auto params = rc::detail::configuration().testParams;
  if (!std::getenv("RC_PARAMS")) {
    params.seed = 20261122;
    params.maxSuccess = cases;
  }
  const auto result = rc::detail::checkTestable(property, rc::detail::TestMetadata{}, params);
  std::ostringstream words;
  rc::detail::printResultMessage(result, words);
  EXPECT_TRUE(result.template is<rc::detail::SuccessResult>()) << words.str();
}

TEST(Agreement, P8_AnyHistory_IsJudgedAsTheOracleSays) {
  holds(2'500, [] {
    const World world = played(acts());
    if (!world.differences().empty()) RC_FAIL("\n" + world.story());
  });
}

TEST(Agreement, P8_AnyHistory_LosesNoValueThatSomebodyHadNotSeen) {
  holds(1'000, [] {
    const World world = played(acts());
    for (const std::string& value : lost(world.feed(), world.record())) RC_FAIL(value + "\n" + world.story());
  });
}

TEST(Agreement, P8_ConcurrentOperationsInAnotherOrder_KeepTheSameContenders) {
  holds(1'500, [] {
    const World world = played(acts());
    const auto order = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 1000));
    const auto other = received_otherwise(world.feed(), order);
    for (const std::string& value : lost(world.feed(), other)) RC_FAIL(value + "\n" + world.story());
  });
}

TEST(Agreement, P3_SameFeedAtEveryBox_GivesTheSameBytes) {
  holds(1'000, [] {
    const World world = played(acts());
    const std::string bytes = model::write_record(world.record());
    for (std::size_t who = 0; who < 5; ++who) RC_ASSERT(model::write_record(world.shown_at(who)) == bytes);
    // as one that takes the feed from texts, and reads its own record again after each entry
    std::string kept;
    for (const Entry& entry : world.feed()) {
      const auto op = model::parse_op(model::write_op(entry.op));
      const auto verdict = model::parse_verdict(model::write_verdict(entry.verdict));
      const auto before = kept.empty() ? model::Record{} : model::parse_record(kept).value();
      kept = model::write_record(model::apply(before, op.value(), verdict.value()));
    }
    RC_ASSERT(kept == bytes);
  });
}

// As a box takes slices that begin where it last stated its cursor: what is known by its position is passed over.
TEST(Agreement, P10_SlicesTakenAgainFromAnywhereBefore_GiveTheSameBytes) {
  holds(500, [] {
    const World world = played(acts());
    const auto& feed = world.feed();
    std::string kept = model::write_record({});
    for (std::size_t position = 0; position < feed.size();) {
      const std::size_t from = position - *rc::gen::inRange<std::size_t>(0, position + 1);
      const std::size_t to = *rc::gen::inRange(position, feed.size()) + 1;
      auto record = position == 0 ? model::Record{} : model::parse_record(kept).value();
      for (std::size_t i = from; i < to; ++i)
        if (i >= position) record = model::apply(std::move(record), feed[i].op, feed[i].verdict);
      kept = model::write_record(record);
      position = to;
    }
    RC_ASSERT(kept == model::write_record(world.record()));
  });
}

}  // namespace
}  // namespace karvan::agreement
