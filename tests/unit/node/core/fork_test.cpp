#include "sync/exchange/epoch_code.h"
#include "tests/unit/node/core/box.h"

// Another box speaks under this one's name, and a person settles which is the node.
namespace karvan::core {
namespace {

using samples::Box;
using samples::code_of;

// A box whose numbers a fork has stopped, with an application that is to be paid.
struct Forked {
  Forked() {
    box.sign_in("bilal");
    id = box.filed();
    clash.receipts = box.applied(box.round()).receipts;
    clash.receipts[0].hash[0] ^= 1;
    box.checkpoint.office = 0;  // nothing of it is in the feed yet
    box.say(clash);
  }
  counter::TakePayment payment() { return {{}, id, "cash", {50'000, "PKR"}, ""}; }
  std::string code() {
    return *exchange::epoch_code(box.centre_key(), seal::verifying(box.core->book().options().key), "bus-01",
                                 box.core->book().epoch_challenge());
  }
  Box box;
  std::string id;
  exchange::Answer clash;
};

TEST(Fork, P7_TheCodeByTelephone_OpensANewEpochWithNewNumbers) {
  Forked forked;
  Box& box = forked.box;
  const auto before = box.store().log().head()->epoch;
  EXPECT_EQ(code_of(box.ask(counter::SettleFork{{}, "1111-1111-1111"})), Code::epoch_code_wrong);
  box.must(counter::SettleFork{{}, forked.code()});
  EXPECT_NE(box.store().log().head()->epoch, before);
  const auto leases = *box.store().leases().list();
  for (const auto& lease : leases) EXPECT_EQ(lease.state, "returned");
  EXPECT_EQ(code_of(box.ask(forked.payment())), Code::no_lease_left);
  auto request = box.round();
  auto end = model::parse_op(request.batches.back().run.lines.front());
  ASSERT_TRUE(end && end->lease);
  EXPECT_EQ(end->lease->state, "returned");
  EXPECT_EQ(end->lease->next, end->lease->id == "l7001" ? 7001 : 501);
  auto answer = box.applied(request);
  answer.documents.push_back(box.lease(7011, 7020));
  box.say(std::move(answer));
  EXPECT_EQ(box.paid(forked.id).at("receipt").at("number").as_int64(), 7011);
}

TEST(Fork, P7_OnceSettled_TheOldEpochStopsNothingAgain) {
  Forked forked;
  Box& box = forked.box;
  box.must(counter::SettleFork{{}, forked.code()});
  box.round();
  auto clash = forked.clash;
  clash.documents = {box.lease(7011, 7020)};
  box.say(std::move(clash));
  EXPECT_TRUE(box.ask(forked.payment()));
}

// A box put back to an image in which the centre had all of an epoch already, but no copy of it was made yet.
TEST(Fork, P7_OnceSettled_AnEpochThatIsNotYetSafeStopsNothingAgain) {
  Box box;
  box.sign_in("bilal");
  box.filed();
  auto request = box.round();
  box.say(box.applied(request));
  exchange::Answer clash;
  clash.receipts = {{box.store().log().head()->epoch, 20, {}}};
  box.restart();
  box.sign_in("bilal");
  box.round();
  box.say(clash);
  EXPECT_EQ(box.core->book().money_stopped(), Code::fork_noticed);
  const auto& book = box.core->book();
  const auto code =
      exchange::epoch_code(box.centre_key(), seal::verifying(book.options().key), "bus-01", book.epoch_challenge());
  box.must(counter::SettleFork{{}, *code});
  box.round();
  box.say(clash);
  EXPECT_FALSE(box.core->book().money_stopped());
}

// By that the centre tells it from the box that does not stay.
TEST(Fork, P7_OnceSettled_TheBoxSaysItsCodeAndTheEpochThatItOpened) {
  Forked forked;
  Box& box = forked.box;
  EXPECT_FALSE(box.round().opened);
  const auto code = forked.code();
  box.say({});
  box.must(counter::SettleFork{{}, code});
  const exchange::Opened said{code, box.store().log().head()->epoch};
  auto request = box.round();
  EXPECT_EQ(request.opened, said);
  box.say(box.applied(request));
  box.restart();
  EXPECT_EQ(box.round().opened, said);
}

TEST(Fork, P7_WithoutAnyLease_TheNewEpochIsStillHeardOf) {
  Forked forked;
  Box& box = forked.box;
  box.must(counter::SettleFork{{}, forked.code()});
  auto request = box.round();
  auto answer = box.applied(request);
  answer.fork = true;  // once more
  box.say(std::move(answer));
  ASSERT_EQ(box.core->book().money_stopped(), Code::fork_noticed);
  box.must(counter::SettleFork{{}, forked.code()});
  const auto head = *box.store().log().head();
  ASSERT_EQ(head.seq, 1u);
  const auto op = model::parse_op(box.store().log().line(head.epoch, 1).value()->line);
  EXPECT_FALSE(op->note.empty());
  EXPECT_EQ(op->actor, "bilal");
}

TEST(Fork, P7_AnswerToARequestFromBeforeTheCode_StopsNothingAgain) {
  Forked forked;
  Box& box = forked.box;
  box.round();
  box.must(counter::SettleFork{{}, forked.code()});
  exchange::Answer late;
  late.fork = true;
  box.say(std::move(late));
  EXPECT_FALSE(box.core->book().money_stopped());
}

TEST(Fork, P16_WhatTheCentreKeepsBesideAnothersWork_IsNotSentForEver) {
  Forked forked;
  EXPECT_EQ(forked.box.store().log().count_unsent().value(), 0u);
}

TEST(Fork, P1_WhatTheCentreRefuses_IsSentAgain) {
  Box box;
  box.sign_in("bilal");
  box.filed();
  auto clash = box.applied(box.round());
  const auto epoch = clash.receipts[0].epoch;
  clash.receipts[0].hash[0] ^= 1;
  clash.entries.clear();
  clash.refused = {{{epoch, 0, {}}, "chain_broken"}};
  box.checkpoint.office = 0;
  box.say(std::move(clash));
  EXPECT_GT(box.store().log().count_unsent().value(), 0u);
}

TEST(Fork, P12_AMarkBeyondThisBoxsLog_HidesNoOther) {
  Forked forked;
  const auto head = forked.box.store().log().head().value();
  forked.box.round();
  exchange::Answer answer;
  answer.safe = {{head.epoch, head.seq + 20}, {head.epoch, head.seq}};
  forked.box.say(std::move(answer));
  EXPECT_EQ(forked.box.store().log().marks()->back().safe, head.seq);
}

TEST(Fork, P7_OverARestart_TheChallengeStays) {
  Forked forked;
  const auto shown = forked.box.core->book().epoch_challenge();
  EXPECT_EQ(shown.size(), 9u);
  forked.box.restart();
  EXPECT_EQ(forked.box.core->book().epoch_challenge(), shown);
  forked.box.sign_in("asma");
  EXPECT_EQ(code_of(forked.box.ask(counter::SettleFork{{}, forked.code()})), Code::role_not_allowed);
}

// Headquarters trusts the box again; whether it is the node is another question.
TEST(Fork, P7_ARevocationThatIsLifted_LeavesTheForkAsItWas) {
  Forked forked;
  Box& box = forked.box;
  const auto challenge = box.core->book().epoch_challenge();
  auto tell = [&](std::uint64_t number, std::vector<rules::Revoked> revoked) {
    box.round();
    exchange::Answer answer;
    answer.documents.push_back(box.fleet(number, std::move(revoked)));
    box.say(std::move(answer));
  };
  tell(2, {{"bus-01", "", 0}});
  EXPECT_EQ(code_of(box.ask(forked.payment())), Code::node_revoked);
  EXPECT_EQ(code_of(box.ask(counter::SettleFork{{}, forked.code()})), Code::not_found);
  box.restart();
  box.sign_in("bilal");
  EXPECT_EQ(code_of(box.ask(forked.payment())), Code::node_revoked);
  tell(3, {});
  EXPECT_EQ(code_of(box.ask(forked.payment())), Code::fork_noticed);
  EXPECT_EQ(box.core->book().epoch_challenge(), challenge);
  box.must(counter::SettleFork{{}, forked.code()});
  EXPECT_EQ(code_of(box.ask(forked.payment())), Code::no_lease_left);
}

TEST(Fork, P14_AForkThatIsSettled_LeavesTheRevocationAsItWas) {
  Forked forked;
  Box& box = forked.box;
  box.must(counter::SettleFork{{}, forked.code()});
  box.round();
  exchange::Answer answer;
  answer.documents.push_back(box.fleet(2, {{"bus-01", "", 0}}));
  box.say(std::move(answer));
  EXPECT_EQ(code_of(box.ask(forked.payment())), Code::node_revoked);
  EXPECT_TRUE(box.core->book().epoch_challenge().empty());
}

// Kept by a version that knew one reason at a time.
TEST(Fork, P7_AStopOfAnOlderVersion_StillStops) {
  Box box;
  ASSERT_TRUE(box.store().begin());
  ASSERT_TRUE(box.store().documents().put({"stopped", "numbers", "node_revoked", 0}));
  ASSERT_TRUE(box.store().commit());
  box.restart();
  EXPECT_EQ(box.core->book().money_stopped(), Code::node_revoked);
  box.round();
  exchange::Answer answer;
  answer.documents.push_back(box.fleet(2, {}));
  box.say(std::move(answer));
  EXPECT_FALSE(box.core->book().money_stopped());
}

// ---- a copy of the box that was put back

// With what the box did after the copy was made gone, and a mark that says so.
struct Restored : Forked {
  Restored() {
    forked_code = code();
    box.must(counter::SettleFork{{}, forked_code});
    auto answer = box.applied(box.round());
    answer.documents.push_back(box.lease(7011, 7020));
    box.say(std::move(answer));
    head = *box.store().log().head();
    EXPECT_TRUE(box.store().begin());
    EXPECT_TRUE(
        box.store().documents().put({std::string(store::restored_kind), std::string(store::restored_at), "", 0}));
    EXPECT_TRUE(box.store().commit());
    box.restart();
    box.sign_in("bilal");
  }
  std::string forked_code;
  store::Head head;  // of the copy
};

TEST(Fork, P5_P6_RestoredBox_IssuesNothingAndMovesNoMoney) {
  Restored restored;
  EXPECT_EQ(restored.box.core->book().money_stopped(), Code::fork_noticed);
  EXPECT_EQ(code_of(restored.box.ask(restored.payment())), Code::fork_noticed);
  const auto leases = *restored.box.store().leases().list();
  for (const auto& lease : leases) EXPECT_NE(lease.state, "open");
  EXPECT_TRUE(restored.box.filed().size() > 0) << "the counter does not stand still";
}

TEST(Fork, P7_RestoredBox_SaysAtOnceOnWhichHeadItGoesOn) {
  Restored restored;
  const auto request = restored.box.round();
  ASSERT_EQ(request.batches.size(), 1u);
  const auto& batch = request.batches.front();
  EXPECT_EQ(batch.run.after.seq, 0u);
  ASSERT_TRUE(batch.run.prior);
  EXPECT_EQ(batch.run.prior->hash, restored.head.hash);
  EXPECT_TRUE(model::parse_op(batch.run.lines.front())->lease);
}

TEST(Fork, P7_RestoredBox_GoesOnWithTheCodeByTelephoneAndStopsOnce) {
  Restored restored;
  Box& box = restored.box;
  box.restart();
  box.sign_in("bilal");
  EXPECT_EQ(box.core->book().money_stopped(), Code::fork_noticed);
  EXPECT_EQ(code_of(box.ask(counter::SettleFork{{}, restored.forked_code})), Code::epoch_code_wrong);
  box.must(counter::SettleFork{{}, restored.code()});
  EXPECT_FALSE(box.core->book().money_stopped());
  auto answer = box.applied(box.round());
  answer.documents.push_back(box.lease(7021, 7030));
  box.say(std::move(answer));
  EXPECT_EQ(box.paid(restored.id).at("receipt").at("number").as_int64(), 7021);
  box.restart();
  EXPECT_FALSE(box.core->book().money_stopped());
}

}  // namespace
}  // namespace karvan::core
