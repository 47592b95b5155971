#include "sync/exchange/gone.h"
#include "sync/central/reconcile/fleet.h"
#include "tests/unit/sync/central/fixture.h"

// P15. A box's database was damaged: it lost a part of its log, and says so. What came from beyond does not wait for
// ever.
namespace karvan::central {
namespace {

using testing::Box;
using testing::must;
using testing::noon;

class Gone : public testing::Centre {
 protected:
  Gone() {
    enrol(box_);
    file_some("e1", 3);
    file_some("e2", 4);
    file_some("e3", 2);
  }
  static std::string of(const std::string& epoch, std::size_t n) {
    return "lahore/application/" + epoch + std::to_string(n);
  }
  void file_some(const std::string& epoch, std::size_t count) {
    if (epoch != "e1") box_.start(epoch);
    for (std::size_t n = 1; n <= count; ++n) box_.write(box_.filing(of(epoch, n), version_));
  }
  // The log from `from` up to `to` of an epoch of the box, as a run of its own.
  exchange::Run part(std::size_t run, std::size_t from, std::size_t to) const {
    exchange::Run whole = box_.runs_[run], cut = whole;
    cut.lines.clear();
    for (std::size_t i = 0; i < to; ++i) {
      if (i >= from) cut.lines.push_back(whole.lines[i]);
      if (i >= from) continue;
      cut.after.hash = seal::chain(cut.after.hash, whole.lines[i]);
      ++cut.after.seq;
    }
    return cut;
  }
  exchange::Point place(std::size_t run, std::size_t seq) const {
    const auto cut = part(run, seq, seq);
    return cut.after;
  }
  exchange::Request saying(std::vector<exchange::Run> runs) const {
    Box some = box_;
    some.runs_ = std::move(runs);
    return some.request();
  }
  std::string note(const exchange::Gap& gap, const seal::SigningKey& key, const std::string& node = "bus-01") const {
    return seal::sign_note(exchange::write_gone({node, {gap}}), key);
  }
  std::size_t settled() { return must(Records(files_->records).settled("bus-01")); }

