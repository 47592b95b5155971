#include "tests/unit/node/api/whole_desk.h"

namespace karvan::api {
namespace {

using samples::Desk;
using samples::WholeDesk;

TEST(LostAnswer, P2_OfAPayment_IsOnePaymentAndTheFirstAnswerAgain) {
  WholeDesk desk;
  auto id = desk.filed();
  auto body = R"({"cmd":")" + Desk::cmd() + R"(",)" + WholeDesk::app(id) +
              R"(,"tender":"cash","amount":{"minor":50000,"currency":"PKR"}})";
  auto first = desk.command("take_payment", body);  // its answer is lost on the way
  auto again = desk.command("take_payment", body);
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.body, again.body);
  auto app = desk.shown(id);
  EXPECT_EQ(app.at("balance").at("received").as_int64(), 50'000);
  EXPECT_EQ(app.at("documents").as_array().size(), 1u);
  EXPECT_EQ(Desk::list(desk.get("prints")).size(), 1u);
  EXPECT_EQ(Desk::list(desk.get("shifts"))[0].at("received").as_int64(), 50'000);
}

TEST(LostAnswer, P2_AcrossARestart_IsTheFirstAnswerAgain) {
  WholeDesk desk;
  auto id = desk.filed();
  auto body = R"({"cmd":")" + Desk::cmd() + R"(",)" + WholeDesk::app(id) +
              R"(,"tender":"cash","amount":{"minor":50000,"currency":"PKR"}})";
  auto first = desk.command("take_payment", body);
  desk.box.restart();
  desk.sign_in("asma");
  EXPECT_EQ(desk.command("take_payment", body).body, first.body);
  EXPECT_EQ(desk.shown(id).at("balance").at("received").as_int64(), 50'000);
}

TEST(LostAnswer, P2_OfADocument_IsOneNumberAndTheFirstAnswerAgain) {
  WholeDesk desk;
  auto id = desk.filed();
  desk.paid(id);
  desk.grant(id);
  auto body = R"({"cmd":")" + Desk::cmd() + R"(",)" + WholeDesk::app(id) + "}";
  auto first = desk.command("issue_document", body);
  auto again = desk.command("issue_document", body);
  EXPECT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(first.body, again.body);
  EXPECT_EQ(desk.shown(id).at("documents").as_array().size(), 2u);
  EXPECT_EQ(Desk::type(desk.give("issue_document", WholeDesk::app(id))), "document_issued_already");
}

TEST(LostAnswer, P2_OfAClosedStop_IsOneSheetAndTheFirstAnswerAgain) {
  WholeDesk desk;
  desk.become("bilal");
  auto body = R"({"cmd":")" + Desk::cmd() + R"(","note":""})";
  auto first = desk.command("close_stop", body);
  auto again = desk.command("close_stop", body);
  EXPECT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(first.body, again.body);
  EXPECT_EQ(Desk::object(desk.get("stop")).at("sheets").as_array().size(), 1u);
}

TEST(SignOver, KeepsTheDeskAndGivesItBackLocked) {
  WholeDesk desk;
  auto over = desk.give("sign_over", R"("staff":"bilal","pin":"123456")");
  EXPECT_EQ(Desk::object(over).at("me").at("under").at("id").as_string(), "asma") << over.body;
  EXPECT_EQ(Desk::object(desk.get("hello")).at("me").at("id").as_string(), "bilal");
  auto back = desk.command("give_back", R"({"cmd":")" + Desk::cmd() + R"("})");
  EXPECT_TRUE(Desk::object(back).at("me").at("locked").as_bool());
  EXPECT_EQ(Desk::type(desk.get("drafts")), "locked");
}

TEST(Shift, P6_OpensTakesRefundsAndCloses) {
  WholeDesk desk;
  EXPECT_EQ(desk.give("open_shift", R"("float":{"minor":10000,"currency":"PKR"})").status, 200);
  auto id = desk.filed();
  desk.paid(id);
  auto shift = Desk::object(desk.get("status")).at("shift").as_object();
  EXPECT_EQ(shift.at("expected").as_int64(), 60'000);
  desk.give("sign_over", R"("staff":"bilal","pin":"123456")");
  auto refund = desk.give("refund", WholeDesk::app(id) + R"(,"amount":{"minor":20000,"currency":"PKR"},"reason":"x")");
  EXPECT_EQ(refund.status, 200) << refund.body;
  auto closed = desk.give("close_shift", R"("counted":{"10000":1},"currency":"PKR","remitted":30000)");
  EXPECT_EQ(closed.status, 200) << closed.body;
  auto line = Desk::list(desk.get("shifts"))[0].as_object();
  EXPECT_EQ(line.at("refunded").as_int64(), 20'000);
  EXPECT_EQ(line.at("difference").as_int64(), 0);
  EXPECT_FALSE(line.at("closed_at").is_null());
  EXPECT_TRUE(Desk::object(desk.get("status")).at("shift").is_null());
}

TEST(Shift, P6_AfterARestart_IsWhatItWas) {
  WholeDesk desk;
  desk.give("open_shift", R"("float":{"minor":10000,"currency":"PKR"})");
  desk.paid(desk.filed());
  auto before = desk.get("shifts").body;
  desk.box.restart();
  desk.sign_in("asma");
  EXPECT_EQ(desk.get("shifts").body, before);
  EXPECT_NE(before.find("\"expected\":60000"), std::string::npos);
}

TEST(Stop, ASecondSheet_BeginsWhereTheFirstEnded) {
  WholeDesk desk;
  desk.become("bilal");
  auto first = Desk::text(desk.give("close_stop", R"("note":"")"), "date");
  desk.box.now += 24 * 3'600'000;
  desk.become("bilal");
  auto second = Desk::text(desk.give("close_stop", R"("note":"")"), "date");
  EXPECT_NE(first, second);
  auto sheet = desk.get("day_sheets/" + first).body;
  auto at = sheet.find("\nto ") + 4;
  auto point = sheet.substr(at, sheet.find('\n', at) - at);
  EXPECT_NE(desk.get("day_sheets/" + second).body.find("\nfrom " + point + "\n"), std::string::npos);
}

TEST(Stop, ClosesWithASheetThatAnybodyVerifies) {
  WholeDesk desk;
  desk.paid(desk.filed());
  desk.give("close_shift", R"("counted":{"50000":1},"currency":"PKR","remitted":0)");
  desk.become("bilal");
  auto before = Desk::object(desk.get("stop"));
  EXPECT_TRUE(before.at("since").is_null());
  EXPECT_EQ(before.at("open_shifts").to_number<int>(), 0);
  auto closed = desk.give("close_stop", R"("note":"done")");
  ASSERT_EQ(closed.status, 200) << closed.body;
  auto sheet = desk.get("day_sheets/" + Desk::text(closed, "date"));
  EXPECT_EQ(Desk::header(sheet, "Content-Type"), "text/plain; charset=utf-8");
  auto opened = seal::open_note(sheet.body, seal::verifying(desk.box.core->book().options().key));
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->substr(0, 13), "karvan/day/v1");
  EXPECT_NE(opened->find("issued receipt 1 7001"), std::string::npos) << *opened;
  EXPECT_EQ(desk.get("day_sheets/2020-01-01").status, 404);
}

TEST(Offers, FollowTheStages) {
  WholeDesk desk;
  auto id = desk.filed();
  EXPECT_TRUE(desk.can(id, "take_payment"));
  EXPECT_FALSE(desk.can(id, "approve_application"));
  EXPECT_EQ(desk.waits_for(id, "issue_document"), "not_decided");
  desk.paid(id);
  EXPECT_FALSE(desk.can(id, "take_payment"));
  desk.grant(id);
  EXPECT_TRUE(desk.can(id, "issue_document"));
  EXPECT_EQ(desk.shown(id).at("decision").at("reference").as_string(), "F-17");
  EXPECT_FALSE(desk.can(id, "change_application"));
}

TEST(Offers, P8_OfWhatDependsOnAHeldField_SayWhy) {
  WholeDesk desk;
  auto id = desk.filed();
  desk.paid(id);
  desk.hold(id);
  desk.grant(id);
  desk.become("asma");  // the rounds took longer than a seat stays open
  EXPECT_EQ(desk.waits_for(id, "issue_document"), "document_field_held");
  EXPECT_EQ(Desk::type(desk.give("issue_document", WholeDesk::app(id))), "document_field_held");
}

TEST(Reviews, P8_ShowBothSidesAndEndWithTheResolution) {
  WholeDesk desk;
  auto id = desk.filed();
  desk.hold(id);
  EXPECT_EQ(desk.shown(id).at("state").as_string(), "held");
  auto review = Desk::list(desk.get("reviews")).at(0).as_object();
  EXPECT_EQ(review.at("kind").as_string(), "held");
  EXPECT_EQ(review.at("field").as_string(), "full_name");
  EXPECT_EQ(review.at("value").at("value").as_string(), "Ali Khan");
  EXPECT_EQ(review.at("candidates").at(0).at("value").as_string(), "Aly Khan");
  EXPECT_EQ(review.at("candidates").at(0).at("from").as_string(), "centre");
  EXPECT_EQ(Desk::object(desk.get("status")).at("reviews").to_number<int>(), 1);
  auto value = std::string(review.at("value").at("op").as_string());
  auto other = std::string(review.at("candidates").at(0).at("op").as_string());
  desk.become("bilal");
  EXPECT_TRUE(desk.can(id, "resolve"));
  auto done = desk.give("resolve", WholeDesk::app(id) + R"(,"field":"full_name","chosen":")" + other +
                                       R"(","seen":[")" + value + R"(",")" + other + R"("],"reason":"his card")");
  EXPECT_EQ(done.status, 200) << done.body;
  EXPECT_TRUE(Desk::list(desk.get("reviews")).empty());
  auto app = desk.shown(id);
  EXPECT_EQ(app.at("who").as_string(), "Aly Khan");
  EXPECT_EQ(app.at("state").as_string(), "saved_here");
  EXPECT_EQ(app.at("resolutions").at(0).at("among").as_array().size(), 2u);
}

TEST(Application, ReturnedForCorrection_ShowsTheRoundAndTheReason) {
  WholeDesk desk;
  auto id = desk.filed();
  desk.become("bilal");
  auto back = desk.give("return_application", WholeDesk::app(id) + R"(,"reason":"the name is cut off")");
  EXPECT_EQ(back.status, 200) << back.body;
  auto app = desk.shown(id);
  EXPECT_EQ(app.at("round").to_number<int>(), 2);
  EXPECT_EQ(app.at("returns").at(0).at("reason").as_string(), "the name is cut off");
  for (const auto& stage : app.at("stages").as_array())
    if (stage.at("id").as_string() == "filed") {
      EXPECT_TRUE(stage.at("reopened").as_bool());
    }
  auto writer = std::string(app.at("fields").at(0).at("writer").as_string());
  auto changed = desk.give("change_application", WholeDesk::app(id) + R"(,"set":{"full_name":"Ali Raza"},"over":)" +
                                                     R"({"full_name":")" + writer + R"("})");
  EXPECT_EQ(changed.status, 200) << changed.body;
  EXPECT_TRUE(desk.can(id, "approve_application"));
}

TEST(Applications, LateOnesFirst_WhereThePageAsks) {
  WholeDesk desk;
  auto old = desk.filed();
  desk.box.now += 30 * 3'600'000;
  desk.sign_in("asma");
  auto fresh = desk.filed();
  auto newest = Desk::list(desk.get("applications"));
  EXPECT_EQ(newest.at(0).at("id").as_string(), fresh);
  auto late = Desk::list(desk.get("applications?late=1"));
  EXPECT_EQ(late.at(0).at("id").as_string(), old);
  EXPECT_TRUE(late.at(0).at("late").as_bool());
  EXPECT_FALSE(late.at(1).at("late").as_bool());
}

TEST(Applications, WhatIsOver_StandsAfterWhatIsOpen) {
  WholeDesk desk;
  auto over = desk.filed();
  desk.decide(over, {"refused", "not of this district", "F-18"});
  desk.become("asma");
  auto open = desk.filed();
  auto lines = Desk::list(desk.get("applications?late=1"));
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines.at(0).at("id").as_string(), open);
  EXPECT_EQ(lines.at(1).at("id").as_string(), over);
  EXPECT_EQ(lines.at(1).at("stage").at("id").as_string(), "decided");
}

TEST(Draft, OfAServiceWithParties_ShowsWhoHasToShowWhat) {
  WholeDesk desk(counter::samples::with_parties);
  auto id = desk.started();
  auto shown =
      desk.give("show_party", R"("draft":")" + id + R"(","role":"applicant","number":1,"what":"consent","of":"c1")");
  EXPECT_EQ(Desk::object(shown).at("seen").to_number<int>(), 3) << shown.body;
  auto summary = desk.give("print_summary", R"("draft":")" + id + R"(","seen":3)");
  EXPECT_EQ(summary.status, 200) << summary.body;
  auto draft = Desk::object(desk.get("drafts/" + id));
  EXPECT_EQ(draft.at("consent").at("version").as_string(), "c1");
  EXPECT_EQ(draft.at("summary").at("number").as_string(), Desk::text(summary, "summary"));
  const auto& applicant = draft.at("parties").at(0).as_object();
  EXPECT_EQ(applicant.at("name").as_string(), "Ali Khan");
  EXPECT_EQ(applicant.at("shown").as_array().size(), 1u);
  EXPECT_EQ(applicant.at("missing").as_array().size(), 2u);
  EXPECT_TRUE(draft.at("parties").at(1).at("later").as_bool());
}

TEST(Draft, AfterARestart_HasItsPartiesAndSummary) {
  WholeDesk desk(counter::samples::with_parties);
  auto id = desk.started();
  desk.give("show_party", R"("draft":")" + id + R"(","role":"applicant","number":1,"what":"consent","of":"c1")");
  desk.give("print_summary", R"("draft":")" + id + R"(","seen":3)");
  auto before = desk.get("drafts/" + id).body;
  desk.box.restart();
  desk.sign_in("asma");
  EXPECT_EQ(desk.get("drafts/" + id).body, before);
}

}  // namespace
}  // namespace karvan::api
