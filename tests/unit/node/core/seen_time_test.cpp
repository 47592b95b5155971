#include "tests/unit/node/core/settled_box.h"

// What a box writes is later than all that it has seen, also after a crash, and of records that came whole (P4).
namespace karvan::core {
namespace {

using samples::Box;
constexpr std::int64_t year_ms = 365 * 86'400'000LL;

class SeenTime : public samples::SettledBox {
 protected:
  // A box whose battery is dead takes an office over; gives the time of what was written there last.
  model::HybridTime take_over() {
    auto op = phone("0300");
    op.of = Box::application(box_.core->book().fresh_id());
    op.time = {box_.now + 10'000'000, 0};
    box_.now -= year_ms;
    const auto record = model::apply({}, op, {});
    say_whole({{++box_.checkpoint.office, record.id, model::write_record(record)}}, op.time.ms);
    return op.time;
  }
};

// A start after a crash knows no later time than what was kept.
TEST_F(SeenTime, P4_AfterACrashAndAClockSetBack_TheNextOperationIsLaterThanWhatWasSeen) {
  auto op = phone("0301");
  op.time = {box_.now + 150'000, 0};  // round() takes two minutes
  say({entry(op)});
  box_.now -= 3'600'000;
  box_.restart();
  box_.sign_in();
  box_.filed();
  EXPECT_GT(model::parse_op(box_.store().log().newest(1)->front().line)->time, op.time);
}

// The clock was raised already when the same slice came again.
TEST_F(SeenTime, P4_WhereTheFirstCommitOfWhatWasSeenFailed_TheNextOperationIsLaterAllTheSame) {
  auto op = phone("0301");
  op.time = {box_.now + 150'000, 0};
  const auto seen_later = entry(op);
  disk_.fail(test::Io::write, 1, test::io_error_fsync);
  say({seen_later});
  ASSERT_EQ(seen_phone(), "0300");
  say({seen_later});
  ASSERT_EQ(seen_phone(), "0301");
  box_.now -= 3'600'000;
  box_.restart();
  box_.sign_in();
  box_.filed();
  EXPECT_GT(model::parse_op(box_.store().log().newest(1)->front().line)->time, op.time);
}

TEST_F(SeenTime, P4_AfterARecordThatCameWhole_TheNextOperationIsLater) {
  const auto seen = take_over();
  EXPECT_GT(next_time(), seen);
}

TEST_F(SeenTime, P4_AfterARecordThatCameWholeAndACrash_TheNextOperationIsLater) {
  const auto seen = take_over();
  box_.restart();
  EXPECT_GT(next_time(), seen);
}

// What this box wrote on is settled beside what the desk sees, and takes its place at the feed's end.
TEST_F(SeenTime, P4_AfterAnOwnRecordThatCameWhole_TheNextOperationIsLater) {
  auto op = phone("0301");
  op.time = {box_.now + 10'000'000, 0};
  box_.now -= year_ms;
  const auto record = model::apply(*model::parse_record(settled()->body), op, {});
  say_whole({{++box_.checkpoint.office, record.id, model::write_record(record)}}, op.time.ms);
  ASSERT_EQ(seen_phone(), "0301");
  EXPECT_GT(next_time(), op.time);
}

}  // namespace
}  // namespace karvan::core
