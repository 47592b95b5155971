#include <gtest/gtest.h>

#include "sync/rules/captured.h"
#include "sync/rules/parties.h"
#include "tests/unit/sync/rules/desk.h"

namespace karvan::rules {
namespace {

using model::Fate;
using samples::Desk;

struct Filed : Desk {
  Filed() { take(filing()); }
};

// ---- return and approval

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

// ---- decision

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

// ---- parties

model::Shown card() { return {"applicant", 1, "identity", "card", "Ali", "", "35202"}; }
model::Shown consent() { return {"applicant", 1, "consent", "", "Ali", "", "2026-01"}; }
model::Shown guardian(int number, std::string what, std::string how) {
  return {"guardian", number, std::move(what), std::move(how), "Bibi", "", "0G4"};
}

TEST(Parties, MissingAtFiling_AreThoseWhoMayNotComeLater) {
  auto service = samples::service();
  EXPECT_EQ(missing_shown(service, {}, true).size(), 2u);
  EXPECT_EQ(missing_shown(service, {}, false).size(), 6u);
  EXPECT_TRUE(missing_shown(service, {card(), consent()}, true).empty());
  auto rest = missing_shown(service, {card(), consent(), guardian(1, "identity", "document")}, false);
  ASSERT_EQ(rest.size(), 3u);
  EXPECT_EQ(rest[0].party->role, "guardian");
  EXPECT_EQ(rest[0].number, 1);
  EXPECT_EQ(rest[0].what, "signature");
  EXPECT_EQ(rest[2].number, 2);
}

TEST(Parties, ShownUnsoundly_IsRefusedAndCountsForNothing) {
  auto service = samples::service();
  auto code = [&](model::Shown shown) {
    auto checked = check_shown(service, shown);
    EXPECT_FALSE(checked.has_value() && missing_shown(service, {shown}, false).size() == 6) << shown.what;
    return checked ? Code::internal : checked.error().code;
  };
  EXPECT_EQ(code(card()), Code::internal);
  auto of_nobody = card();
  of_nobody.role = "witness";
  EXPECT_EQ(code(of_nobody), Code::party_missing);
  EXPECT_EQ(code(guardian(3, "identity", "document")), Code::party_missing);
  EXPECT_EQ(code(guardian(1, "consent", "")), Code::field_wrong_type);
  EXPECT_EQ(code(guardian(1, "identity", "card")), Code::field_wrong_type);  // not among the party's bases
  EXPECT_EQ(code(guardian(1, "identity", "none")), Code::reason_missing);
  EXPECT_EQ(code(guardian(1, "signature", "cross")), Code::field_wrong_type);
  EXPECT_EQ(code(guardian(1, "signature", "thumb")), Code::internal);
  auto old = consent();
  old.of = "2025-01";
  EXPECT_EQ(code(old), Code::consent_missing);
}

TEST(Parties, IdentityChecked_WaitsForTheOneWhoComesAnotherDay) {
  Filed desk;
  auto op = desk.op();
  op.advance = stage::identity_checked;
  op.shown = {card(), consent(), guardian(1, "identity", "document"), guardian(1, "signature", "thumb"),
              guardian(2, "identity", "witness")};
  EXPECT_EQ(desk.refusal(op), Code::party_missing);
  auto verdict = desk.take(op);
  EXPECT_EQ(verdict.advance, Fate::refused);
  EXPECT_EQ(desk.record.shown.size(), 5u);  // what was shown stays shown
  auto later = desk.op();
  later.advance = stage::identity_checked;
  later.shown = {guardian(2, "signature", "signature")};
  EXPECT_TRUE(desk.check(later));
  EXPECT_EQ(desk.take(later), model::Verdict{});
}

// ---- captures

const std::string hash(64, 'a');

TEST(Captures, BiometricsCaptured_NeedsTheFilesOfItsQuestions) {
  Desk desk;
  auto filing = desk.filing();
  filing.set["married"] = "yes";
  filing.set["photo"] = hash;
  desk.take(filing);
  auto op = desk.op();
  op.advance = stage::biometrics_captured;
  EXPECT_EQ(desk.refusal(op), Code::attachment_missing);
  EXPECT_EQ(desk.judge(op).advance, Fate::refused);
  op.attach = {{"photo", hash, 40'000, "image/jpeg", ""}};
  EXPECT_TRUE(desk.check(op));
  EXPECT_EQ(desk.take(op), model::Verdict{});
  auto papers = desk.op();
  papers.advance = stage::documents_captured;  // nothing of it is demanded
  EXPECT_TRUE(desk.check(papers));
}

TEST(Captures, OfAnotherKindOfQuestion_BelongToTheirStage) {
  auto service = samples::service();
  EXPECT_EQ(capture_stage(*service.form.question("photo")), stage::biometrics_captured);
  EXPECT_EQ(capture_stage(*service.form.question("proof")), stage::documents_captured);
  EXPECT_EQ(capture_stage(*service.form.question("phone")), "");
  EXPECT_EQ(missing_captures(service, stage::documents_captured, {{"proof", hash}}, {}, {"2026-11-21", ""}).size(), 1u);
}

TEST(Attach, OfNoQuestionOrWithoutADigest_IsRefusedAndStillFolds) {
  Filed desk;
  auto op = desk.op();
  op.attach = {{"painting", hash, 1, "image/png", ""}};
  EXPECT_EQ(desk.refusal(op), Code::unknown_question);
  op.attach = {{"photo", "abc", 1, "image/png", ""}};
  EXPECT_EQ(desk.refusal(op), Code::malformed);
  EXPECT_EQ(desk.take(op).alarms.front(), "attachment");
  EXPECT_EQ(desk.record.attachments.size(), 1u);
}

// ---- documents

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

// ---- money and the stop

TEST(Waive, P6_IsTheSupervisorsWithAReasonAndALimit) {
  Filed desk;
  desk.take(desk.charge());
  auto waiver = [&](std::int64_t minor, std::string reason) {
    auto op = desk.op();
    op.post = model::Post{"waiver", {minor, "PKR"}, "", "", std::move(reason)};
    return op;
  };
  EXPECT_EQ(desk.refusal(waiver(10'000, "widow")), Code::role_not_allowed);
  desk.as(Role::supervisor);
  EXPECT_EQ(desk.refusal(waiver(10'000, "")), Code::reason_missing);
  EXPECT_EQ(desk.refusal(waiver(60'000, "widow")), Code::amount_differs);
  EXPECT_TRUE(desk.check(waiver(50'000, "widow")));
}

TEST(Refund, P6_GoesNoFurtherThanWhatWasReceived) {
  Desk desk;
  desk.pay();
  desk.as(Role::supervisor);
  auto op = desk.op();
  op.post = model::Post{"refund", {50'001, "PKR"}, "cash", "s1", "withdrawn"};
  EXPECT_EQ(desk.refusal(op), Code::amount_differs);
  EXPECT_EQ(desk.judge(op).alarms.front(), "suspense");
  op.post->amount.minor = 50'000;
  EXPECT_TRUE(desk.check(op));
}

struct Drawer : Desk {
  model::Op move(const char* kind, std::int64_t minor) {
    auto o = op();
    o.of = "lahore/shift/s1";
    o.post = model::Post{kind, {minor, "PKR"}, "cash", "s1", ""};
    return o;
  }
  model::Op close() {
    auto o = op();
    o.of = "lahore/shift/s1";
    o.advance = stage::closed;
    return o;
  }
  Context context() {
    auto c = Desk::context();
    c.service = nullptr;
    return c;
  }
  Result<void> check(const model::Op& o) { return rules::check(record, o, context()); }
  model::Verdict take(const model::Op& o) {
    auto verdict = rules::judge(record, o, context());
    record = model::apply(record, o, verdict);
    return verdict;
  }
};

TEST(Shift, P6_OpensWithAFloatAndTakesNothingOnceClosed) {
  Drawer desk;
  auto code = [&](const model::Op& op) {
    auto checked = desk.check(op);
    return checked ? Code::internal : checked.error().code;
  };
  EXPECT_EQ(code(desk.move("count", 1)), Code::shift_not_open);
  EXPECT_EQ(desk.take(desk.move("float", 10'000)), model::Verdict{});
  EXPECT_EQ(code(desk.move("float", 1)), Code::shift_open_already);
  EXPECT_EQ(code(desk.move("payment", 1)), Code::malformed);
  EXPECT_EQ(desk.take(desk.move("remittance", 9'000)), model::Verdict{});
  EXPECT_EQ(desk.take(desk.move("count", 1'000)), model::Verdict{});
  EXPECT_EQ(desk.take(desk.close()), model::Verdict{});
  EXPECT_TRUE(desk.record.reached(stage::closed));
  EXPECT_EQ(code(desk.move("count", 1)), Code::shift_not_open);
  EXPECT_EQ(desk.take(desk.move("count", 1)).alarms.front(), "suspense");
}

TEST(Sheet, OnAVisit_OnceByASupervisor) {
  Drawer desk;
  auto op = desk.op();
  op.of = "lahore/visit/v1";
  op.sheet = model::Sheet{"2026-11-22", hash, "bus-01 abc"};
  op.advance = stage::closed;
  EXPECT_FALSE(desk.check(op));
  desk.as(Role::supervisor);
  EXPECT_TRUE(desk.check(op));
  desk.take(op);
  ASSERT_FALSE(desk.check(op));
  EXPECT_EQ(desk.check(op).error().code, Code::exists_already);
}

}  // namespace
}  // namespace karvan::rules
