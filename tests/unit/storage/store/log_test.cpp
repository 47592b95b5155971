#include "tests/unit/storage/store/fixture.h"

namespace karvan::store {

struct LogTest : NodeStore {};

TEST_F(LogTest, Fresh_HasNoHead) { EXPECT_EQ(store->log().head().value(), Head{}); }

TEST_F(LogTest, Appended_ComesBackByteForByte) {
  write_log("e1", 0);
  std::string line = "{\"name\":\"پنجاب\"}\t ";
  ASSERT_TRUE(append(1, line));
  auto lines = store->log().lines("e1", 1, 10).value();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].line, line);
  EXPECT_EQ(lines[0].of, record);
  EXPECT_EQ(lines[0].digest, seal::sha256(line));
}

TEST_F(LogTest, SeqThatIsNotTheNext_IsAGap) {
  write_log("e1", 2);
  EXPECT_CODE(Code::chain_gap, append(2, "again"));
  EXPECT_CODE(Code::chain_gap, append(4, "ahead"));
}

TEST_F(LogTest, BeforeAnEpoch_TakesNothing) { EXPECT_CODE(Code::chain_gap, append(1, "x")); }

TEST_F(LogTest, EpochUsedBefore_IsAFork) {
  write_log("e1", 1);
  write_log("e2", 1);
  EXPECT_CODE(Code::fork_noticed, committed([&] { return store->log().open_epoch("e1"); }));
}

TEST_F(LogTest, Lines_AreBoundedAndStartWhereAsked) {
  write_log("e1", 5);
  auto lines = store->log().lines("e1", 3, 2).value();
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].seq, 3u);
  EXPECT_EQ(lines[1].seq, 4u);
}

TEST_F(LogTest, WhatIsSent_IsTheLinesAndTheirChain_OfAnErasedOneItsDigest) {
  write_log("e1", 3);
  ASSERT_TRUE(committed([&] { return store->log().erase("e1", 2, "omar", "asked"); }));
  const auto lines = store->log().lines("e1", 2, 5).value();
  const auto sent = store->log().to_send("e1", 2, 5).value();
  ASSERT_EQ(sent.size(), 2u);
  for (std::size_t i = 0; i < sent.size(); ++i) {
    EXPECT_EQ(sent[i].seq, lines[i].seq);
    EXPECT_EQ(sent[i].line, lines[i].line);
    EXPECT_EQ(sent[i].erased, i == 0);
    EXPECT_EQ(sent[i].digest, lines[i].digest);
    EXPECT_EQ(sent[i].hash, lines[i].hash);
  }
  EXPECT_EQ(store->log().to_send("e1", 1, 2)->size(), 2u);
}

TEST_F(LogTest, Newest_CrossesEpochs) {
  write_log("e1", 1);
  write_log("e2", 1);
  auto lines = store->log().newest(10).value();
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].epoch, "e2");
}

TEST_F(LogTest, SettledOperation_IsNoLongerPending) {
  write_log("e1", 2);
  ASSERT_TRUE(committed([&] { return store->log().settle("e1", 1, 70, model::Fate::applied, ""); }));
  auto pending = store->log().pending(record).value();
  ASSERT_EQ(pending.size(), 1u);
  EXPECT_EQ(pending[0].seq, 2u);
  EXPECT_EQ(store->log().count_unsettled().value(), 1u);
  EXPECT_TRUE(store->log().any_unsettled().value());
  ASSERT_TRUE(committed([&] { return store->log().settle("e1", 2, 71, model::Fate::applied, ""); }));
  EXPECT_FALSE(store->log().any_unsettled().value());
}

TEST_F(LogTest, P15_ParkedOperation_StaysPendingAndVisibleWithItsReason) {
  write_log("e1", 1);
  ASSERT_TRUE(committed([&] { return store->log().settle("e1", 1, 70, model::Fate::parked, "fee_field_held"); }));
  EXPECT_EQ(store->log().pending(record)->size(), 1u);
  auto troubled = store->log().troubled(10).value();
  ASSERT_EQ(troubled.size(), 1u);
  EXPECT_EQ(troubled[0].reason, "fee_field_held");
  EXPECT_EQ(troubled[0].fate, model::Fate::parked);
}

