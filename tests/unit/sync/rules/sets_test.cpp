#include <gtest/gtest.h>

#include "tests/unit/sync/rules/desk.h"

namespace karvan::rules {
namespace {

using form::Type;
using model::Fate;
using samples::Desk;
using samples::question;

// Papers that were seen, a family, and a sum over two answers.
form::Form household() {
  auto d = samples::definition("household");
  d.questions = {question("full_name", "review"), question("papers", "union"), question("rooms", "newest"),
                 question("people", "newest"),    question("total", "review"), question("child_name", "review"),
                 question("child_age", "review")};
  d.questions[1].type = Type::select_multiple;
  d.questions[1].list = "papers";
  d.questions[2].type = d.questions[3].type = Type::integer;
  d.questions[4].type = Type::calculate;
  d.questions[4].binds.calculation = "${rooms} + ${people}";
  d.questions[5].group = d.questions[6].group = 0;
  d.questions[6].type = Type::integer;
  form::Group members;
  members.name = "members";
  members.repeat = true;
  members.children = {{false, 5}, {false, 6}};
  d.groups = {members};
  for (const char* paper : {"cnic", "photo", "deed"}) d.lists["papers"].push_back({paper, {{"en", paper}}, {}});
  for (std::size_t i = 0; i < 5; ++i) d.children.push_back({false, i});
  d.children.push_back({true, 0});
  return samples::made(std::move(d));
}

struct House : Desk {
  std::string filing_id;
  House() {
    service.form = household();
    auto o = op();
    o.pin = model::Pin{"domicile", "v1"};
    o.set = {{"full_name", "Ali"}, {"papers", "cnic photo"}, {"rooms", "2"}, {"people", "5"}, {"total", "7"}};
    o.set["members"] = "7k3q 9x1b";
    o.set["members/7k3q/child_name"] = "Sana";
    o.set["members/7k3q/child_age"] = "4";
    o.advance = stage::filed;
    filing_id = model::to_text(o.id);
    EXPECT_EQ(take(o), model::Verdict{});
    as(Role::supervisor);
  }
  model::Op gone(const std::string& node, const std::string& id = "7k3q") {
    auto o = op(node);
    o.remove = {{"members", id, filing_id}};
    return o;
  }
  model::Op aged(const std::string& node, const std::string& age) {
    auto o = op(node);
    o.set = {{"members/7k3q/child_age", age}};
    return o;
  }
  std::string value(const std::string& key) { return record.fields.at(key).value; }
};

TEST(Sets, P8_AdditionsAndRemovalsWhileApart_AllStand) {
  House desk;
  auto ours = desk.op("bus-02"), theirs = desk.op("bus-03");
  ours.add = {{"papers", "deed"}};
  theirs.remove = {{"papers", "photo", desk.filing_id}};
  desk.take(ours);
  EXPECT_EQ(desk.take(theirs).fields.at("papers"), Fate::parallel);
  EXPECT_EQ(desk.value("papers"), "cnic deed");
}

TEST(Sets, AtTheDesk_AreSetsOnlyOneWordEachAndWhatIsIn) {
  House desk;
  auto code = [&](const model::Op& op) {
    auto checked = desk.check(op);
    return checked ? Code::internal : checked.error().code;
  };
  auto op = desk.op();
  op.add = {{"full_name", "x"}};
  EXPECT_EQ(code(op), Code::unknown_question);
  EXPECT_EQ(desk.judge(op).fields.at("full_name"), Fate::refused);
  op.add = {{"papers", "cnic photo"}};
  EXPECT_EQ(code(op), Code::malformed);
  op.add = {};
  op.remove = {{"papers", "deed", desk.filing_id}};
  EXPECT_EQ(code(op), Code::changed_elsewhere);
  op.remove = {{"papers", "photo", desk.filing_id}};
  EXPECT_EQ(code(op), Code::internal);
  op.set["papers"] = "cnic";
  EXPECT_EQ(code(op), Code::malformed);
}

TEST(Sets, WhatTheFormDoesNotOffer_IsRefusedAndKept) {
  House desk;
  auto op = desk.op();
  op.add = {{"papers", "passport"}};
  auto verdict = desk.take(op);
  EXPECT_EQ(verdict.fields.at("papers"), Fate::refused);
  EXPECT_EQ(desk.value("papers"), "cnic photo");
  EXPECT_EQ(desk.record.fields.at("papers").candidates.at(0).value, "passport");
}

TEST(Sets, P8_EditingAnInstanceAgainstTakingItAway_HoldsTheListEitherWay) {
  for (bool edited_first : {true, false}) {
    House desk;
    auto gone = desk.gone("bus-02"), edited = desk.aged("bus-03", "5");
    desk.take(edited_first ? edited : gone);
    auto verdict = desk.take(edited_first ? gone : edited);
    EXPECT_EQ(verdict.fields.at("members"), Fate::held);
    EXPECT_EQ(desk.value("members"), "9x1b");
    EXPECT_EQ(desk.value("members/7k3q/child_age"), "5");
    const auto& list = desk.record.fields.at("members");
    ASSERT_EQ(list.candidates.size(), 1u);
    EXPECT_EQ(list.candidates[0].value, "7k3q");
    EXPECT_EQ(list.candidates[0].writer, model::to_text(edited.id));
    auto back = desk.op("centre");
    back.resolve = model::Resolved{"members", "7k3q", model::to_text(edited.id), {list.writer}, "asked the father"};
    back.resolve->seen.push_back(model::to_text(edited.id));
    ASSERT_TRUE(desk.check(back)) << describe(desk.check(back).error());
    EXPECT_EQ(desk.take(back).resolve, Fate::applied);
    EXPECT_EQ(model::words_of(desk.value("members")).size(), 2u);
    EXPECT_FALSE(desk.record.held("members"));
  }
}

// They chose the list as it stood, which somebody else has settled meanwhile.
TEST(Sets, P8_SecondOfTwoWhoSettleAList_ComesLateAndIsKept) {
  House desk;
  auto gone = desk.gone("bus-02"), edited = desk.aged("bus-03", "5");
  desk.take(gone);
  desk.take(edited);
  const std::vector<std::string> seen{model::to_text(gone.id), model::to_text(edited.id)};
  auto first = desk.op("centre"), second = desk.op("bus-01");
  first.resolve = model::Resolved{"members", "7k3q", seen[1], seen, "asked the father"};
  second.resolve = model::Resolved{"members", desk.value("members"), seen[0], seen, "asked the mother"};
  desk.take(first);
  EXPECT_EQ(desk.take(second).resolve, Fate::lost);
  EXPECT_EQ(desk.record.resolutions.size(), 2u);
  EXPECT_TRUE(desk.record.fields.at("members").late);
}

TEST(Sets, InstanceThatItsAuthorSawAsItIs_GoesWithoutAConflict) {
  House desk;
  auto edited = desk.aged("bus-03", "5");
  desk.take(edited);
  auto gone = desk.gone("bus-02");
  note_seen(desk.record, "bus-02", gone);
  EXPECT_EQ(desk.take(gone), model::Verdict{});
  EXPECT_EQ(desk.value("members"), "9x1b");
}

TEST(Sets, AnswerInAnInstanceThatItsAuthorSawGo_IsHeldAsUnknown) {
  House desk;
  desk.take(desk.gone("bus-02"));
  auto edited = desk.aged("bus-03", "5");
  note_seen(desk.record, "bus-03", edited);
  auto verdict = desk.take(edited);
  EXPECT_EQ(verdict.fields.at("members/7k3q/child_age"), Fate::held);
  EXPECT_EQ(verdict.alarms.at(0), "invalid:members/7k3q/child_age:unknown");
}

TEST(Sets, WholeValuesOfAChange_BecomeWhatDiffers) {
  House desk;
  auto op = desk.op();
  op.set = {{"papers", "cnic deed"}, {"members", "9x1b n3w1"}, {"members/n3w1/child_name", "Zoya"}};
  const form::Context day{"2026-11-21", "2026-11-21T12:00:00.000Z"};
  const form::Instance was(desk.service.form, answers_of(desk.record), day);
  note_made(desk.record, was, form::Instance(desk.service.form, answers_of(desk.record, op), day), op);
  EXPECT_EQ(op.set, (std::map<std::string, std::string>{{"members/n3w1/child_name", "Zoya"}}));
  EXPECT_EQ(op.add, (std::vector<model::Added>{{"members", "n3w1"}, {"papers", "deed"}}));
  EXPECT_EQ(op.remove,
            (std::vector<model::Removed>{{"members", "7k3q", desk.filing_id}, {"papers", "photo", desk.filing_id}}));
  ASSERT_TRUE(desk.check(op)) << describe(desk.check(op).error());
  EXPECT_EQ(desk.take(op), model::Verdict{});
  EXPECT_EQ(desk.value("members"), "9x1b n3w1");
}

TEST(Computed, P8_CalculationOverTwoMergedAnswers_FollowsBoth) {
  House desk;
  auto rooms = desk.op("bus-02"), people = desk.op("bus-03");
  rooms.set = {{"rooms", "3"}, {"total", "8"}};
  people.set = {{"people", "7"}, {"total", "9"}};
  desk.take(rooms);
  auto verdict = desk.take(people);
  EXPECT_EQ(verdict.computed.at("total"), "10");
  EXPECT_EQ(desk.value("total"), "10");
  EXPECT_FALSE(desk.record.held("total"));
  ASSERT_EQ(desk.record.fields.at("total").candidates.size(), 2u);
  EXPECT_EQ(desk.record.fields.at("total").candidates[0].value, "8");
  EXPECT_EQ(desk.record.fields.at("total").candidates[1].value, "9");
}

TEST(Computed, P8_OfAnAnswerThatDoesNotStand_FollowsTheOneThatDoes) {
  House desk;
  auto theirs = desk.op("bus-02");
  theirs.time.ms += 50;
  theirs.set = {{"rooms", "3"}, {"total", "8"}};
  desk.take(theirs);
  auto ours = desk.op("bus-03");  // of an earlier time, and it had seen the other's sum
  ours.time.ms -= 5;
  ours.set = {{"rooms", "4"}, {"total", "9"}};
  ours.over["total"] = model::to_text(theirs.id);
  EXPECT_EQ(desk.take(ours).fields.at("rooms"), Fate::lost);
  EXPECT_EQ(desk.value("rooms"), "3");
  EXPECT_EQ(desk.value("total"), "8");
}

TEST(Computed, AfterAnHonestChange_ThereIsNothingToCompute) {
  House desk;
  auto rooms = desk.op("bus-02");
  rooms.set = {{"rooms", "3"}, {"total", "8"}};
  EXPECT_EQ(desk.take(rooms), model::Verdict{});
}

}  // namespace
}  // namespace karvan::rules
