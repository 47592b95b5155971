#include <algorithm>

#include "sync/central/reconcile/act.h"
#include "sync/central/store/fork_words.h"
#include "sync/central/store/leases.h"
#include "tests/unit/sync/central/fixture.h"

// P7. A person has said over the telephone which of two boxes under one name is the node.
namespace karvan::central {
namespace {

using testing::Box;
using testing::must;
using testing::noon;

constexpr auto code = "4471-0032-8856";
constexpr auto a8 = "lahore/application/a8", a9 = "lahore/application/a9";

// The disk of a box was copied: each of the two has started since, and worked.
class SettledFork : public testing::Centre {
 protected:
  SettledFork() {
    enrol(box_);
    box_.write(box_.filing(a1, version_));
    round(box_.request());
    other_ = box_;
    start_and_file(box_, "e2", a2);
    round(box_.request());
    start_and_file(other_, "f2", a8);
    EXPECT_TRUE(round(other_.request()).fork);
  }
  void start_and_file(Box& box, const std::string& epoch, const char* of) {
    box.start(epoch);
    box.write(box.filing(of, version_));
  }
  void tell_code(const std::string& told = code) {
    must(in_transaction(files_->inbox, [&]() -> Result<void> {
      const auto key = must(Nodes(files_->inbox).get("bus-01"))->head_key;
      TRY_VOID(ForkWords(files_->inbox).put({0, "bus-01", key, told, noon + 1'500}));
      return Nodes(files_->inbox).settle_forks("bus-01");
    }));
  }
  // The code was typed in: a new epoch, of which at least one operation comes.
  void open_by_code() {
    box_.start("e3");
    model::Op op = box_.op("lahore/conflict/e3");
    op.note = "the fork was settled for this box";
    box_.write(op);
  }
  static exchange::Request stating(const Box& box, const char* told = code, const char* epoch = "e3") {
    auto request = box.request();
    request.opened = exchange::Opened{told, epoch};
    request.known = {box.end()};
    return request;
  }
  static model::Op paid(Box& box, const char* of, std::int64_t number) {
    auto op = box.op(of);
    op.post = model::Post{};
    op.post->kind = "payment";
    op.post->amount = {500, "PKR"};
    op.issue = model::Serial{"receipt", number};
    return op;
  }
  std::string parked_for(const char* of) {
    const auto rows = must(Records(files_->records).parked("lahore", of));
    return rows.size() == 1 ? rows[0].fate + " " + rows[0].reason : "";
  }
  ForkWord word() { return *must(ForkWords(files_->inbox).last("bus-01", seal::to_text(seal::verifying(box_.key())))); }

  Box box_{"bus-01"}, other_{"bus-01"};
};

TEST_F(SettledFork, P7_OnlyTheBoxWithTheCode_IsToldOfNoFork) {
  tell_code();
  EXPECT_TRUE(round(other_.request()).fork);
  open_by_code();
  EXPECT_FALSE(round(stating(box_)).fork);
  EXPECT_TRUE(round(other_.request()).fork);
  EXPECT_TRUE(round(stating(other_, "1111-1111-1111")).fork);
  EXPECT_FALSE(round(stating(box_)).fork);
}

TEST_F(SettledFork, P5_NothingIsLentOnTheWordOfTheOther) {
  tell_code();
  EXPECT_TRUE(must(accept(other_.request())).of_other);
  open_by_code();
  EXPECT_FALSE(must(accept(stating(box_))).of_other);
}

TEST_F(SettledFork, P5_LeasesOfTheBoxThatStays_DoNotGoToTheOther) {
  auto leases = [](const exchange::Answer& answer) {
    return std::count_if(answer.documents.begin(), answer.documents.end(),
                         [](const auto& document) { return document.kind == "lease"; });
  };
  tell_code();
  open_by_code();
  EXPECT_GT(leases(round(stating(box_))), 0);
  EXPECT_EQ(leases(round(other_.request())), 0);
  EXPECT_GT(leases(round(stating(box_))), 0);
}

TEST_F(SettledFork, P6_LaterNumbersAndMoneyOfTheOther_WaitForAPersonAndItsOtherWorkGoesOn) {
  tell_code();
  open_by_code();
  round(stating(box_));
  other_.write(paid(other_, a8, 7'001));
  auto filing = other_.filing(a9, version_);
  filing.post = model::Post{"charge", {50'000, "PKR"}, {}, {}, {}};  // which moves nothing yet
  other_.write(filing);
  round(other_.request());
  EXPECT_EQ(parked_for(a8), "parked fork_noticed");
  EXPECT_TRUE(record(a8).documents.empty());
  EXPECT_TRUE(record(a8).postings.empty());
  EXPECT_TRUE(record(a9).reached("filed"));
}

// The word before stands until whoever it is about now is known.
TEST_F(SettledFork, P6_SecondCodeThatNobodyHasTypedInYet_SetsNoMoneyFree) {
  tell_code();
  open_by_code();
  round(stating(box_));
  tell_code("2222-2222-2222");
  other_.write(paid(other_, a8, 7'001));
  round(other_.request());
  EXPECT_EQ(parked_for(a8), "parked fork_noticed");
}

TEST_F(SettledFork, P6_NumbersAndMoneyOfTheBoxThatStays_Count) {
  box_.write(paid(box_, a2, 7'001));  // before the code, and sent after it
  tell_code();
  open_by_code();
  box_.write(paid(box_, a1, 7'002));
  box_.start("e4");
  box_.write(paid(box_, a1, 7'003));
  round(stating(box_));
  EXPECT_EQ(record(a2).documents.size(), 1u);
  EXPECT_EQ(record(a1).documents.size(), 2u);
  EXPECT_EQ(must(Records(files_->records).count_parked("bus-01")), 0u);
}

// What both had before they parted may come by either.
TEST_F(SettledFork, P6_WhatBothHadBeforeTheyParted_Counts) {
  Box both("bus-02");
  enrol(both);
  both.write(both.filing(a9, version_));
  round(both.request());
  both.write(paid(both, a9, 7'001));
  Box stays = both, other = both;
  stays.start("g2");
  stays.write(stays.op(a9));
  const auto key = must(Nodes(files_->inbox).get("bus-02"))->head_key;
  must(in_transaction(files_->inbox, [&] { return ForkWords(files_->inbox).put({0, "bus-02", key, code, noon}); }));
  Box late = stays;
  late.runs_.erase(late.runs_.begin());
  round(stating(late, code, "g2"));
  round(other.request());
  EXPECT_EQ(record(a9).documents.size(), 1u);
}

TEST_F(SettledFork, P15_WhatWaitsOfTheOther_KeepsNobodyWaitingAndAPersonReleasesIt) {
  tell_code();
  open_by_code();
  round(stating(box_));
  const auto op = other_.write(paid(other_, a8, 7'001));
  round(other_.request());
  ASSERT_EQ(parked_for(a8), "parked fork_noticed");
  auto change = box_.op(a8);
  change.set["phone"] = "3";
  change.over["phone"] = record(a8).fields.at("phone").writer;
  box_.write(change);
  round(stating(box_));
  EXPECT_EQ(record(a8).fields.at("phone").value, "3");
  must(put_staff(*files_, {"leyla", "Leyla", rules::Role::clerk, "x", {}, {}, {}, true}));
  PersonsAct act{std::string(16, 'c'), "asked", "leyla", a8, [&](const Before&) -> Result<model::Op> {
                   model::Op word;
                   word.settled = model::Settled{"parked", model::to_text(op), "released", "counted by hand"};
                   return word;
                 }};
  must(reconciler_->act(act, noon + 3'000));
  EXPECT_EQ(parked_for(a8), "");
  EXPECT_EQ(record(a8).documents.size(), 1u);
  EXPECT_EQ(record(a8).postings.size(), 1u);
}

TEST_F(SettledFork, P15_WhatNamesItAsItsCause_DoesNotWaitForItEither) {
  tell_code();
  open_by_code();
  round(stating(box_));
  auto taken = paid(other_, a8, 7'001);
  taken.set["phone"] = "5";
  const auto cause = other_.write(taken);
  auto change = other_.op(a8);
  change.set["phone"] = "6";
  change.over["phone"] = model::to_text(cause);
  other_.write(change);
  round(other_.request());
  EXPECT_EQ(parked_for(a8), "parked fork_noticed");  // it alone
  EXPECT_EQ(record(a8).waiting.size(), 1u);
}

// It waited for something else when the word was said, and that has come since.
TEST_F(SettledFork, P15_WhatWaitedBeforeTheWord_IsSetAsideForItsNewReasonAndHoldsNobodyUp) {
  Box third("bus-02");
  enrol(third);
  auto cause = third.op(a8);
  cause.set["phone"] = "1";
  const auto seen = third.write(cause);
  auto taken = paid(other_, a8, 7'001);
  taken.over["phone"] = model::to_text(seen);
  other_.write(taken);
  round(other_.request());
  ASSERT_EQ(parked_for(a8), "waiting chain_gap");
  tell_code();
  open_by_code();
  round(stating(box_));
  round(third.request());
  EXPECT_EQ(parked_for(a8), "parked fork_noticed");
  auto change = box_.op(a8);
  change.set["phone"] = "3";
  change.over["phone"] = model::to_text(seen);
  box_.write(change);
  round(stating(box_));
  EXPECT_EQ(record(a8).fields.at("phone").value, "3");
}

// It noticed by itself that it was put back, and nothing of what it did since had come.
TEST_F(SettledFork, P7_WordThatWasSaidBeforeTheForkIsHere_SettlesItAndNoLaterOne) {
  tell_code();
  open_by_code();
  round(stating(box_));
  auto back = box_;
  box_.write(box_.filing(a9, version_));
  ASSERT_FALSE(round(stating(box_)).fork);
  const auto second = "2222-2222-2222";
  tell_code(second);
  start_and_file(back, "e4", "lahore/application/b1");
  start_and_file(back, "e5", "lahore/application/b2");
  EXPECT_FALSE(round(stating(back, second, "e5")).fork);
  auto again = back;
  back.write(back.filing("lahore/application/b3", version_));
  ASSERT_FALSE(round(stating(back, second, "e5")).fork);
  start_and_file(again, "e6", "lahore/application/b4");
  EXPECT_TRUE(round(stating(again, second, "e5")).fork);
}

TEST_F(SettledFork, P7_AnotherForkOfTheBoxThatDoesNotStay_StopsItAlone) {
  tell_code();
  open_by_code();
  ASSERT_FALSE(round(stating(box_)).fork);
  auto back = other_;
  other_.write(other_.filing(a9, version_));
  EXPECT_TRUE(round(other_.request()).fork);
  start_and_file(back, "f3", "lahore/application/b1");
  EXPECT_TRUE(round(back.request()).fork);
  EXPECT_FALSE(round(stating(box_)).fork);
}

TEST_F(SettledFork, P7_WhoWasHeard_IsWrittenDownOnce) {
  tell_code();
  EXPECT_EQ(word().epoch, "");
  other_.cursors = {};
  auto idle = other_.request();
  idle.known = {other_.end()};
  round(idle);
  EXPECT_EQ(word().other, "f2");
  open_by_code();
  round(stating(box_));
  EXPECT_EQ(word().epoch, "e3");
  round(stating(box_, code, "e9"));
  EXPECT_EQ(word().epoch, "e3");
}

TEST_F(SettledFork, P7_LaterWordForTheOther_TurnsItRound) {
  tell_code();
  open_by_code();
  round(stating(box_));
  tell_code("2222-2222-2222");
  EXPECT_TRUE(round(stating(box_)).fork);
  EXPECT_FALSE(round(stating(other_, "2222-2222-2222", "f2")).fork);
}

// Whoever has the name later under a key of its own is neither of the two.
TEST_F(SettledFork, P7_BoxThatReplacesBoth_IsToldNothing) {
  tell_code();
  const auto fresh = seal::make_signing_key("bus-01", testing::counted(4'711));
  must(in_transaction(files_->inbox, [&] {
    return Nodes(files_->inbox).put({"bus-01", 1, "lahore", seal::to_text(seal::verifying(fresh)), "fp2", noon});
  }));
  exchange::Request request;
  request.node = "bus-01";
  EXPECT_FALSE(round(request).fork);
}

}  // namespace
}  // namespace karvan::central
