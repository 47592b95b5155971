#include "tests/unit/storage/salvage/salvaged.h"

// A store that was salvaged before, and is damaged again.
namespace karvan::salvage {
namespace {

struct SalvagedAgain : SalvageTest {
  // The next start: a new epoch and an operation of it.
  void go_on(const std::string& epoch) {
    ASSERT_TRUE(committed([&] { return store->log().open_epoch(epoch); }));
    ASSERT_TRUE(append(1, line_of(epoch, 1, {})));
  }
  // The store that is open, with this page damaged; the new one is open then.
  Result<Report> again(const std::string& table = "drafts") {
    const auto page = *page_of(table);
    const auto from = names.at(turn), to = names.at(turn + 1);
    ++turn;
    store.reset();
    flip(from, page);
    return salvaged(from, to, "turn " + std::to_string(turn));
  }
  Head prior_of(const std::string& epoch) { return store->log().prior(epoch)->value_or(Head{}); }
  static std::string place(const Head& head) { return head.epoch + "/" + std::to_string(head.seq); }

  std::size_t turn = 0;
  std::vector<std::string> names = {fresh, second, scratch.path("third.db"), scratch.path("fourth.db")};
};

// e2 ends at 11 then, e3 is stranded, and e4 goes on from before what was lost.
TEST_F(SalvagedAgain, P7_AfterALossThatTheCentreDoesNotHave_TheLogIsTakenOverAsItStands) {
  ASSERT_TRUE(after_change("epoch = 2 AND seq = 12"));
  const auto lost = *gaps(store->database());
  go_on("e4");
  for (int times = 2; times <= 4; ++times) {
    const auto found = again();
    ASSERT_TRUE(found) << describe(found.error());
    EXPECT_EQ(found->operations, lines_each + 11u + lines_each + (times - 1u));
    EXPECT_TRUE(found->runs.empty());
    EXPECT_EQ(found->stranded, 0u);
    EXPECT_FALSE(found->numbers_doubtful);
    EXPECT_EQ(place(prior_of("e3")), "e2/30");
    EXPECT_EQ(place(prior_of("e4")), "e2/11");
    EXPECT_EQ(*gaps(store->database()), lost);
    EXPECT_EQ(reports(store->documents())->size(), 1u * times);
    const auto next = "e" + std::to_string(times + 3);
    go_on(next);
    EXPECT_EQ(place(prior_of(next)), "e" + std::to_string(times + 2) + "/1");
    EXPECT_TRUE(store->log().verify_chain());
  }
}

TEST_F(SalvagedAgain, P7_BeforeTheNextEpochBegan_ItStillGoesOnFromBeforeTheLoss) {
  ASSERT_TRUE(after_change("epoch = 2 AND seq = 12"));
  ASSERT_TRUE(again());
  go_on("e4");
  EXPECT_EQ(place(prior_of("e4")), "e2/11");
}

// What the first one keeps of an epoch is all that its marks can tell of then.
TEST_F(SalvagedAgain, P15_OfALossThatTheCentreHas_NothingIsToldTwiceAndNothingIsStranded) {
  open();
  ASSERT_TRUE(committed([&] { return store->log().mark_received("e2", lines_each); }));
  ASSERT_TRUE(after_change("epoch = 2 AND seq = 12"));
  go_on("e4");
  for (const std::string next : {"e5", "e6"}) {
    const auto prior = place(*store->log().head());
    const auto found = again();
    ASSERT_TRUE(found) << describe(found.error());
    EXPECT_TRUE(found->runs.empty());
    EXPECT_EQ(found->stranded, 0u);
    go_on(next);
    EXPECT_EQ(place(prior_of(next)), prior);
  }
}

TEST_F(SalvagedAgain, P15_WhereMoreOfTheSameEpochIsLost_BothLossesAreOneGap) {
  ASSERT_TRUE(after_change("epoch = 2 AND seq = 12"));
  go_on("e4");
  tamper("UPDATE log SET line = x'00' WHERE epoch = 2 AND seq = 8");
  const auto found = again();
  ASSERT_TRUE(found) << describe(found.error());
  const std::vector<LostRun> rest = {{"e2", 8, lines_each, 10}};
  EXPECT_EQ(found->runs, rest);
  EXPECT_EQ(found->stranded, lines_each + 1u);
  EXPECT_EQ(kept_of("e3"), 1u * lines_each);
  const auto lost = *gaps(store->database());
  ASSERT_EQ(lost.size(), 1u);
  EXPECT_EQ(place(lost[0].kept), "e2/7");
  EXPECT_EQ(place(lost[0].next), "e2/30");
  go_on("e5");
  EXPECT_EQ(place(prior_of("e5")), "e2/7");
}

// The box began anew then, from nothing.
TEST_F(SalvagedAgain, P7_WhereNothingWasLeftToGoOnFrom_TheLogIsTakenOverAsItStands) {
  open();
  tamper("UPDATE epochs SET sent = 0, received = 0, safe = 0");
  ASSERT_TRUE(after_change("epoch = 1 AND seq = 1"));
  go_on("e4");
  EXPECT_EQ(prior_of("e4"), Head{});
  const auto found = again();
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_EQ(found->operations, 2u * lines_each + 1);
  go_on("e5");
  EXPECT_EQ(place(prior_of("e5")), "e4/1");
}

// Each page that a salvage writes of itself, damaged in turn.
TEST_F(SalvagedAgain, P7_WithoutWhatWasWrittenDownOfTheFirst_TheLogIsStillWhole) {
  ASSERT_TRUE(after_change("epoch = 2 AND seq = 12"));
  go_on("e4");
  for (const std::string table : {"cuts", "documents", "epochs"}) {
    SCOPED_TRACE(table);
    const auto head = *store->log().head();
    const auto found = again(table);
    ASSERT_TRUE(found) << describe(found.error());
    EXPECT_EQ(found->operations, 2u * lines_each + 12);
    EXPECT_EQ(*store->log().head(), head);
    EXPECT_EQ(gaps(store->database())->size(), 1u);
    EXPECT_EQ(place(prior_of("e3")), "e2/30");
    EXPECT_EQ(place(prior_of("e4")), "e2/11");
  }
}

}  // namespace
}  // namespace karvan::salvage