TEST_F(LogTest, LaterEntryOfTheSameOperation_ReplacesTheEarlier) {
  write_log("e1", 1);
  ASSERT_TRUE(committed([&] { return store->log().settle("e1", 1, 70, model::Fate::waiting, "cause"); }));
  ASSERT_TRUE(committed([&] { return store->log().settle("e1", 1, 80, model::Fate::applied, ""); }));
  EXPECT_EQ(store->log().line("e1", 1).value()->entry, 80u);
  EXPECT_TRUE(store->log().troubled(10)->empty());
  EXPECT_TRUE(store->log().pending(record)->empty());
}

TEST_F(LogTest, SettleOfUnknownOperation_IsNotFound) {
  EXPECT_CODE(Code::not_found, committed([&] { return store->log().settle("e9", 1, 1, model::Fate::applied, ""); }));
}

TEST_F(LogTest, RunOfPlainEntries_IsSettledInOneStroke) {
  write_log("e1", 4);
  ASSERT_TRUE(committed([&] { return store->log().settle_run("e1", 2, 2, 70); }));
  EXPECT_EQ(store->log().line("e1", 2).value()->entry, 70u);
  EXPECT_EQ(store->log().line("e1", 3).value()->entry, 71u);
  EXPECT_EQ(store->log().pending(record)->size(), 2u);
  EXPECT_CODE(Code::not_found, committed([&] { return store->log().settle_run("e1", 4, 2, 80); }));
}

// The desk sees the record as it was: what is in it may not be shown twice, nor what is not in it be left out.
TEST_F(LogTest, EntryOfARecordBuiltAnew_ChangesNothingThatIsPendingUntilItIsSeen) {
  write_log("e1", 3);
  ASSERT_TRUE(committed([&] { return store->log().settle_run("e1", 1, 2, 10); }));
  ASSERT_TRUE(committed([&] { return store->records().begin_life(10); }));
  ASSERT_TRUE(committed([&] { return store->log().note_entry("e1", 3, 11, model::Fate::applied, ""); }));
  ASSERT_EQ(store->log().pending(record)->size(), 1u);
  EXPECT_EQ(store->log().pending(record)->front().seq, 3u);
  ASSERT_TRUE(committed([&] { return store->log().resettle(record, 11); }));
  ASSERT_EQ(store->log().pending(record)->size(), 1u);
  EXPECT_EQ(store->log().pending(record)->front().seq, 2u);  // at position 11 of the life before, so nowhere now
  EXPECT_EQ(store->log().pending(record)->front().entry, 0u);
}

// A person settles a refusal of the life before, while the present one is still being told.
TEST_F(LogTest, P2_AnotherFate_LeavesTheEntryInTheLifeThatMadeIt) {
  write_log("e1", 1);
  ASSERT_TRUE(committed([&] { return store->log().settle("e1", 1, 90, model::Fate::refused, "fee_wrong"); }));
  ASSERT_TRUE(committed([&] { return store->records().begin_life(50); }));
  ASSERT_TRUE(committed([&] { return store->log().change_fate("e1", 1, model::Fate::applied, true); }));
  EXPECT_EQ(store->log().line("e1", 1).value()->fate, model::Fate::applied);
  EXPECT_FALSE(store->log().entry_stands("e1", 1).value());
  ASSERT_TRUE(committed([&] { return store->log().resettle(record, 60); }));
  EXPECT_EQ(store->log().line("e1", 1).value()->entry, 0u);
  EXPECT_EQ(store->log().count_unsettled().value(), 1u);
}

TEST_F(LogTest, CountAfter_IsOfOneRecordOverEpochs) {
  write_log("e1", 2);
  write_log("e2", 1);
  EXPECT_EQ(store->log().count_after({"e1", 1, {}}, record).value(), 2u);
  EXPECT_EQ(store->log().count_after({"e2", 1, {}}, record).value(), 0u);
  EXPECT_EQ(store->log().count_after({}, "other").value(), 0u);
}

}  // namespace karvan::store
