#include "tests/oracle/agreement/drawn.h"

// Histories drawn at random: P3 and P8 hold for each, and the judge says what the oracle says.
namespace karvan::agreement {
namespace {

TEST(Agreement, P8_AnyHistory_IsJudgedAsTheOracleSays) {
  holds(1, 2'500, [] {
    const World world = played(drawn_acts());
    if (!world.differences().empty()) RC_FAIL("\n" + world.story());
  });
}

TEST(Agreement, P8_AnyHistory_LosesNoValueThatSomebodyHadNotSeen) {
  holds(2, 1'000, [] {
    const World world = played(drawn_acts());
    for (const std::string& value : lost(world.feed(), world.record())) RC_FAIL(value + "\n" + world.story());
  });
}

TEST(Agreement, P8_ConcurrentOperationsInAnotherOrder_KeepTheSameContenders) {
  holds(3, 1'500, [] {
    const World world = played(drawn_acts());
    const auto order = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 1000));
    const auto other = received_otherwise(world.feed(), order);
    for (const std::string& value : lost(world.feed(), other.record)) RC_FAIL(value + "\n" + world.story());
    if (!other.differences.empty()) RC_FAIL(fmt::format("{}\n{}", fmt::join(other.differences, "\n"), world.story()));
  });
}

TEST(Agreement, P3_SameFeedAtEveryBox_GivesTheSameBytes) {
  holds(4, 1'000, [] {
    const World world = played(drawn_acts());
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

}  // namespace
}  // namespace karvan::agreement
