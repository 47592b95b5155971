#include "sync/rules/judge.h"

#include <gtest/gtest.h>

#include "tests/unit/sync/rules/filed.h"

namespace karvan::rules {
namespace {

using model::Fate;
using samples::Changing;
using samples::Desk;

TEST(Judge, PlainWalk_AppliesAll) {
  Changing desk;
  EXPECT_EQ(desk.take(desk.charge()), model::Verdict{});
  EXPECT_EQ(desk.take(desk.payment()), model::Verdict{});
  EXPECT_TRUE(desk.record.reached(stage::fee_paid));
}

TEST(Judge, P5_NumberOutsideEveryLease_IsDisputedAndStillFolded) {
  Changing desk;
  desk.take(desk.charge());
  auto op = desk.payment();
  op.issue->number = 1;
  EXPECT_EQ(desk.take(op).alarms, std::vector<std::string>{"disputed:receipt/1"});
  EXPECT_EQ(desk.record.documents.at(0).state, "disputed");
  EXPECT_EQ(balance(desk.record).received, 50'000);
}

TEST(Judge, P5_NumberOnAnotherDocument_IsDisputed) {
  Changing desk;
  desk.take(desk.charge());
  auto context = desk.context();
  context.number_taken_by = "bus-01/e0/5";
  EXPECT_EQ(judge(desk.record, desk.payment(), context).alarms.size(), 1u);
}

TEST(Judge, P5_NumberVoidedByWhoHasNeitherLeaseNorDocument_IsLookedAt) {
  Changing desk;
  auto op = desk.op();
  op.voided = model::Voided{{"receipt", 7'300}, "smeared"};
  EXPECT_TRUE(desk.judge(op).alarms.empty());  // of its own lease
  op.voided->serial.number = 1;
  EXPECT_EQ(desk.judge(op).alarms, std::vector<std::string>{"voided:receipt/1"});
  desk.person.role = Role::auditor;
  op.voided->serial.number = 7'300;
  EXPECT_EQ(desk.judge(op).alarms, (std::vector<std::string>{"voided:receipt/7300", "actor"}));
}

TEST(Judge, P6_MoneyBeyondWhatIsOpen_IsInSuspense) {
  Changing desk;
  desk.take(desk.charge());
  desk.take(desk.payment());
  EXPECT_EQ(desk.take(desk.payment()).alarms.front(), "suspense");
  EXPECT_TRUE(desk.record.postings.back().suspense);
}

TEST(Judge, ChargeUnlikeTheCatalogue_IsHonouredAndLookedAt) {
  Changing desk;
  EXPECT_EQ(desk.take(desk.charge(40'000)).alarms.front(), "fee_differs");
  EXPECT_EQ(balance(desk.record).charged, 40'000);
}

TEST(Judge, P6_SecondChargeOfTheSameFee_IsLookedAt) {
  Changing desk;
  desk.take(desk.charge());
  EXPECT_EQ(desk.take(desk.charge()).alarms, std::vector<std::string>{"fee_differs"});
}

TEST(Judge, P9_StageReachedAgain_IsLost) {
  Changing desk;
  auto op = desk.op("bus-02");
  op.advance = stage::filed;
  EXPECT_EQ(desk.judge(op).advance, Fate::lost);
}

TEST(Judge, P15_StageWithoutItsPrerequisite_WaitsAndIsTold) {
  Changing desk;
  auto op = desk.op();
  op.advance = "delivered";
  auto verdict = desk.take(op);
  EXPECT_EQ(verdict.advance, Fate::waiting);
  EXPECT_EQ(verdict.reason, "stage_not_reached");
  EXPECT_EQ(verdict.alarms.at(0), "refused:delivered:stage_not_reached");
  EXPECT_FALSE(desk.record.reached("delivered"));
}

TEST(Judge, P9_EarlyStage_CountsFromItsOwnDateOnceItsPrerequisiteArrives) {
  Changing desk;
  auto charge = desk.charge();  // by one box, which comes late
  auto paid = desk.op("bus-02");
  paid.advance = stage::fee_paid;
  EXPECT_EQ(desk.take(paid).advance, Fate::waiting);
  auto unpaid = desk.take(charge);
  EXPECT_TRUE(unpaid.ripe.empty());  // the fee is open
  auto money = desk.op();
  money.post = model::Post{"payment", {50'000, "PKR"}, "cash", "s1", ""};
  EXPECT_EQ(desk.take(money).ripe, std::vector<std::string>{model::to_text(paid.id)});
  EXPECT_TRUE(desk.record.reached(stage::fee_paid));
  EXPECT_TRUE(desk.record.early.empty());
  EXPECT_EQ(desk.record.milestones.back().time, paid.time);
}

TEST(Judge, P15_OperationThatTheRecordCannotHold_IsParkedAlone) {
  Changing desk;
  for (int i = 0; i < 200; ++i) {
    auto op = desk.op("bus-02");
    for (int key = 0; key < 10; ++key) op.set["unknown" + std::to_string(key)] = std::string(16'000, '\x01');
    auto verdict = desk.take(op);
    if (verdict.op == Fate::parked) {
      EXPECT_EQ(verdict.reason, "record_full");
      EXPECT_FALSE(desk.check(op));
      auto small = desk.judge(desk.change("bus-03", "phone", "4"));
      EXPECT_EQ(small.op, Fate::applied);
      EXPECT_TRUE(model::parse_record(model::write_record(desk.record)));
      return;
    }
  }
  ADD_FAILURE() << "nothing was parked";
}

TEST(Judge, Duplicate_IsToldOnce) {
  Changing desk;
  auto context = desk.context();
  context.duplicate_of = {"lahore/application/b2"};
  auto op = desk.change("bus-01", "phone", "5");
  auto verdict = judge(desk.record, op, context);
  EXPECT_EQ(verdict.alarms, std::vector<std::string>{"duplicate:lahore/application/b2"});
  desk.record = model::apply(desk.record, op, verdict);
  EXPECT_TRUE(judge(desk.record, desk.change("bus-01", "phone", "6"), context).alarms.empty());
}

TEST(Judge, FilingWithAFault_KeepsTheAnswersAndRefusesTheStage) {
  Desk desk;
  auto op = desk.filing();
  op.set.erase("full_name");
  auto verdict = desk.take(op);
  EXPECT_EQ(verdict.advance, Fate::refused);
  EXPECT_EQ(verdict.reason, "form_incomplete");
  EXPECT_EQ(desk.record.fields.at("phone").value, "1");
}

TEST(Judge, FilingThatIsSoundOnTheDesksDay_IsApplied) {
  Desk desk;
  auto op = desk.filing();
  op.set["born"] = "2026-11-22";  // today east of Greenwich
  EXPECT_EQ(desk.judge(op), model::Verdict{});
}

TEST(Judge, UnknownAct_Waits) {
  Changing desk;
  auto op = desk.op();
  op.unknown_act = true;
  EXPECT_EQ(desk.judge(op).op, Fate::waiting);
}

TEST(Judge, ServiceNotHere_Waits) {
  Desk desk;
  auto context = desk.context();
  context.service = nullptr;
  auto verdict = judge({}, desk.filing(), context);
  EXPECT_EQ(verdict.op, Fate::waiting);
  EXPECT_EQ(verdict.reason, "catalogue_missing");
}

TEST(Judge, P5_P6_ActorWithoutTheRight_ClaimsNothingAndMoneyAndPaperAreInQuestion) {
  Changing desk;
  desk.take(desk.charge());
  desk.person.role = Role::auditor;
  auto verdict = desk.take(desk.payment());
  EXPECT_EQ(verdict.op, Fate::refused);
  EXPECT_EQ(verdict.alarms, (std::vector<std::string>{"suspense", "disputed:receipt/7001", "actor"}));
  EXPECT_EQ(balance(desk.record).received, 50'000);
  EXPECT_TRUE(desk.record.postings.back().suspense);
  EXPECT_EQ(desk.record.documents.at(0).state, "disputed");
  EXPECT_FALSE(desk.record.reached(stage::fee_paid));
}

TEST(Judge, P10_SameOperationOnTheSameRecord_GivesTheSameVerdict) {
  Changing desk;
  auto op = desk.change("bus-02", "full_name", "X");
  EXPECT_EQ(desk.judge(op), desk.judge(op));
}

}  // namespace
}  // namespace karvan::rules
