#include <gtest/gtest.h>

#include "tests/unit/sync/rules/filed.h"

namespace karvan::rules {
namespace {

using model::Fate;
using samples::Desk;
using samples::Filed;

model::Op back(Desk& desk, std::vector<std::string> reopens = {"filed"}, std::string reason = "no signature") {
  auto op = desk.op();
  op.returned = model::Returned{std::move(reopens), std::move(reason)};
  return op;
}

TEST(Return, ByASupervisorWithAReason_OpensARoundInWhichItIsFiledAgain) {
  Filed desk;
  desk.as(Role::supervisor);
  auto op = back(desk);
  ASSERT_TRUE(desk.check(op)) << describe(desk.check(op).error());
  EXPECT_EQ(desk.take(op), model::Verdict{});
  EXPECT_EQ(desk.record.round, 2u);
  EXPECT_FALSE(desk.record.reached(stage::filed));
  auto again = desk.op();
  again.set["full_name"] = "Ali Raza";
  again.advance = stage::filed;
  EXPECT_TRUE(desk.check(again));
  EXPECT_EQ(desk.take(again), model::Verdict{});
  EXPECT_TRUE(desk.record.reached(stage::filed));
}

TEST(Return, ByAnOperator_IsRefused) {
  Filed desk;
  EXPECT_EQ(desk.refusal(back(desk)), Code::role_not_allowed);
  EXPECT_EQ(desk.judge(back(desk)).op, Fate::refused);
}

TEST(Return, WithoutAReasonOrOfAStageThatWasNotReached_IsRefused) {
  Filed desk;
  desk.as(Role::supervisor);
  EXPECT_EQ(desk.refusal(back(desk, {"filed"}, "")), Code::reason_missing);
  EXPECT_EQ(desk.refusal(back(desk, {"reviewed"})), Code::stage_not_reached);
  EXPECT_EQ(desk.refusal(back(desk, {"fee_assessed"})), Code::stage_not_reached);
  EXPECT_EQ(desk.judge(back(desk, {"reviewed"})).returned, Fate::refused);
}

TEST(Return, ASecondTime_IsLost) {
  Filed desk;
  desk.as(Role::supervisor);
  desk.take(back(desk));
  EXPECT_EQ(desk.take(back(desk)).returned, Fate::lost);
  EXPECT_EQ(desk.record.round, 2u);
}

TEST(Return, P9_AfterADecision_IsRefused) {
  Filed desk;
  desk.as(Role::centre);
  desk.take(desk.decision("granted"));
  desk.as(Role::supervisor);
  EXPECT_EQ(desk.refusal(back(desk)), Code::decided_already);
  EXPECT_EQ(desk.judge(back(desk)).returned, Fate::refused);
}

TEST(Approve, IsTheSupervisors) {
  Filed desk;
  auto op = desk.op();
  op.advance = stage::reviewed;
  EXPECT_EQ(desk.refusal(op), Code::role_not_allowed);
  desk.as(Role::supervisor);
  EXPECT_TRUE(desk.check(op));
  desk.service.may["approve"] = {"operator"};
  desk.as(Role::supervisor);
  EXPECT_EQ(desk.refusal(op), Code::role_not_allowed);
}

TEST(Decide, P9_ByAnOfficerOfTheInstitution_Counts) {
  Filed desk;
  desk.as(Role::officer);
  EXPECT_EQ(desk.take(desk.decision("granted")).op, Fate::applied);
  ASSERT_EQ(desk.record.decisions.size(), 1u);
}

TEST(Decide, ByAnybodyElse_IsRefusedAndDecidesNothing) {
  for (Role role : {Role::operator_, Role::supervisor, Role::clerk, Role::auditor}) {
    Filed desk;
    desk.as(role);
    EXPECT_EQ(desk.refusal(desk.decision("granted")), Code::role_not_allowed);
    EXPECT_EQ(desk.take(desk.decision("granted")).alarms.back(), "actor");
    EXPECT_TRUE(desk.record.decisions.empty());
  }
  Filed desk;
  desk.as(Role::officer);
  desk.person.institutions = {"tax"};
  EXPECT_EQ(desk.refusal(desk.decision("granted")), Code::role_not_allowed);
  desk.person.institutions = {};
  EXPECT_EQ(desk.refusal(desk.decision("granted")), Code::role_not_allowed);
}

TEST(Decide, P9_ASecondTime_IsRefusedUnlessItSupersedesWithAReason) {
  Filed desk;
  desk.as(Role::centre);
  auto word = [&](const char* outcome, const char* reason = "") {
    auto op = desk.decision(outcome, reason);
    op.advance.clear();
    return op;
  };
  EXPECT_EQ(desk.refusal(word("refused")), Code::reason_missing);
  EXPECT_EQ(desk.refusal(word("perhaps")), Code::field_wrong_type);
  desk.take(word("granted"));
  EXPECT_EQ(desk.refusal(word("granted")), Code::decided_already);
  EXPECT_EQ(desk.refusal(word("refused")), Code::reason_missing);
  EXPECT_TRUE(desk.check(word("refused", "forged paper")));
  EXPECT_EQ(desk.take(word("refused", "forged paper")).alarms.front(), "decision_superseded");
  EXPECT_EQ(desk.record.decisions.size(), 2u);
}

TEST(Decide, FieldsOfTheCitizen_AreNotTheOfficers) {
  Filed desk;
  desk.as(Role::officer);
  auto op = desk.decision("granted");
  op.set = {{"ruling", "district 4"}, {"full_name", "Another"}};
  auto verdict = desk.take(op);
  EXPECT_EQ(verdict.fields.count("ruling"), 0u);
  EXPECT_EQ(verdict.fields.at("full_name"), Fate::refused);
  EXPECT_EQ(desk.record.fields.at("ruling").value, "district 4");
  EXPECT_EQ(desk.record.fields.at("full_name").value, "Ali Khan");
}

TEST(Issue, BeforeTheDecision_WaitsUnlessThePolicyIsIssue) {
  Filed desk;
  desk.lend_licences();
  EXPECT_EQ(desk.refusal(desk.certificate()), Code::not_decided);
  EXPECT_EQ(desk.judge(desk.certificate()).alarms.front(), "disputed:licence/41");
  desk.service.policy = catalogue::Policy::issue;
  EXPECT_TRUE(desk.check(desk.certificate()));
}

TEST(Issue, P9_AfterARefusal_IsRefusedUnderEveryPolicy) {
  Filed desk;
  desk.lend_licences();
  desk.service.policy = catalogue::Policy::issue;
  desk.as(Role::centre);
  desk.take(desk.decision("refused", "too young"));
  EXPECT_EQ(desk.refusal(desk.certificate()), Code::not_decided);
}

TEST(Issue, P5_ASecondDocumentOfItsKind_IsRefusedUnlessTheFirstIsVoid) {
  Filed desk;
  desk.lend_licences();
  desk.service.policy = catalogue::Policy::issue;
  desk.take(desk.certificate(41));
  EXPECT_EQ(desk.refusal(desk.certificate(42)), Code::document_issued_already);
  EXPECT_EQ(desk.judge(desk.certificate(42)).alarms.front(), "disputed:licence/42");
  auto instead = desk.certificate(42);
  instead.voided = model::Voided{{"licence", 41}, "smeared"};
  EXPECT_TRUE(desk.check(instead));
}

TEST(HandOver, OfWhatStands_IsAllowedOnce) {
  Filed desk;
  desk.lend_licences();
  desk.service.policy = catalogue::Policy::issue;
  auto op = desk.op();
  op.handed_over = model::HandedOver{{"licence", 41}, "Ali", "self", "35202"};
  EXPECT_EQ(desk.refusal(op), Code::document_not_issued);
  desk.take(desk.certificate(41));
  EXPECT_TRUE(desk.check(op));
  auto nameless = op;
  nameless.handed_over->recipient.clear();
  EXPECT_EQ(desk.refusal(nameless), Code::field_missing);
  desk.take(op);
  EXPECT_EQ(desk.refusal(op), Code::handed_over_already);
  EXPECT_EQ(desk.take(op).alarms.front(), "handed_over:licence/41");
  EXPECT_EQ(desk.record.handed_over.size(), 2u);
}

}  // namespace
}  // namespace karvan::rules
