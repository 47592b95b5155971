#include "sync/rules/closing.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "sync/rules/due.h"
#include "tests/unit/sync/rules/desk.h"

namespace karvan::rules {
namespace {

using catalogue::Closing;
using model::Fate;
using samples::Desk;
constexpr std::int64_t day = 86'400'000;

Closing way(std::string how, std::string by, Closing::Refund refund = Closing::Refund::none, int after_days = 0) {
  Closing closing;
  closing.how = std::move(how);
  closing.by = std::move(by);
  closing.refund = refund;
  closing.after_days = after_days;
  closing.next_step = {{"en", "Begin again"}};
  return closing;
}

struct Counter : Desk {
  Counter() {
    auto withdrawn = way("withdrawn", "desk", Closing::Refund::all);
    withdrawn.reasons = {{"moves", {{"en", "Moves away"}}}};
    service.closings = {withdrawn, way("expired", "centre", Closing::Refund::none, 30),
                        way("uncollected", "supervisor", Closing::Refund::none, 60)};
  }
  model::Op close(const std::string& how, const std::string& reason = "moves", const std::string& node = "bus-01") {
    auto o = op(node);
    o.closed = model::Closed{how, reason};
    return o;
  }
  model::Op later(model::Op o, std::int64_t days) const {
    o.time.ms += days * day;
    return o;
  }
  model::Op sent_back() {
    auto o = op();
    o.returned = model::Returned{{stage::filed}, "no signature"};
    return o;
  }
  model::Op change() {
    auto o = op();
    o.set["phone"] = "2";
    return o;
  }
  // Granted, and its certificate printed.
  void grant_and_issue() {
    pay();
    as(Role::centre);
    for (const char* before : {stage::received_by_centre, stage::accepted_by_institution}) {
      auto o = op("centre");
      o.advance = before;
      take(o);
    }
    take(decision("granted"));
    as(Role::operator_);
    lend_licences();
    auto o = certificate();
    o.advance = stage::document_issued;
    take(o);
  }
  model::Op hand_over() {
    auto o = op();
    o.handed_over = model::HandedOver{{"licence", 41}, "Sana", "self", ""};
    o.advance = stage::delivered;
    return o;
  }
  std::string how() const {
    auto ending = closing_of(record, &service);
    return ending ? ending->how : "";
  }
  Code refused(const model::Op& o) {
    auto checked = check(o);
    return checked ? Code::internal : checked.error().code;
  }
};

TEST(Closing, WithdrawnAtTheDesk_EndsIt) {
  Counter desk;
  desk.take(desk.filing());
  auto op = desk.close("withdrawn");
  ASSERT_TRUE(desk.check(op)) << describe(desk.check(op).error());
  EXPECT_EQ(desk.take(op), model::Verdict{});
  auto ending = closing_of(desk.record, &desk.service);
  ASSERT_TRUE(ending);
  EXPECT_EQ(ending->how, "withdrawn");
  EXPECT_EQ(ending->reason, "moves");
  EXPECT_EQ(ending->by, "ayesha");
  EXPECT_EQ(ending->way->next_step.at("en"), "Begin again");
}

TEST(Closing, WhatTheServiceDoesNotOffer_IsRefused) {
  Counter desk;
  desk.take(desk.filing());
  EXPECT_EQ(desk.refused(desk.close("delivered")), Code::closing_not_offered);
  EXPECT_EQ(desk.refused(desk.close("withdrawn", "")), Code::reason_missing);
  EXPECT_EQ(desk.refused(desk.close("withdrawn", "bored")), Code::field_wrong_type);
  EXPECT_EQ(desk.refused(desk.close("returned", "lost")), Code::role_not_allowed);  // the supervisor's
  desk.as(Role::supervisor);
  EXPECT_TRUE(desk.check(desk.close("returned", "lost")));
}

TEST(Closing, AfterIt_NoClaimAppliesAndValuesAreKeptBeside) {
  Counter desk;
  desk.take(desk.filing());
  desk.take(desk.close("withdrawn"));
  EXPECT_EQ(desk.refused(desk.change()), Code::application_closed);
  auto verdict = desk.take(desk.change());
  EXPECT_EQ(verdict.fields.at("phone"), Fate::refused);
  EXPECT_EQ(verdict.reason, name_of(Code::application_closed));
  EXPECT_EQ(desk.record.fields.at("phone").value, "1");
  EXPECT_EQ(desk.record.fields.at("phone").candidates.at(0).value, "2");
  auto advance = desk.op();
  advance.advance = stage::identity_checked;
  EXPECT_EQ(desk.judge(advance).advance, Fate::refused);
  EXPECT_EQ(desk.judge(desk.sent_back()).op, Fate::refused);  // an operator's, anyway
}

TEST(Closing, AfterIt_MoneyFoldsWithAnAlarm) {
  Counter desk;
  desk.take(desk.filing());
  desk.take(desk.charge());
  desk.take(desk.close("withdrawn"));
  auto verdict = desk.take(desk.payment());
  EXPECT_EQ(verdict.alarms.at(0), "after_closing:payment");
  EXPECT_EQ(model::balance(desk.record).received, 50'000);
  EXPECT_EQ(refund_due(desk.record, desk.service).minor, 50'000);
}

TEST(Closing, WhatWasDoneBeforeIt_AppliesWhenItArrivesLate) {
  Counter desk;
  desk.take(desk.filing());
  auto earlier = desk.change();
  desk.take(desk.close("withdrawn"));
  EXPECT_EQ(desk.judge(earlier), model::Verdict{});
}

TEST(Closing, SecondOne_IsLost) {
  Counter desk;
  desk.take(desk.filing());
  auto other = desk.close("withdrawn", "moves", "bus-02");
  desk.take(desk.close("withdrawn"));
  auto verdict = desk.take(other);
  EXPECT_EQ(verdict.closed, Fate::lost);
  EXPECT_EQ(desk.record.closed->writer, "bus-01/e1/3");
}

TEST(Closing, ConflictAfterIt_IsStillSettled) {
  Counter desk;
  desk.take(desk.filing());
  for (const char* node : {"bus-02", "bus-03"}) {
    auto o = desk.op(node);
    o.set["full_name"] = node;
    desk.take(o);
  }
  ASSERT_TRUE(desk.record.held("full_name"));
  desk.take(desk.close("withdrawn"));
  desk.as(Role::supervisor);
  const auto& field = desk.record.fields.at("full_name");
  auto o = desk.op();
  o.resolve = model::Resolved{
      "full_name", field.value, field.writer, {field.writer, field.candidates.at(0).writer}, "as on the card"};
  EXPECT_TRUE(desk.check(o)) << describe(desk.check(o).error());
  desk.take(o);
  EXPECT_FALSE(desk.record.held("full_name"));
}

TEST(Closing, RefundByWayOfClosing_IsWhatWasReceivedLessWhatWasGivenBack) {
  Counter desk;
  desk.pay();
  EXPECT_EQ(refund_due(desk.record, desk.service).minor, 0);
  desk.take(desk.close("withdrawn"));
  EXPECT_EQ(refund_due(desk.record, desk.service).minor, 50'000);
  desk.as(Role::supervisor);
  auto back = desk.op();
  back.post = model::Post{"refund", {20'000, "PKR"}, "cash", "s1", "withdrawn"};
  ASSERT_TRUE(desk.check(back)) << describe(desk.check(back).error());
  desk.take(back);
  EXPECT_EQ(refund_due(desk.record, desk.service).minor, 30'000);
}

TEST(Closing, RefundOfNamedFees_LeavesTheOthers) {
  Counter desk;
  auto& closing = desk.service.closings[0];
  closing.refund = Closing::Refund::lines;
  closing.refund_lines = {"express"};
  catalogue::FeeLine express;
  express.id = "express";
  express.amount = {10'000, "PKR"};
  desk.service.fees.push_back(express);
  desk.take(desk.filing());
  desk.take(desk.charge(60'000));
  desk.take(desk.payment(60'000));
  desk.take(desk.close("withdrawn"));
  EXPECT_EQ(refund_due(desk.record, desk.service).minor, 10'000);
}

TEST(Closing, DeliveredAndRefusedAndCompleted_AreEndingsOfThemselves) {
  Counter desk;
  desk.grant_and_issue();
  EXPECT_EQ(desk.how(), "");
  desk.take(desk.hand_over());
  EXPECT_EQ(desk.how(), "delivered");
  Counter other;
  other.take(other.filing());
  other.as(Role::centre);
  other.take(other.decision("refused", "too young"));
  EXPECT_EQ(other.how(), "refused");
  other.take(other.decision("granted", "appealed"));
  EXPECT_EQ(other.how(), "");
  Counter bill;
  std::erase_if(bill.service.stages, [](const auto& each) { return each.number > 7; });
  bill.pay();
  EXPECT_EQ(bill.how(), "completed");
}

TEST(Closing, Expired_OnlyOnceTheCitizenWasAwaitedSoLong) {
  Counter desk;
  desk.take(desk.filing());
  desk.as(Role::centre);
  EXPECT_EQ(desk.refused(desk.later(desk.close("expired", ""), 90)), Code::closing_not_offered);
  desk.take(desk.sent_back());
  const auto lapse = lapse_of(desk.record, desk.service);
  EXPECT_EQ(lapse.how, "expired");
  EXPECT_EQ(lapse.at_ms, desk.record.returns.back().returned.time.ms + 30 * day);
  EXPECT_EQ(desk.refused(desk.later(desk.close("expired", ""), 29)), Code::closing_not_offered);
  desk.take(desk.later(desk.close("expired", ""), 31));
  EXPECT_EQ(desk.how(), "expired");
  EXPECT_EQ(lapse_of(desk.record, desk.service).at_ms, 0);
}

TEST(Closing, Expired_YieldsToACitizenWhoHadComeInTime) {
  Counter desk;
  desk.take(desk.filing());
  desk.as(Role::centre);
  desk.take(desk.sent_back());
  auto again = desk.op("bus-02");
  again.advance = stage::filed;
  desk.take(desk.later(desk.close("expired", ""), 31));
  EXPECT_EQ(desk.how(), "expired");
  desk.take(again);
  EXPECT_EQ(desk.how(), "");
  EXPECT_TRUE(desk.record.reached(stage::filed));
}

TEST(Closing, Uncollected_StillTakesWhoeverComes) {
  Counter desk;
  desk.grant_and_issue();
  EXPECT_EQ(desk.refused(desk.close("withdrawn")), Code::document_issued_already);
  desk.as(Role::supervisor);
  EXPECT_EQ(desk.refused(desk.close("uncollected")), Code::closing_not_offered);
  desk.take(desk.later(desk.close("uncollected"), 61));
  EXPECT_EQ(desk.how(), "uncollected");
  auto late = desk.later(desk.hand_over(), 70);
  EXPECT_TRUE(desk.check(late)) << describe(desk.check(late).error());
  EXPECT_EQ(desk.take(late), model::Verdict{});
  EXPECT_EQ(desk.how(), "delivered");
}

TEST(Closing, WaysThatAreOffered_AreThoseOfTheRole) {
  Counter desk;
  desk.take(desk.filing());
  auto offered = [&](Role role) {
    desk.as(role);
    std::string all;
    for (const auto* each : closings_offered(desk.record, desk.service, desk.person, samples::noon + 10))
      all += each->how + " ";
    return all;
  };
  EXPECT_EQ(offered(Role::operator_), "withdrawn ");
  EXPECT_EQ(offered(Role::supervisor), "withdrawn returned ");
  EXPECT_EQ(offered(Role::auditor), "");
  EXPECT_EQ(offered(Role::clerk), "withdrawn returned ");
  desk.as(Role::operator_);
  desk.take(desk.close("withdrawn"));
  EXPECT_EQ(offered(Role::supervisor), "");
}

}  // namespace
}  // namespace karvan::rules
