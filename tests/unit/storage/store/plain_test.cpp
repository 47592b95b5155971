#include "storage/store/plain.h"
#include "storage/model/op.h"
#include "storage/model/record.h"
#include "tests/unit/storage/store/fixture.h"

// Runs of operations that the centre has plainly applied, whose records are made of the log when somebody asks.
namespace karvan::store {
namespace {

class PlainTest : public NodeStore {
 protected:
  void SetUp() override {
    NodeStore::SetUp();
    ASSERT_TRUE(committed([&]() -> Result<void> {
      TRY_VOID(store->records().put_summary({.id = record, .office = "lahore", .kind = "application"}));
      return store->log().open_epoch("e1");
    }));
    for (int seq = 1; seq <= 4; ++seq) write(op(seq));
  }

  static model::Op op(std::uint64_t seq) {
    model::Op op;
    op.id = {"bus-01", "e1", seq};
    op.time = {1'000 + static_cast<std::int64_t>(seq), 0};
    op.salt = "00";
    op.actor = "asma";
    op.of = record;
    op.set = {{"phone", "030" + std::to_string(seq)}};
    return op;
  }
  void write(const model::Op& op) {
    ASSERT_TRUE(committed([&] { return store->log().append(op.of, op.id.seq, model::write_op(op), true); }));
  }
  void settle_run(std::uint64_t seq, std::uint64_t count, std::uint64_t position) {
    ASSERT_TRUE(committed([&] { return store->log().settle_run("e1", seq, count, position); }));
  }
  // What folding the first `count` gives.
  static std::string folded(std::uint64_t count) {
    model::Record made;
    for (std::uint64_t seq = 1; seq <= count; ++seq) made = model::apply(std::move(made), op(seq), {});
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
  std::uint64_t runs() {
    auto count = store->database().query("SELECT count(*) FROM plain");
    EXPECT_TRUE(count && *count->next());
    return static_cast<std::uint64_t>(count->integer(0));
  }
};

using Seqs = std::vector<std::uint64_t>;

TEST_F(PlainTest, P3_ARecordThatIsNotWritten_IsTheBytesThatFoldingGives) {
  EXPECT_FALSE(*store->records().settled(record));
  settle_run(1, 2, 10);
  expect_settled(2, 11);
  put(2, 11);
  expect_settled(2, 11);
  settle_run(3, 2, 20);
  expect_settled(4, 21);
  EXPECT_EQ(pending(), Seqs());
  EXPECT_EQ(store->log().line("e1", 4).value()->entry, 21u);
}

TEST_F(PlainTest, RunsThatFollowEachOther_AreOne) {
  settle_run(1, 2, 10);
  settle_run(3, 1, 12);
  EXPECT_EQ(runs(), 1u);
  settle_run(4, 1, 14);  // another box's entry lies between
  EXPECT_EQ(runs(), 2u);
  expect_settled(4, 14);
}

TEST_F(PlainTest, Alone_EndsAtWhatIsToldOrHangsOnMore) {
  EXPECT_EQ(store->log().alone("e1", 1, 4)->size(), 4u);
  ASSERT_TRUE(committed([&] { return store->log().settle("e1", 3, 9, model::Fate::parked, "fee_wrong"); }));
  EXPECT_EQ(store->log().alone("e1", 1, 4)->size(), 2u);
  settle_run(1, 1, 10);
  EXPECT_TRUE(store->log().alone("e1", 1, 4)->empty());
  ASSERT_TRUE(append(5, model::write_op(op(5))));  // not of those
  EXPECT_EQ(store->log().alone("e1", 4, 2)->size(), 1u);
  ASSERT_TRUE(committed([&] { return store->shadows().put({record, 0, std::nullopt, "rebuilt"}); }));
  EXPECT_TRUE(store->log().alone("e1", 4, 1)->empty());
}

// What the desk sees is in the body or pending, never both and never neither.
TEST_F(PlainTest, P3_InAnotherLife_WhatLiesBeyondIsPendingOnlyWhereItIsNotWritten) {
  settle_run(1, 4, 10);
  put(2, 11);
  ASSERT_TRUE(committed([&] { return store->records().begin_life(12); }));
  EXPECT_EQ(pending(), Seqs{4});
  expect_settled(3, 12);
  ASSERT_TRUE(committed([&] { return store->records().begin_life(10); }));
  EXPECT_EQ(pending(), (Seqs{3, 4}));
  EXPECT_TRUE(*store->log().entry_stands("e1", 1));
  EXPECT_FALSE(*store->log().entry_stands("e1", 2));
  ASSERT_TRUE(committed([&] { return store->log().resettle(record, 10); }));
  EXPECT_EQ(pending(), (Seqs{2, 3, 4}));
}

TEST_F(PlainTest, P12_ErasingALine_LeavesTheRecordAsItWas) {
  settle_run(1, 3, 10);
  ASSERT_TRUE(committed([&] { return store->log().erase("e1", 2, "omar", "asked"); }));
  expect_settled(3, 12);
  settle_run(4, 1, 13);
  expect_settled(4, 13);
}

TEST_F(PlainTest, P12_APurgedRecord_IsRememberedUpToItsLastEntry) {
  settle_run(1, 4, 10);
  ASSERT_TRUE(committed([&]() -> Result<void> {
    TRY_VOID(store->log().mark_safe("e1", 4));
    return store->records().purge(record, "days");
  }));
  EXPECT_EQ((*store->shadows().get(record))->position, 13u);
}

TEST_F(PlainTest, P10_OfASalvagedFile_RunsAreBelievedWhereAllTheyNameIsThere) {
  settle_run(1, 2, 10);
  settle_run(3, 2, 20);
  ASSERT_TRUE(committed([&] { return store->cursors().put({"office/lahore", "c", 9, "h9"}); }));
  ASSERT_TRUE(committed([&] { return store->cursors().put({"office/lahore", "c", 30, "h30"}); }));
  ASSERT_TRUE(committed([&] { return mend_plain(store->database(), {}); }));
  expect_settled(4, 21);
  EXPECT_EQ(pending(), Seqs());
  ASSERT_TRUE(committed([&] { return mend_plain(store->database(), {.records = true}); }));
  EXPECT_FALSE(*store->records().settled(record));
  EXPECT_EQ(pending(), (Seqs{1, 2, 3, 4}));
  EXPECT_EQ(store->cursors().get("office/lahore")->position, 9u);
}

TEST_F(PlainTest, P10_OfASalvagedFile_ALineOfARunThatIsLostIsReadAgain) {
  settle_run(1, 4, 10);
  ASSERT_TRUE(committed([&] { return store->cursors().put({"office/lahore", "c", 30, "h30"}); }));
  ASSERT_TRUE(committed([&]() -> Result<void> {
    TRY_VOID(store->database().run("DELETE FROM log WHERE position = 4"));
    return mend_plain(store->database(), {});
  }));
  EXPECT_EQ(pending(), (Seqs{1, 2, 3}));
  EXPECT_EQ(store->cursors().get("office/lahore")->position, 0u);
  EXPECT_EQ(store->cursors().get("office/lahore")->hash, "");
}

}  // namespace
}  // namespace karvan::store
