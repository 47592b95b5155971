#include "storage/store/plain.h"
#include "storage/model/op.h"
#include "storage/model/record.h"
#include "storage/store/listed.h"
#include "tests/unit/storage/store/fixture.h"

// Runs of operations that the centre has applied as they were written, whose records are folded from the log when
// somebody asks.
namespace karvan::store {
namespace {

class PlainTest : public NodeStore {
 protected:
  void SetUp() override {
    NodeStore::SetUp();
    ASSERT_TRUE(committed([&]() -> Result<void> {
      TRY_VOID(
          put_listed(store->database(), {{.id = record, .office = "lahore", .kind = "application"}, {}, false, {}}));
      return store->log().open_epoch("e1");
    }));
    for (std::uint64_t seq = 1; seq <= 4; ++seq) write(op_on(record, seq));
  }

  static model::Op op_on(const std::string& of, std::uint64_t seq) {
    model::Op op;
    op.id = {"bus-01", "e1", seq};
    op.time = {1'000 + static_cast<std::int64_t>(seq), 0};
    op.salt = "00";
    op.actor = "asma";
    op.of = of;
    op.set = {{"phone", "030" + std::to_string(seq)}};
    return op;
  }
  void write(const model::Op& op) {
    ASSERT_TRUE(committed([&] { return store->log().append(op.of, op.id.seq, model::write_op(op), true); }));
  }
  void settle_plain(std::uint64_t seq, std::uint64_t count, std::uint64_t position) {
    ASSERT_EQ(run_at(seq, count), count);
    ASSERT_TRUE(committed([&] { return store->log().settle_plain("e1", seq, count, position); }));
  }
  std::size_t run_at(std::uint64_t seq, std::size_t count) { return store->log().plain_run("e1", seq, count)->size(); }
  // What folding the first `count` gives.
  static std::string folded(std::uint64_t count) {
    model::Record made;
    for (std::uint64_t seq = 1; seq <= count; ++seq) made = model::apply(std::move(made), op_on(record, seq), {});
    return model::write_record(made);
  }
  void expect_settled(std::uint64_t count, std::uint64_t position) {
    const auto settled = store->records().settled(record);
    ASSERT_TRUE(settled && *settled);
    EXPECT_EQ((*settled)->body, folded(count));
    EXPECT_EQ((*settled)->position, position);
  }
  void put(std::uint64_t count, std::uint64_t position) {
    ASSERT_TRUE(committed([&] { return store->records().put_settled(record, {folded(count), position}); }));
  }
  std::vector<std::uint64_t> pending() {
    std::vector<std::uint64_t> seqs;
    const auto lines = store->log().pending(record).value();
    for (const auto& line : lines) seqs.push_back(line.seq);
    return seqs;
  }
  std::uint64_t number(const std::string& sql) {
    auto found = store->database().query(sql);
    EXPECT_TRUE(found && *found->next());
    return static_cast<std::uint64_t>(found->integer(0));
  }
  std::uint64_t runs() { return number("SELECT count(*) FROM plain"); }
  std::uint64_t entry_in_row(std::uint64_t seq) {
    return number("SELECT entry FROM log WHERE seq = " + std::to_string(seq));
  }
};

using Seqs = std::vector<std::uint64_t>;

TEST_F(PlainTest, P3_ARecordThatIsNotWritten_IsTheBytesThatFoldingGives) {
  EXPECT_FALSE(*store->records().settled(record));
  settle_plain(1, 2, 10);
  expect_settled(2, 11);
  EXPECT_EQ(pending(), (Seqs{3, 4}));
  settle_plain(3, 2, 20);
  expect_settled(4, 21);
  EXPECT_EQ(pending(), Seqs());
  EXPECT_EQ(entry_in_row(4), 0u);
  EXPECT_EQ(store->log().line("e1", 4).value()->entry, 21u);
}

TEST_F(PlainTest, RunsThatFollowEachOther_AreOne) {
  settle_plain(1, 2, 10);
  settle_plain(3, 1, 12);
  EXPECT_EQ(runs(), 1u);
  settle_plain(4, 1, 14);  // another box's entry lies between
  EXPECT_EQ(runs(), 2u);
  expect_settled(4, 14);
}

// From then on rows and body tell alone.
TEST_F(PlainTest, P3_ABodyThatIsWritten_HasTheEntriesInItsRowsAndTakesNoMoreRuns) {
  settle_plain(1, 2, 10);
  put(3, 12);
  EXPECT_EQ(entry_in_row(2), 11u);
  EXPECT_EQ(entry_in_row(3), 0u);
  expect_settled(3, 12);
  EXPECT_EQ(run_at(4, 1), 0u);
}

TEST_F(PlainTest, P3_ARecordThatSomebodyElseBegan_IsInNoRun) {
  put(1, 5);
  EXPECT_EQ(run_at(1, 4), 0u);
}

// What is folded of the log must be all that there is, from its beginning.
TEST_F(PlainTest, P3_ARunEndsBeforeARecordOfWhichAnEarlierOperationIsNotInOne) {
  EXPECT_EQ(run_at(1, 4), 4u);
  EXPECT_EQ(run_at(2, 3), 0u);
  ASSERT_TRUE(committed([&] { return store->log().note_entry("e1", 3, 9, model::Fate::parked, "fee_wrong"); }));
  EXPECT_EQ(run_at(1, 4), 2u);
  settle_plain(1, 2, 10);
  EXPECT_EQ(run_at(1, 4), 0u);
  EXPECT_EQ(run_at(4, 1), 0u);
}

TEST_F(PlainTest, ARunEndsAtWhatHangsOnMoreThanItsRecord) {
  const auto other = record + "8";
  ASSERT_TRUE(committed([&]() -> Result<void> {
    TRY_VOID(put_listed(store->database(), {{.id = other, .office = "lahore", .kind = "application"}, {}, false, {}}));
    return put_listed(store->database(),
                      {{.id = other + "9", .office = "lahore", .kind = "application"}, {}, false, {}});
  }));
  write(op_on(other, 5));
  ASSERT_TRUE(append(6, model::write_op(op_on(other + "9", 6)), other + "9"));  // not `alone`
  EXPECT_EQ(run_at(1, 6), 5u);
  ASSERT_TRUE(committed([&] { return store->shadows().put({other, 0, std::nullopt, "rebuilt"}); }));
  EXPECT_EQ(run_at(1, 6), 4u);
  EXPECT_EQ(run_at(5, 1), 0u);
}

// What the desk sees is in the record or pending, never both and never neither.
TEST_F(PlainTest, P3_InAnotherLife_WhatRunsSaidBeyondIsPending) {
  settle_plain(1, 4, 10);
  ASSERT_TRUE(committed([&] { return store->records().begin_life(12); }));
  EXPECT_EQ(pending(), Seqs{4});
  expect_settled(3, 12);
  EXPECT_EQ(run_at(4, 1), 0u);  // what has been told of once goes one by one
  ASSERT_TRUE(committed([&] { return store->records().begin_life(9); }));
  EXPECT_EQ(pending(), (Seqs{1, 2, 3, 4}));
  EXPECT_FALSE(*store->records().settled(record));
}

TEST_F(PlainTest, P3_InAnotherLife_WhatIsInABodyStaysThereUntilItIsBuiltAnew) {
  settle_plain(1, 4, 10);
  put(4, 13);
  ASSERT_TRUE(committed([&] { return store->records().begin_life(11); }));
  EXPECT_EQ(pending(), Seqs());
  expect_settled(4, 0);
  ASSERT_TRUE(committed([&]() -> Result<void> {
    TRY_VOID(store->log().resettle(record, 11));
    return store->records().put_settled(record, {folded(2), 11});
  }));
  EXPECT_EQ(pending(), (Seqs{3, 4}));
  expect_settled(2, 11);
}

TEST_F(PlainTest, P3_ARecordOfWhichTheCentreKnowsNothing_IsNotFoldedOfTheLogAgain) {
  settle_plain(1, 4, 10);
  ASSERT_TRUE(committed([&]() -> Result<void> {
    TRY_VOID(store->records().drop_settled(record));
    return store->log().resettle(record, 0);
  }));
  EXPECT_EQ(pending(), (Seqs{1, 2, 3, 4}));
  EXPECT_FALSE(*store->records().settled(record));
}

// A later entry of an operation that a run spoke for takes it out of there, not out of the record.
TEST_F(PlainTest, P8_ALaterEntryOfOne_LeavesTheRecordAsItWas) {
  settle_plain(1, 4, 10);
  ASSERT_TRUE(committed([&] { return store->log().settle("e1", 2, 30, model::Fate::refused, "late"); }));
  expect_settled(4, 13);
  EXPECT_EQ(store->log().line("e1", 2).value()->entry, 30u);
}

TEST_F(PlainTest, P3_InAnotherLife_WhatALaterEntryReplacedStandsAgain) {
  settle_plain(1, 4, 10);
  ASSERT_TRUE(committed([&] { return store->log().settle("e1", 2, 30, model::Fate::refused, "late"); }));
  ASSERT_TRUE(committed([&]() -> Result<void> {
    TRY_VOID(store->records().begin_life(20));
    return store->log().resettle(record, 13);
  }));
  EXPECT_EQ(entry_in_row(2), 11u);
  EXPECT_EQ(pending(), Seqs());
}

TEST_F(PlainTest, P12_ErasingALine_LeavesTheRecordAsItWas) {
  settle_plain(1, 3, 10);
  ASSERT_TRUE(committed([&] { return store->log().erase("e1", 2, "omar", "asked"); }));
  expect_settled(3, 12);
}

TEST_F(PlainTest, P12_APurgedRecord_IsRememberedUpToItsLastEntry) {
  settle_plain(1, 4, 10);
  ASSERT_TRUE(committed([&]() -> Result<void> {
    TRY_VOID(store->log().mark_safe("e1", 4));
    return store->records().purge(record, "days");
  }));
  EXPECT_EQ((*store->shadows().get(record))->position, 13u);
  ASSERT_TRUE(committed([&] { return store->records().begin_life(1); }));
  EXPECT_EQ(pending(), Seqs());
}

}  // namespace
}  // namespace karvan::store
