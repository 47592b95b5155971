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

struct Early {
  std::string op, what;
};

// The centre says of the newest operation that its stage came before what it needs.
Early told_early(WholeDesk& desk) {
  auto answer = desk.box.applied(desk.box.round());
  auto& last = answer.entries.back();
  const auto line = desk.box.store().log().line(last.epoch, last.seq).value();
  const auto op = model::parse_op(line->line).value();
  const auto what = op.advance + ":stage_not_reached";
  last.verdict.advance = model::Fate::waiting;
  last.verdict.reason = "stage_not_reached";
  last.verdict.alarms = {"refused:" + what};
  desk.box.say(std::move(answer));
  return {model::to_text(op.id), what};
}

// A stage that came before what it needs counts once that is there: the log says so too.
TEST(SettleReview, StageThatWasEarly_IsRefusedNoMoreOnceItIsRipe) {
  WholeDesk desk;
  auto id = desk.filed();
  const auto early = told_early(desk);
  ASSERT_EQ(Desk::list(desk.get("reviews")).size(), 1u);
  EXPECT_EQ(desk.shown(id).at("state").as_string(), "refused");
  model::Verdict ripe;
  ripe.ripe = {early.op};
  desk.entry(id, 9, [](model::Op& op) { op.note = "-"; }, ripe);
  EXPECT_TRUE(Desk::list(desk.get("reviews")).empty());
  EXPECT_EQ(desk.shown(id).at("state").as_string(), "settled");
}

// What it needs may be lost for good.
TEST(SettleReview, P15_StageThatWasEarly_LeavesTheListOnceASupervisorHasLooked) {
  WholeDesk desk;
  auto id = desk.filed();
  const auto early = told_early(desk);
  const auto list = Desk::list(desk.get("reviews"));
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].at("kind").as_string(), "refused");
  EXPECT_EQ(list[0].at("what").as_string(), early.what);
  desk.become("bilal");
  auto done = desk.give("settle_review", word(id, "refused", early.what, "upheld"));
  EXPECT_EQ(done.status, 200) << done.body;
  EXPECT_TRUE(Desk::list(desk.get("reviews")).empty());
  EXPECT_EQ(desk.shown(id).at("state").as_string(), "saved_here");  // the word itself
}

// The record asks for nothing more; the log still tells of it.
TEST(SettleReview, P15_StageThatWasEarlyOnWhatHasEnded_LeavesTheListOnceASupervisorHasLooked) {
  WholeDesk desk;
  auto id = desk.filed();
  const auto early = told_early(desk);
  desk.entry(id, 9, [](model::Op& op) { op.closed = {"withdrawn", "by letter"}; });
  const auto list = Desk::list(desk.get("reviews"));
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].at("kind").as_string(), "refused");
  EXPECT_EQ(list[0].at("what").as_string(), early.op);
  desk.become("bilal");
  auto done = desk.give("settle_review", word(id, "refused", early.op, "upheld"));
  EXPECT_EQ(done.status, 200) << done.body;
  EXPECT_TRUE(Desk::list(desk.get("reviews")).empty());
}

}  // namespace
}  // namespace karvan::api