  Box box_{"bus-01"};
};

// Of e2 nothing is left after its first operation, and the centre has no more of it.
TEST_F(Gone, P15_WorkThatGoesOnFromWhatIsLost_IsJudgedOnceItsBoxSaysSo) {
  auto request = saying({part(0, 0, 3), part(1, 0, 1), part(2, 0, 2)});
  round(request);
  ASSERT_EQ(settled(), 4u) << "the fault: all of e3 waits";
  request.gone = note({place(1, 1), place(1, 4)}, box_.key());
  const auto got = round(request);
  EXPECT_EQ(settled(), 6u);
  EXPECT_TRUE(record(of("e3", 2)).reached("filed"));
  EXPECT_FALSE(got.fork);
  EXPECT_TRUE(got.lost.empty());
}

// It comes before the work, and again with each request until that is settled.
TEST_F(Gone, P10_SaidBeforeAndAgain_ChangesNothingMore) {
  auto early = saying({part(0, 0, 3)});
  early.gone = note({place(1, 1), place(1, 4)}, box_.key());
  round(early);
  auto request = saying({part(1, 0, 1), part(2, 0, 2)});
  request.gone = early.gone;
  round(request);
  const auto feed_before = feed().size();
  round(request);
  EXPECT_EQ(settled(), 6u);
  EXPECT_EQ(feed().size(), feed_before);
  EXPECT_EQ(must(Inbox(files_->inbox).gone("bus-01")), 1u);
}

TEST_F(Gone, P7_NewEpochAfterTheSalvage_IsNoFork) {
  auto request = saying({part(0, 0, 3), part(1, 0, 1), part(2, 0, 2)});
  request.gone = note({place(1, 1), place(1, 4)}, box_.key());
  round(request);
  Box after = box_;
  after.runs_ = {part(0, 0, 3), part(1, 0, 1)};
  after.start("e4");
  after.write(after.filing(of("e4", 1), version_));
  auto later = after.request();
  later.gone = request.gone;
  EXPECT_FALSE(round(later).fork);
  EXPECT_TRUE(record(of("e4", 1)).reached("filed"));
}

// The other way round: the epoch that was opened after the salvage is here first.
TEST_F(Gone, P7_WhatIsStrandedComesAfterTheNewEpoch_IsNoFork) {
  Box after = box_;
  after.runs_ = {part(0, 0, 3), part(1, 0, 1)};
  after.start("e4");
  after.write(after.filing(of("e4", 1), version_));
  round(after.request());
  auto request = saying({part(2, 0, 2)});
  request.gone = note({place(1, 1), place(1, 4)}, box_.key());
  EXPECT_FALSE(round(request).fork);
  EXPECT_TRUE(record(of("e3", 2)).reached("filed"));
}

// Several batches were on their way when the box lost its disk: of one epoch the middle is missing here.
TEST_F(Gone, P15_WorkBeyondAHoleInOneEpoch_IsJudged) {
  auto request = saying({part(0, 0, 3), part(1, 0, 1), part(1, 2, 4)});
  round(request);
  ASSERT_EQ(settled(), 4u);
  exchange::Point end = place(1, 4);
  end.hash = {};
  request.gone = note({place(1, 1), end}, box_.key());
  const auto got = round(request);
  EXPECT_TRUE(record(of("e2", 4)).reached("filed"));
  EXPECT_TRUE(record(of("e2", 3)).reached("filed"));
  EXPECT_FALSE(record(of("e2", 2)).reached("filed"));
  EXPECT_FALSE(got.fork);
}

// From another disk after all: nothing of it is dropped, and a person is asked.
TEST_F(Gone, P15_WhatWasLostAndComesAfterAll_IsKeptForAPerson) {
  auto request = saying({part(0, 0, 3), part(1, 0, 1), part(1, 2, 4)});
  exchange::Point end = place(1, 4);
  end.hash = {};
  request.gone = note({place(1, 1), end}, box_.key());
  round(request);
  EXPECT_TRUE(round(saying({part(1, 1, 2)})).fork);
  const auto apart = must(Records(files_->records).parked_apart(0, 10));
  ASSERT_EQ(apart.size(), 1u);
  EXPECT_EQ(apart[0].reason, "fork_noticed");
}

TEST_F(Gone, P4_WhatRestsOnALostOperation_WaitsNoLongerForIt) {
  auto change = box_.op(of("e1", 1));
  change.set["phone"] = "2";
  change.over["phone"] = "bus-01/e2/3";  // which is lost
  box_.write(change);
  auto request = saying({part(0, 0, 3), part(1, 0, 1), part(2, 0, 3)});
  request.gone = note({place(1, 1), place(1, 4)}, box_.key());
  round(request);
  EXPECT_TRUE(must(Records(files_->records).parked("lahore", of("e1", 1))).empty());
}

// By the key, not by the name.
TEST_F(Gone, P7_WordOfAnotherKeyOrOfAnotherPlace_BridgesNothing) {
  auto request = saying({part(0, 0, 3), part(1, 0, 1), part(2, 0, 2)});
  const auto stranger = seal::make_signing_key("bus-01", testing::counted(4'711));
  request.gone = note({place(1, 1), place(1, 4)}, stranger);
  round(request);
  must(in_transaction(files_->inbox, [&] {
    return Nodes(files_->inbox).put({"bus-01", 1, "lahore", seal::to_text(seal::verifying(stranger)), "fp", noon});
  }));
  round(request);  // who has the name now does not speak for the box before it
  request.gone = note({place(1, 1), place(1, 4)}, box_.key(), "bus-02");
  round(request);
  auto elsewhere = place(1, 1);
  elsewhere.hash[0] ^= 1;
  request.gone = note({elsewhere, place(1, 4)}, box_.key());
  round(request);
  EXPECT_EQ(settled(), 4u);
  EXPECT_EQ(must(Inbox(files_->inbox).gone("bus-01")), 0u);
}

// ---- a word that nobody but a broken box, or an old key, gives

// An epoch whose start nobody knows, which the word about a gap can name.
void start_after(Box& box, const std::string& epoch, const exchange::Point& unknown) {
  box.start(epoch);
  box.runs_.back().prior = unknown;
  box.runs_.back().after.hash = unknown.hash;
}

TEST_F(Gone, P15_GapBeforeTheEpochItselfOrOneItRestsOn_MakesNoneItsOwnAncestor) {
  const exchange::Point unknown{"x", 9, seal::sha256("x")};
  Box odd = box_;
  start_after(odd, "c", unknown);
  odd.write(odd.filing(of("c", 1), version_));
  const auto c_end = odd.end();
  odd.start("d");
  odd.write(odd.filing(of("d", 1), version_));
  auto request = saying({odd.runs_[3], odd.runs_[4]});
  for (const auto& kept : {c_end, odd.end()}) {
    request.gone = note({kept, {kept.epoch, 9, unknown.hash}}, box_.key());
    round(request);
    EXPECT_FALSE(must(Inbox(files_->inbox).epoch("bus-01", "c"))->parent);
  }
}

TEST_F(Gone, P15_WorkThatComesAfterSuchAWord_MakesNoEpochItsOwnAncestorEither) {
  const exchange::Point unknown{"x", 9, seal::sha256("x")};
  Box odd = box_;
  start_after(odd, "d", unknown);
  odd.write(odd.filing(of("d", 1), version_));
  odd.write(odd.filing(of("d", 2), version_));
  odd.start("c");
  odd.write(odd.filing(of("c", 1), version_));
  exchange::Run begun = odd.runs_[3], rest = begun;
  begun.lines.pop_back();
  rest.lines.erase(rest.lines.begin());
  rest.after = {"d", 1, seal::chain(begun.after.hash, begun.lines[0])};
  auto request = saying({odd.runs_[4], begun});
  request.gone = note({odd.end(), {"c", 9, unknown.hash}}, box_.key());
  round(request);
  round(request);
  ASSERT_EQ(must(Inbox(files_->inbox).epoch("bus-01", "d"))->parent->epoch, "c");
  round(saying({rest}));
  EXPECT_FALSE(must(Inbox(files_->inbox).epoch("bus-01", "c"))->parent);
}

// As such a word once left it.
TEST_F(Gone, P15_InboxInWhichEpochsRestOnEachOther_IsWalkedToAnEnd) {
  round(saying({part(0, 0, 3), part(1, 0, 4), part(2, 0, 2)}));
  must(in_transaction(files_->inbox, [&]() -> Result<void> {
    TRY_VOID(files_->inbox.run("UPDATE epoch SET parent_epoch = 'e3', parent_seq = 1 WHERE epoch = 'e2'"));
    return {};
  }));
  EXPECT_FALSE(must(at_or_before(*files_, {"bus-01", "e1", 1}, "e3", 2)));
  EXPECT_FALSE(must(Inbox(files_->inbox).goes_on_from("bus-01", "e1", "e3")));
  EXPECT_TRUE(must(Inbox(files_->inbox).goes_on_from("bus-01", "e3", "e2")));
}

TEST_F(Gone, P7_GapFromOneEpochIntoAnother_IsNotBelieved) {
  auto request = saying({part(0, 0, 3), part(1, 0, 1), part(2, 0, 2)});
  request.gone = note({place(1, 1), {"f1", 9, place(1, 4).hash}}, box_.key());
  round(request);
  EXPECT_EQ(must(Inbox(files_->inbox).gone("bus-01")), 0u);
  EXPECT_EQ(settled(), 4u);
}

// ---- what the centre has, and its box has lost

TEST_F(Gone, P7_WhatWasAcknowledgedIsLost_TheNextEpochIsNoForkAndTheWorkStands) {
  round(saying({part(0, 0, 3), part(1, 0, 4)}));
  Box after = box_;
  after.runs_ = {part(0, 0, 3), part(1, 0, 2)};
  Box clone = after;
  after.start("e4");
  after.write(after.filing(of("e4", 1), version_));
  auto request = after.request();
  request.gone = note({place(1, 2), {"e2", 4, {}}}, box_.key());
  EXPECT_FALSE(round(request).fork);
  EXPECT_FALSE(round(request).fork);
  EXPECT_TRUE(record(of("e4", 1)).reached("filed"));
  EXPECT_TRUE(record(of("e2", 4)).reached("filed"));
  clone.start("e5");
  clone.write(clone.filing(of("e5", 1), version_));
  EXPECT_TRUE(round(clone.request()).fork);
}

TEST_F(Gone, P4_WhatWaitedForALostOperation_IsJudgedOnceItsBoxSaysSo) {
  Box other("bus-02");
  enrol(other);
  round(saying({part(0, 0, 3), part(1, 0, 1)}));
  auto change = other.op(of("e1", 1));
  change.set["phone"] = "2";
  change.over["phone"] = "bus-01/e2/3";  // which is lost
  other.write(change);
  round(other.request());
  ASSERT_FALSE(must(Records(files_->records).parked("lahore", of("e1", 1))).empty());
  auto request = saying({part(2, 0, 2)});
  request.gone = note({place(1, 1), place(1, 4)}, box_.key());
  round(request);
  EXPECT_TRUE(must(Records(files_->records).parked("lahore", of("e1", 1))).empty());
}

}  // namespace
}  // namespace karvan::central
