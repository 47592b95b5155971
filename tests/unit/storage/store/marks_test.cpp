#include "tests/unit/storage/store/fixture.h"

namespace karvan::store {

struct MarksTest : NodeStore {};

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

}  // namespace karvan::store
