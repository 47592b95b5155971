#include "tests/unit/storage/store/fixture.h"

namespace karvan::store {

struct LogTest : NodeStore {};
struct ChainTest : NodeStore {};
struct MarksTest : NodeStore {};

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

TEST_F(MarksTest, Unsent_CountsWhatIsNotReceivedInAllEpochs) {
  write_log("e1", 3);
  write_log("e2", 2);
  ASSERT_TRUE(committed([&] { return store->log().mark_received("e1", 3); }));
  ASSERT_TRUE(committed([&] { return store->log().mark_sent("e2", 2); }));
  EXPECT_EQ(store->log().count_unsent().value(), 2u);
}

TEST_F(MarksTest, AHigherMark_RaisesThoseItIncludesAndNoneFalls) {
  write_log("e1", 3);
  ASSERT_TRUE(committed([&] { return store->log().mark_safe("e1", 2); }));
  ASSERT_TRUE(committed([&] { return store->log().mark_received("e1", 1); }));
  auto marks = store->log().marks().value();
  ASSERT_EQ(marks.size(), 1u);
  EXPECT_EQ(marks[0].sent, 2u);
  EXPECT_EQ(marks[0].received, 2u);
  EXPECT_EQ(marks[0].safe, 2u);
  EXPECT_EQ(marks[0].last, 3u);
}

TEST_F(MarksTest, AboveTheLast_IsAGap) {
  write_log("e1", 1);
  EXPECT_CODE(Code::chain_gap, committed([&] { return store->log().mark_received("e1", 2); }));
}

TEST_F(MarksTest, RestoredCentre_IsSentAllAboveSafe) {
  write_log("e1", 3);
  ASSERT_TRUE(committed([&] { return store->log().mark_safe("e1", 1); }));
  ASSERT_TRUE(committed([&] { return store->log().mark_received("e1", 3); }));
  ASSERT_TRUE(committed([&] { return store->log().resend_from_safe(); }));
  EXPECT_EQ(store->log().count_unsent().value(), 2u);
}

TEST_F(MarksTest, LostConnection_ForgetsOnlyWhatWasOnItsWay) {
  write_log("e1", 3);
  ASSERT_TRUE(committed([&] { return store->log().mark_received("e1", 1); }));
  ASSERT_TRUE(committed([&] { return store->log().mark_sent("e1", 3); }));
  ASSERT_TRUE(committed([&] { return store->log().forget_sent(); }));
  EXPECT_EQ(store->log().marks()->front().sent, 1u);
}

TEST_F(ChainTest, P7_Verified_GivesCountAndHeadAcrossEpochs) {
  write_log("e1", 2);
  write_log("e2", 0);
  write_log("e3", 1);
  auto chain = store->log().verify_chain();
  ASSERT_TRUE(chain) << describe(chain.error());
  EXPECT_EQ(chain->count, 3u);
  seal::Digest expected = {};
  for (auto line : {"e1 line 1", "e1 line 2", "e3 line 1"}) expected = seal::chain(expected, std::string_view(line));
  EXPECT_EQ(chain->head, (Head{"e3", 1, expected}));
}

TEST_F(ChainTest, P7_EpochNamesItsPredecessor) {
  write_log("e1", 2);
  Head head = store->log().head().value();
  write_log("e2", 0);
  EXPECT_EQ(store->log().marks()->back().previous, head);
}

// However often the box was started, only what is under way is read with each round.
TEST_F(MarksTest, OpenMarks_AreOfTheUnreceivedAndOfThePresentEpoch) {
  write_log("e1", 2);
  write_log("e2", 0);
  write_log("e3", 1);
  write_log("e4", 0);
  ASSERT_TRUE(committed([&] { return store->log().mark_received("e1", 2); }));
  auto open = store->log().open_marks().value();
  ASSERT_EQ(open.size(), 2u);
  EXPECT_EQ(open[0].epoch, "e3");
  EXPECT_EQ(open[1].epoch, "e4");
  ASSERT_TRUE(committed([&] { return store->log().mark_received("e3", 1); }));
  EXPECT_EQ(store->log().open_marks()->size(), 1u);
  EXPECT_EQ(store->log().count_unsent().value(), 0u);
  EXPECT_EQ(store->log().unsafe_marks()->size(), 2u);
  ASSERT_TRUE(committed([&] { return store->log().mark_safe("e1", 2); }));
  EXPECT_EQ(store->log().unsafe_marks()->front().epoch, "e3");
}

TEST_F(MarksTest, Prior_PassesOverEpochsWithoutOperations) {
  write_log("e1", 2);
  auto end = store->log().head().value();
  write_log("e2", 0);
  write_log("e3", 1);
  EXPECT_EQ(store->log().prior("e3").value(), end);
  EXPECT_EQ(store->log().prior("e2").value(), end);
  EXPECT_FALSE(store->log().prior("e1").value());
}

TEST_F(MarksTest, P12_Rewind_IsSentAgainAndIsNotSafeThere) {
  write_log("e1", 5);
  ASSERT_TRUE(committed([&] { return store->log().mark_received("e1", 5); }));
  ASSERT_TRUE(committed([&] { return store->log().mark_safe("e1", 2); }));
  ASSERT_TRUE(committed([&] { return store->log().rewind("e1", 3); }));
  EXPECT_EQ(store->log().marks()->front().received, 3u);
  EXPECT_EQ(store->log().marks()->front().sent, 3u);
  EXPECT_EQ(store->log().marks()->front().safe, 2u);
  ASSERT_TRUE(committed([&] { return store->log().rewind("e1", 0); }));
  EXPECT_EQ(store->log().marks()->front().received, 0u);
  EXPECT_EQ(store->log().marks()->front().safe, 0u);
  EXPECT_EQ(store->log().count_unsent().value(), 5u);
}

TEST_F(MarksTest, Unsent_AreToldInTheOrderOfTheLogAndBounded) {
  write_log("e1", 2);
  write_log("e2", 2);
  ASSERT_TRUE(committed([&] { return store->log().mark_received("e1", 1); }));
  auto some = store->log().unsent({}, 2).value();
  ASSERT_EQ(some.size(), 2u);
  EXPECT_EQ(some[0].epoch + "/" + std::to_string(some[0].seq), "e1/2");
  EXPECT_EQ(some[1].epoch + "/" + std::to_string(some[1].seq), "e2/1");
  auto rest = store->log().unsent({some[1].epoch, some[1].seq, {}}, 2).value();
  ASSERT_EQ(rest.size(), 1u);
  EXPECT_EQ(rest[0].seq, 2u);
  EXPECT_EQ(rest[0].of, record);
}

TEST_F(MarksTest, Unsent_InPortions_ReadsEachLineOnce) {
  for (const auto* epoch : {"e1", "e2"}) {
    ASSERT_TRUE(committed([&]() -> Result<void> {
      TRY_VOID(store->log().open_epoch(epoch));
      for (int seq = 1; seq <= 200; ++seq) TRY_VOID(store->log().append(record, seq, "line"));
      return {};
    }));
  }
  std::size_t thousands_of_steps = 0, told = 0;
  store->database().stop_when([&] { return ++thousands_of_steps > 10'000; });
  Head after;
  while (true) {
    const auto some = store->log().unsent(after, 4).value();
    told += some.size();
    if (some.size() < 4) break;
    after = {some.back().epoch, some.back().seq, {}};
  }
  store->database().stop_when({});
  EXPECT_EQ(told, 400u);
  EXPECT_LT(thousands_of_steps, 50u);
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

struct Damage {
  std::string name, sql, where;
};
struct DamagedChain : NodeStore, testing::WithParamInterface<Damage> {};

TEST_P(DamagedChain, P7_IsNoticedWithItsPlace) {
  write_log("e1", 3);
  write_log("e2", 2);
  tamper(GetParam().sql);
  auto chain = store->log().verify_chain();
  ASSERT_FALSE(chain);
  EXPECT_EQ(chain.error().code, Code::chain_broken);
  EXPECT_EQ(chain.error().where, GetParam().where);
}

INSTANTIATE_TEST_SUITE_P(
    Each, DamagedChain,
    testing::Values(
        Damage{"FlippedByte", "UPDATE log SET line = CAST('e1 lime 2' AS BLOB) WHERE position = 2", "e1/2"},
        Damage{"ChangedDigest", "UPDATE log SET line = NULL, digest = zeroblob(32) WHERE position = 2", "e1/2"},
        Damage{"ChangedHash", "UPDATE log SET hash = zeroblob(32) WHERE position = 5", "e2/2"},
        Damage{"MissingLine", "DELETE FROM log WHERE position = 2", "e1/2"},
        Damage{"CutTail", "DELETE FROM log WHERE position = 5", "e2/1"},
        Damage{"CutEpoch", "DELETE FROM log WHERE position <= 3; DELETE FROM epochs WHERE epoch = 'e1'", "/0"},
        Damage{"OlderHead", "UPDATE epochs SET last = 1 WHERE epoch = 'e2'", "e2/2"},
        Damage{"OtherPredecessor", "UPDATE epochs SET previous_seq = 2 WHERE epoch = 'e2'", "e1/3"}),
    [](const auto& info) { return info.param.name; });

TEST_F(ChainTest, P7_ErasedLine_LeavesTheChainWhole) {
  write_log("e1", 3);
  ASSERT_TRUE(committed([&] { return store->log().erase("e1", 2, "sup-1", "court order 5/2026"); }));
  auto line = store->log().line("e1", 2).value();
  EXPECT_TRUE(line->erased);
  EXPECT_TRUE(line->line.empty());
  EXPECT_TRUE(store->log().verify_chain());
}

TEST_F(ChainTest, Erasure_NeedsAPersonAndAReason) {
  write_log("e1", 1);
  EXPECT_CODE(Code::reason_missing, committed([&] { return store->log().erase("e1", 1, "sup-1", ""); }));
  EXPECT_CODE(Code::reason_missing, committed([&] { return store->log().erase("e1", 1, "", "why"); }));
}

TEST_F(ChainTest, P7_BrokenChain_IsRefusedAtOpen) {
  write_log("e1", 3);
  tamper("UPDATE log SET line = CAST('x' AS BLOB) WHERE position = 2");
  store.reset();
  EXPECT_CODE(Code::chain_broken, Store::open(path, key, options()));
}

}  // namespace karvan::store
