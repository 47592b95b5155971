#include "tests/unit/node/api/whole_desk.h"

// What a supervisor says of what a fact left open, at the desk.
namespace karvan::api {
namespace {

using samples::Desk;
using samples::WholeDesk;

std::string word(const std::string& id, const std::string& kind, const std::string& what, const std::string& outcome,
                 const std::string& reason = "looked at the papers") {
  return WholeDesk::app(id) + R"(,"kind":")" + kind + R"(","what":")" + what + R"(","outcome":")" + outcome +
         R"(","reason":")" + reason + R"(")";
}

// The centre tells of a second application of the same person.
std::string told(WholeDesk& desk) {
  auto id = desk.filed();
  model::Verdict verdict;
  verdict.alarms = {"duplicate:lahore/application/other"};
  desk.entry(id, 9, [](model::Op& op) { op.note = "-"; }, verdict);
  return id;
}

TEST(SettleReview, P15_DuplicateIsListedWithWhatMayBeSaid_AndLeavesTheListOnceItIs) {
  WholeDesk desk;
  auto id = told(desk);
  auto list = Desk::list(desk.get("reviews"));
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].at("kind").as_string(), "duplicate");
  EXPECT_EQ(list[0].at("what").as_string(), "lahore/application/other");
  const auto alarm = desk.shown(id).at("alarms").as_array().at(0).as_object();
  EXPECT_EQ(alarm.at("op").as_string(), "centre/c1/9");
  EXPECT_EQ(alarm.at("outcomes").as_array().size(), 1u);
  EXPECT_FALSE(desk.can(id, "settle_review"));
  desk.become("bilal");
  ASSERT_TRUE(desk.can(id, "settle_review"));
  auto done = desk.give("settle_review", word(id, "duplicate", "lahore/application/other", "upheld"));
  EXPECT_EQ(done.status, 200) << done.body;
  EXPECT_TRUE(Desk::list(desk.get("reviews")).empty());
  EXPECT_TRUE(desk.shown(id).at("alarms").as_array().empty());
  EXPECT_FALSE(desk.can(id, "settle_review"));
}

TEST(SettleReview, WithoutRightReasonOrMatter_IsRefused) {
  WholeDesk desk;
  auto id = told(desk);
  const auto of = std::string("lahore/application/other");
  EXPECT_EQ(Desk::type(desk.give("settle_review", word(id, "duplicate", of, "upheld"))), "role_not_allowed");
  desk.become("bilal");
  EXPECT_EQ(Desk::type(desk.give("settle_review", word(id, "duplicate", of, "upheld", ""))), "reason_missing");
  EXPECT_EQ(Desk::type(desk.give("settle_review", word(id, "duplicate", of, "void"))), "field_wrong_type");
  EXPECT_EQ(Desk::type(desk.give("settle_review", word(id, "suspense", "bus-01/e1/1", "booked"))), "not_found");
}

TEST(SettleReview, P15_RefusalOfThisDesksAct_StaysUntilItIsLookedAt) {
  WholeDesk desk;
  auto id = desk.filed();
  desk.box.say(desk.box.applied(desk.box.round()));
  const auto shown = desk.shown(id);
  const auto writer = std::string(shown.at("fields").at(0).at("writer").as_string());
  const auto name = std::string(shown.at("fields").at(0).at("name").as_string());
  auto changed = desk.give("change_application", WholeDesk::app(id) + R"(,"set":{")" + name +
                                                     R"(":"Aly Khan"},"over":{")" + name + R"(":")" + writer + R"("})");
  ASSERT_EQ(changed.status, 200) << changed.body;
  auto answer = desk.box.applied(desk.box.round());
  ASSERT_FALSE(answer.entries.empty());
  answer.entries.back().verdict.op = model::Fate::refused;
  answer.entries.back().verdict.reason = "role_not_allowed";
  desk.box.say(std::move(answer));
  auto list = Desk::list(desk.get("reviews"));
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].at("kind").as_string(), "refused");
  EXPECT_EQ(list[0].at("reason").as_string(), "role_not_allowed");
  desk.become("bilal");
  auto done = desk.give("settle_review", word(id, "refused", std::string(list[0].at("what").as_string()), "upheld"));
  EXPECT_EQ(done.status, 200) << done.body;
  EXPECT_TRUE(Desk::list(desk.get("reviews")).empty());
  EXPECT_EQ(Desk::object(desk.get("status")).at("reviews").to_number<int>(), 0);
}

// A stage that came before what it needs counts once that is there: the log says so too.
TEST(SettleReview, StageThatWasEarly_WaitsNoMoreOnceItIsRipe) {
  WholeDesk desk;
  auto id = desk.filed();
  auto answer = desk.box.applied(desk.box.round());
  auto& last = answer.entries.back();
  const auto early = last.epoch.empty() ? std::string() : "bus-01/" + last.epoch + "/" + std::to_string(last.seq);
  last.verdict.advance = model::Fate::waiting;
  last.verdict.reason = "stage_not_reached";
  desk.box.say(std::move(answer));
  ASSERT_EQ(Desk::list(desk.get("reviews")).size(), 1u);
  EXPECT_EQ(desk.shown(id).at("state").as_string(), "waiting");
  model::Verdict ripe;
  ripe.ripe = {early};
  desk.entry(id, 9, [](model::Op& op) { op.note = "-"; }, ripe);
  EXPECT_TRUE(Desk::list(desk.get("reviews")).empty());
  EXPECT_EQ(desk.shown(id).at("state").as_string(), "settled");
}

}  // namespace
}  // namespace karvan::api
