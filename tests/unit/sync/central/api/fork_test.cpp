#include "tests/unit/sync/central/fixture.h"

// P7. Two boxes under one name: a snapshot of a running machine was started beside it.
namespace karvan::central {
namespace {

using testing::Box;
using testing::must;

class Forks : public testing::Centre {
 protected:
  Box busy() {
    Box box("bus-01");
    enrol(box);
    box.write(box.filing(a1, version_));
    return box;
  }
  // Changes by one who saw the last of them.
  Box with(Box box, const std::string& phone, int times = 1) {
    std::string seen = "bus-01/e1/" + std::to_string(box.end().seq);
    for (int i = 0; i < times; ++i) {
      auto change = box.op(a1);
      change.set["phone"] = phone;
      change.over["phone"] = seen;
      seen = model::to_text(box.write(change));
    }
    return box;
  }
  std::vector<EpochRow> epochs() { return must(Inbox(files_->inbox).epochs("bus-01")); }
  std::vector<InboxLine> lines(const std::string& epoch) {
    return must(Inbox(files_->inbox).lines("bus-01", epoch, 1, 100));
  }
};

TEST_F(Forks, P7_AllThatTheOtherBoxWrote_IsKept) {
  Box box = busy();
  round(box.request());
  Box clone = with(box, "of the clone", 3);
  round(with(box, "of the box", 2).request());
  EXPECT_TRUE(round(clone.request()).fork);
  EXPECT_EQ(lines("e1").size(), 3u);
  auto kept = lines("e1~2");
  ASSERT_EQ(kept.size(), 3u);
  EXPECT_EQ(kept[0].seq, 2u);
  EXPECT_EQ(kept[2].line, clone.runs_.front().lines[3]);
  EXPECT_EQ(kept[2].hash, clone.end().hash);
}

TEST_F(Forks, P7_MoreOfTheOtherBox_ContinuesItsBranch) {
  Box box = busy();
  round(box.request());
  Box clone = with(box, "of the clone");
  round(with(box, "of the box", 5).request());
  round(clone.request());
  round(with(clone, "more").request());
  EXPECT_EQ(epochs().size(), 2u);
  EXPECT_EQ(lines("e1~2").size(), 2u);
  EXPECT_EQ(must(Inbox(files_->inbox).received("bus-01")), 6u);
}

TEST_F(Forks, P7_WorkOfTheOtherBox_IsSetAsideAndNothingElseWaitsForIt) {
  Box box = busy();
  round(box.request());
  Box clone = with(box, "of the clone");
  round(with(box, "of the box").request());
  round(clone.request());
  EXPECT_EQ(record(a1).fields.at("phone").value, "of the box");
  auto parked = must(Records(files_->records).parked_for("fork_noticed", 0, 10));
  ASSERT_EQ(parked.size(), 1u);
  EXPECT_EQ(parked[0].op, (model::OpId{"bus-01", "e1~2", 2}));
  box = with(with(box, "of the box"), "later");
  round(box.request());
  EXPECT_EQ(record(a1).fields.at("phone").value, "later");
}

TEST_F(Forks, P7_NextStartOfTheOtherBox_FindsItsPlaceAndIsJudged) {
  Box box = busy();
  round(box.request());
  Box clone = with(box, "of the clone");
  round(with(box, "of the box").request());
  clone.start("e2");
  clone.write(clone.filing("lahore/application/b", version_));
  round(clone.request());
  EXPECT_TRUE(record("lahore/application/b").reached("filed"));
}

TEST_F(Forks, P7_OtherFirstStart_IsABranchOfItsOwn) {
  Box box = busy();
  round(box.request());
  Box other("bus-01");
  other.write(other.filing("lahore/application/c", version_));
  EXPECT_TRUE(round(other.request()).fork);
  EXPECT_EQ(lines("e1~2").size(), 1u);
}

TEST_F(Forks, P10_BothBoxesSendAgain_NothingGrows) {
  Box box = busy();
  round(box.request());
  Box clone = with(box, "of the clone", 2);
  box = with(box, "of the box", 2);
  for (int i = 0; i < 3; ++i) {
    round(box.request());
    round(clone.request());
  }
  EXPECT_EQ(epochs().size(), 2u);
  EXPECT_EQ(must(Records(files_->records).count_parked("bus-01")), 2u);
}

// Either of the two may be the box that stays; what it goes on with is no other fork.
TEST_F(Forks, P7_OnceSettled_WhatEitherBoxSendsOfItIsNoForkAgain) {
  Box box = busy();
  round(box.request());
  Box clone = with(box, "of the clone");
  box = with(box, "of the box");
  round(box.request());
  EXPECT_TRUE(round(clone.request()).fork);
  must(in_transaction(files_->inbox, [&] { return Nodes(files_->inbox).settle_forks("bus-01"); }));
  EXPECT_FALSE(round(clone.request()).fork);
  EXPECT_FALSE(round(with(clone, "more of the clone").request()).fork);
  EXPECT_FALSE(round(with(box, "more of the box").request()).fork);
}

// The same by a start of its own, which goes on from before what the other has written.
TEST_F(Forks, P7_OnceSettled_AStartOfTheOtherBoxIsNoForkAgain) {
  Box box = busy();
  round(box.request());
  Box clone = box;
  clone.start("e2");
  clone.write(clone.op(a1));
  box = with(box, "of the box");
  round(box.request());
  EXPECT_TRUE(round(clone.request()).fork);
  must(in_transaction(files_->inbox, [&] { return Nodes(files_->inbox).settle_forks("bus-01"); }));
  EXPECT_FALSE(round(with(box, "more of the box").request()).fork);
}

TEST_F(Forks, P7_ThirdBoxAfterASettlement_IsAForkAgain) {
  Box box = busy();
  round(box.request());
  Box clone = with(box, "of the clone"), third = with(box, "of a third");
  round(with(box, "of the box").request());
  round(clone.request());
  must(in_transaction(files_->inbox, [&] { return Nodes(files_->inbox).settle_forks("bus-01"); }));
  EXPECT_TRUE(round(third.request()).fork);
}

// What the other box wrote later is here first.
TEST_F(Forks, P7_LinesThatDoNotGoOnFromWhatComesBeforeThem_AreAFork) {
  Box box = busy();
  round(box.request());
  auto later = with(box, "of the clone", 3).request();
  auto& run = later.batches[0].run;
  for (int i = 0; i < 2; ++i) {
    run.after.hash = seal::chain(run.after.hash, run.lines.front());
    ++run.after.seq;
    run.lines.erase(run.lines.begin());
  }
  EXPECT_FALSE(round(later).fork);
  EXPECT_TRUE(round(with(box, "of the box").request()).fork);
}

// Reboots cost the same however many there were before: each epoch is looked at once.
TEST_F(Forks, P7_ManyStartsThatComeLastFirst_AreNoForkAndAllSettle) {
  Box box = busy();
  for (int i = 2; i < 60; ++i) {
    box.start("e" + std::to_string(i));
    if (i % 3 == 0) box.write(box.op(a1));
  }
  auto request = box.request();
  std::reverse(request.batches.begin(), request.batches.end());
  round(request);
  EXPECT_EQ(must(Nodes(files_->inbox).get("bus-01"))->fork, "");
  EXPECT_EQ(must(Records(files_->records).settled("bus-01")), 20u);
}

}  // namespace
}  // namespace karvan::central
