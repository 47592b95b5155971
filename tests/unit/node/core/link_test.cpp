#include "storage/seal/hash.h"
#include "tests/unit/node/core/box.h"

namespace karvan::core {
namespace {

using samples::Box;
using samples::code_of;

std::uint64_t unsettled(Box& box) { return *box.store().log().count_unsettled(); }

TEST(Link, ARound_SendsWhatIsNotReceivedWithASignedHead) {
  Box box;
  box.sign_in();
  box.filed();
  auto request = box.round();
  ASSERT_EQ(request.batches.size(), 1u);
  EXPECT_EQ(request.batches[0].run.lines.size(), 2u);
  EXPECT_EQ(request.batches[0].run.after.seq, 0u);
  EXPECT_NE(request.batches[0].head.find("bus-01"), std::string::npos);
}

TEST(Link, AnAnswer_SettlesTheOperations) {
  Box box;
  box.sign_in();
  box.filed();
  EXPECT_EQ(box.unsent(), 2u);
  box.say(box.applied(box.round()));
  EXPECT_EQ(box.unsent(), 0u);
  EXPECT_EQ(unsettled(box), 0u);
}

TEST(Link, P3_TheSettledRecord_IsTheFoldOfOperationsAndVerdicts) {
  Box box;
  box.sign_in();
  auto id = box.filed();
  auto request = box.round();
  model::Record expected;
  for (const auto& line : request.batches[0].run.lines) expected = model::apply(expected, *model::parse_op(line), {});
  box.say(box.applied(request));
  auto settled = *box.store().records().settled("lahore/application/" + id);
  EXPECT_EQ(settled->body, model::write_record(expected));
  EXPECT_EQ(settled->position, box.checkpoint.office);
}

TEST(Link, P10_TheSameAnswerTwice_ChangesNothing) {
  Box box;
  box.sign_in();
  auto id = box.filed();
  auto answer = box.applied(box.round());
  box.say(answer);
  auto once = *box.store().records().settled("lahore/application/" + id);
  box.round();
  box.say(answer);
  EXPECT_EQ((*box.store().records().settled("lahore/application/" + id))->body, once->body);
}

TEST(Link, ALateAnswerOfAnEarlierRound_IsIgnored) {
  Box box;
  box.sign_in();
  box.filed();
  auto answer = box.applied(box.round());
  const auto old = box.exchanges.back().round;
  box.drain(ExchangeAnswer{old, fail(Code::link_down), {}});
  box.round();
  box.drain(ExchangeAnswer{old, exchange::Received{answer, box.checkpoint, false}, {}});
  EXPECT_EQ(unsettled(box), 2u);
}

TEST(Link, AHundredApplications_AreFoldedInSlices) {
  Box box;
  box.sign_in();
  for (int i = 0; i < 150; ++i) box.filed();
  auto answer = box.applied(box.round());
  for (auto& entry : answer.entries) entry.verdict.reason = "looked at";  // each is read
  ASSERT_GT(answer.entries.size(), fold_entries_max);
  box.drain(ExchangeAnswer{box.exchanges.back().round, exchange::Received{answer, box.checkpoint, false}, {}});
  EXPECT_TRUE(box.core->has_work());
  EXPECT_EQ(unsettled(box), 300u - fold_entries_max);
  box.settle_down();
  EXPECT_EQ(unsettled(box), 300u - answer.entries.size());
}

TEST(Link, WhatIsSettledUnread_IsFoldedInLongerSlices) {
  Box box;
  box.sign_in();
  for (int i = 0; i < 150; ++i) box.filed();
  auto answer = box.applied(box.round());
  ASSERT_GT(answer.entries.size(), fold_entries_max);
  box.drain(ExchangeAnswer{box.exchanges.back().round, exchange::Received{answer, box.checkpoint, false}, {}});
  EXPECT_FALSE(box.core->has_work());
  EXPECT_EQ(unsettled(box), 300u - answer.entries.size());
}

TEST(Link, WithoutAnAnswer_WaitsLongerEachTime) {
  Box box;
  box.sign_in();
  box.filed();
  box.round();
  box.drain(ExchangeAnswer{box.exchanges.back().round, fail(Code::link_down), {}});
  EXPECT_EQ(box.core->link().state(), LinkState::offline);
  const auto rounds = box.exchanges.size();
  box.drain(Tick{});
  EXPECT_EQ(box.exchanges.size(), rounds);
  box.now += retry_ms_max;
  box.drain(Tick{});
  EXPECT_EQ(box.exchanges.size(), rounds + 1);
}

TEST(Link, ExchangeNow_DoesNotWait) {
  Box box;
  box.sign_in();
  box.round();
  box.drain(ExchangeAnswer{box.exchanges.back().round, fail(Code::link_down), {}});
  const auto rounds = box.exchanges.size();
  box.must(counter::ExchangeNow{});
  EXPECT_EQ(box.exchanges.size(), rounds + 1);
}

TEST(Link, WhatWasSentButNotReceived_IsSentAgain) {
  Box box;
  box.sign_in();
  box.filed();
  auto first = box.round();
  box.drain(ExchangeAnswer{box.exchanges.back().round, fail(Code::link_down), {}});
  auto second = box.round();
  EXPECT_EQ(second.batches.at(0).run.lines, first.batches.at(0).run.lines);
}

TEST(Link, OverARestart_TheNextEpochNamesItsPredecessor) {
  Box box;
  box.sign_in();
  box.filed();
  box.restart();
  box.restart();  // an epoch without operations in between
  box.sign_in();
  box.filed();
  box.drain(ExchangeAnswer{box.exchanges.back().round, fail(Code::link_down), {}});  // that of the start
  auto request = box.round();
  ASSERT_EQ(request.batches.size(), 2u);
  const auto& before = request.batches[0].run;
  const auto& after = request.batches[1].run;
  ASSERT_TRUE(after.prior);
  EXPECT_EQ(after.prior->epoch, before.after.epoch);
  EXPECT_EQ(after.prior->seq, 2u);
  EXPECT_EQ(after.prior->hash, after.after.hash);
}

TEST(Link, WithNothingNew_SaysNothing) {
  Box box;
  EXPECT_TRUE(box.round().batches.empty());
}

TEST(Link, WhenNumbersRunLow_AsksForMore) {
  Box box;
  EXPECT_EQ(box.round().want, (std::vector<exchange::Want>{{"receipt", 10, 0}}));
  box.say({});
  box.sign_in();
  for (int i = 0; i < 4; ++i) box.paid_print();
  EXPECT_EQ(box.round().want, (std::vector<exchange::Want>{{"receipt", 6, 4}}));
}

TEST(Link, P7_AReceiptForWhatThisBoxNeverWrote_StopsNumbersButNotTheCounter) {
  Box box;
  box.sign_in();
  auto id = box.filed();
  auto answer = box.applied(box.round());
  answer.receipts[0].hash[0] ^= 1;
  box.say(std::move(answer));
  EXPECT_EQ(code_of(box.ask(counter::TakePayment{{}, id, "cash", {50'000, "PKR"}, ""})), Code::fork_noticed);
  EXPECT_EQ(code_of(box.ask(counter::OpenShift{{}, {100, "PKR"}})), Code::fork_noticed);
  EXPECT_TRUE(box.ask(counter::StartDraft{{}, "domicile"}));
}

TEST(Link, P14_OfARevokedNode_StopsNumbersAlsoAfterARestart) {
  Box box;
  box.sign_in();
  auto id = box.filed();
  auto answer = box.applied(box.round());
  answer.documents.push_back(box.fleet(4, {{"bus-01", "e1", 3}}));
  box.say(std::move(answer));
  box.restart();
  box.round();
  box.say({});
  box.sign_in();
  EXPECT_EQ(code_of(box.ask(counter::TakePayment{{}, id, "cash", {50'000, "PKR"}, ""})), Code::node_revoked);
  box.filed();
  EXPECT_FALSE(box.round().batches.empty());
}

TEST(Link, P14_AnOlderFleetState_IsLeftAloneAndANewerOneCounts) {
  Box box;
  box.sign_in();
  auto id = box.filed();
  box.round();
  exchange::Answer answer;
  answer.documents = {box.fleet(4, {{"bus-01", "", 0}}), box.fleet(3, {})};
  box.say(std::move(answer));
  counter::TakePayment payment{{}, id, "cash", {50'000, "PKR"}, ""};
  EXPECT_EQ(code_of(box.ask(payment)), Code::node_revoked);
  box.round();
  answer = {};
  answer.documents = {box.fleet(5, {{"bus-02", "", 0}})};
  box.say(std::move(answer));
  EXPECT_TRUE(box.ask(payment));
}

TEST(Link, P15_ARefusedOperation_StaysVisibleWithItsReason) {
  Box box;
  box.sign_in();
  box.filed();
  auto answer = box.applied(box.round());
  answer.entries[1].verdict.op = model::Fate::refused;
  answer.entries[1].verdict.reason = "role_not_allowed";
  box.say(std::move(answer));
  auto troubled = *box.store().log().troubled(10);
  ASSERT_EQ(troubled.size(), 1u);
  EXPECT_EQ(troubled[0].reason, "role_not_allowed");
}

}  // namespace
}  // namespace karvan::core
