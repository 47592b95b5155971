#include <gtest/gtest.h>

#include "sync/rules/captured.h"
#include "sync/rules/parties.h"
#include "tests/unit/sync/rules/filed.h"

namespace karvan::rules {
namespace {

using model::Fate;
using samples::Desk;
using samples::Filed;

const std::string hash(64, 'a');

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

}  // namespace
}  // namespace karvan::rules
