#include "sync/rules/check.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/sync/rules/desk.h"

namespace karvan::rules {
namespace {

using samples::Desk;

TEST(Check, WalkFromFilingToPayment_Passes) {
  Desk desk;
  auto filing = desk.filing();
  ASSERT_TRUE(desk.check(filing)) << describe(desk.check(filing).error());
  desk.take(filing);
  auto charge = desk.charge();
  ASSERT_TRUE(desk.check(charge)) << describe(desk.check(charge).error());
  desk.take(charge);
  auto payment = desk.payment();
  EXPECT_TRUE(desk.check(payment)) << describe(desk.check(payment).error());
}

TEST(Check, StagesThatTheRulesName_AreTheCataloguesDefaults) {
  for (std::string_view known : {stage::filed, stage::fee_assessed, stage::fee_paid}) {
    const auto& stages = catalogue::default_stages();
    EXPECT_TRUE(std::any_of(stages.begin(), stages.end(), [&](const auto& s) { return s.id == known; })) << known;
  }
}

TEST(Check, UnknownVersion_IsUnknownService) {
  Desk desk;
  auto op = desk.filing();
  op.pin->version = "v2";
  EXPECT_EQ(desk.refusal(op), Code::unknown_service);
}

TEST(Check, FirstOperationWithoutAPin_IsMalformed) {
  Desk desk;
  EXPECT_EQ(desk.refusal(desk.charge()), Code::malformed);
}

TEST(Check, QuestionThatTheFormDoesNotHave_IsRefused) {
  Desk desk;
  auto op = desk.filing();
  op.set["colour"] = "red";
  EXPECT_EQ(desk.refusal(op), Code::unknown_question);
}

TEST(Check, FilingWithAFault_NamesTheQuestion) {
  Desk desk;
  auto op = desk.filing();
  op.set.erase("full_name");
  auto checked = desk.check(op);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, Code::form_incomplete);
  EXPECT_EQ(checked.error().where, "full_name");
}

TEST(Check, StageWithoutItsPrerequisite_IsRefused) {
  Desk desk;
  desk.take(desk.filing());
  EXPECT_EQ(desk.refusal(desk.payment()), Code::stage_not_reached);
  auto op = desk.op();
  op.advance = "delivered";
  EXPECT_EQ(desk.refusal(op), Code::stage_not_reached);
}

TEST(Check, StageOfTheCentre_IsNotTheDesks) {
  Desk desk;
  desk.take(desk.filing());
  auto op = desk.op();
  op.advance = "received_by_centre";
  EXPECT_EQ(desk.refusal(op), Code::role_not_allowed);
}

TEST(Check, P6_ChargeThatIsNotTheCataloguesFee_IsRefused) {
  Desk desk;
  desk.take(desk.filing());
  EXPECT_EQ(desk.refusal(desk.charge(40'000)), Code::amount_differs);
}

TEST(Check, P6_PaymentOfAnotherAmount_IsRefused) {
  Desk desk;
  desk.take(desk.filing());
  desk.take(desk.charge());
  EXPECT_EQ(desk.refusal(desk.payment(49'999)), Code::amount_differs);
}

TEST(Check, P6_SecondPayment_IsAlreadyPaid) {
  Desk desk;
  desk.take(desk.filing());
  desk.take(desk.charge());
  desk.take(desk.payment());
  EXPECT_EQ(desk.refusal(desk.payment()), Code::already_paid);
}

TEST(Check, PaymentWithoutATender_IsRefused) {
  Desk desk;
  desk.take(desk.filing());
  desk.take(desk.charge());
  auto op = desk.payment();
  op.post->tender.clear();
  EXPECT_EQ(desk.refusal(op), Code::tender_not_accepted);
}

TEST(Check, P5_NumberOutsideTheLease_IsRefused) {
  Desk desk;
  desk.take(desk.filing());
  desk.take(desk.charge());
  auto op = desk.payment();
  op.issue->number = 7501;
  EXPECT_EQ(desk.refusal(op), Code::no_lease_left);
}

TEST(Check, P14_NumberOfAnExpiredLease_IsRefused) {
  Desk desk;
  desk.take(desk.filing());
  desk.take(desk.charge());
  desk.lease.not_after_ms = samples::noon;
  EXPECT_EQ(desk.refusal(desk.payment()), Code::no_lease_left);
}

TEST(Check, VoidWithoutAReason_IsRefused) {
  Desk desk;
  desk.take(desk.filing());
  auto op = desk.op();
  op.voided = model::Voided{{"receipt", 7001}, ""};
  EXPECT_EQ(desk.refusal(op), Code::reason_missing);
}

TEST(Check, TechnicianWhoFiles_IsRefused) {
  Desk desk;
  desk.person.role = Role::technician;
  EXPECT_EQ(desk.refusal(desk.filing()), Code::role_not_allowed);
}

TEST(Check, OperatorOfAnotherInstitution_IsRefused) {
  Desk desk;
  desk.person.institutions = {"tax"};
  EXPECT_EQ(desk.refusal(desk.filing()), Code::role_not_allowed);
}

TEST(Staff, Written_ReadsBackTheSame) {
  Staff staff{"leyla", "Leyla \"L\" Məmmədova", Role::clerk, "$argon2id$x", {"bus-01"}, {"domicile"}, {}, false};
  EXPECT_EQ(parse_staff(write_staff(staff)), staff);
}

TEST(CivilDate, EastOfGreenwich_IsTheNextDayInTheEvening) {
  EXPECT_EQ(civil_date(samples::noon), "2026-11-21");
  EXPECT_EQ(civil_date(samples::noon + 8 * 3'600'000, 300), "2026-11-22");
}

}  // namespace
}  // namespace karvan::rules
