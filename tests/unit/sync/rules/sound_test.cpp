#include "sync/rules/sound.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "sync/rules/check.h"
#include "tests/unit/sync/rules/desk.h"

namespace karvan::rules {
namespace {

using form::Type;
using model::Fate;
using samples::Desk;
using samples::question;

// A choice, a calculation, one of the moment, one that nobody may type, and a family.
form::Form family(const std::string& office_merge = "review") {
  auto d = samples::definition("family");
  d.languages.push_back("ur");
  d.questions = {
      question("full_name", "review"), question("age", "newest", ". < 120"), question("district", "review"),
      question("total", "review"),     question("stamp", "review"),          question("office", "review"),
      question("spouse", "review"),    question("child_name", "review"),     question("child_age", "review")};
  d.questions[0].binds.required = "true()";
  d.questions[1].type = Type::integer;
  d.questions[1].constraint_message = {{"en", "Nobody is that old."}};
  d.questions[2].type = Type::select_one;
  d.questions[2].list = "districts";
  d.questions[3].type = Type::calculate;
  d.questions[3].binds.calculation = "${age} * 2";
  d.questions[4].type = Type::calculate;
  d.questions[4].binds.calculation = "concat('x', uuid())";
  d.questions[5].binds.read_only = "true()";
  d.questions[5].merge = office_merge;
  d.questions[5].default_value = "Lahore";
  d.questions[6].binds.relevant = "${age} > 17";
  d.questions[7].group = d.questions[8].group = 0;
  d.questions[8].type = Type::integer;
  form::Group members;
  members.name = "members";
  members.repeat = true;
  members.children = {{false, 7}, {false, 8}};
  d.groups = {members};
  d.lists["districts"] = {{"lahore", {{"en", "Lahore"}}, {}}, {"kasur", {{"en", "Kasur"}}, {}}};
  for (std::size_t i = 0; i < 7; ++i) d.children.push_back({false, i});
  d.children.push_back({true, 0});
  return samples::made(std::move(d));
}

struct Family : Desk {
  Family() { service.form = family(); }
  model::Op honest() {
    auto o = op();
    o.pin = model::Pin{"domicile", "v1"};
    o.set = {{"full_name", "Ali"},
             {"age", "30"},
             {"district", "lahore"},
             {"total", "60"},
             {"office", "Lahore"},
             {"members", "7k3q 9x1b"},
             {"members/7k3q/child_name", "Sana"},
             {"members/7k3q/child_age", "4"}};
    o.advance = stage::filed;
    return o;
  }
  model::Op saying(const std::string& key, const std::string& value) {
    auto o = honest();
    o.set[key] = value;
    return o;
  }
  std::string alarm(const model::Op& o) {
    auto alarms = judge(o).alarms;
    return alarms.empty() ? "" : alarms.front();
  }
};

TEST(Sound, HonestFiling_AppliesWhole) {
  Family desk;
  EXPECT_EQ(desk.judge(desk.honest()), model::Verdict{});
  EXPECT_TRUE(desk.check(desk.honest())) << describe(desk.check(desk.honest()).error());
}

TEST(Sound, EachForgedAnswer_IsToldByKeyAndRule) {
  Family desk;
  EXPECT_EQ(desk.alarm(desk.saying("age", "many")), "invalid:age:type");
  EXPECT_EQ(desk.alarm(desk.saying("age", "130")), "invalid:age:constraint");
  EXPECT_EQ(desk.alarm(desk.saying("colour", "red")), "invalid:colour:unknown");
  EXPECT_EQ(desk.alarm(desk.saying("district", "mars")), "invalid:district:choice");
  EXPECT_EQ(desk.alarm(desk.saying("total", "61")), "invalid:total:calculation");
  EXPECT_EQ(desk.alarm(desk.saying("office", "Kasur")), "invalid:office:read_only");
  EXPECT_EQ(desk.alarm(desk.saying("members/zzzz/child_age", "4")), "invalid:members/zzzz/child_age:unknown");
  EXPECT_EQ(desk.alarm(desk.saying("members/7k3q/child_age", "x")), "invalid:members/7k3q/child_age:type");
  auto minor = desk.saying("spouse", "Bibi");
  minor.set["age"] = "9";
  minor.set["total"] = "18";
  EXPECT_EQ(desk.alarm(minor), "invalid:spouse:irrelevant");
  EXPECT_EQ(desk.alarm(desk.saying("full_name", "")), "invalid:full_name:required");
}

TEST(Sound, P8_ForgedAnswer_IsHeldBesideWhatIsInForceAndTheFilingStands) {
  Family desk;
  auto verdict = desk.take(desk.saying("total", "61"));
  EXPECT_EQ(verdict.fields.at("total"), Fate::held);
  EXPECT_EQ(verdict.advance, Fate::applied);
  EXPECT_EQ(verdict.reason, name_of(Code::answer_read_only));
  EXPECT_EQ(desk.record.fields.at("total").value, "");
  EXPECT_EQ(desk.record.fields.at("total").candidates.at(0).value, "61");
  EXPECT_TRUE(desk.record.reached(stage::filed));
}

TEST(Sound, ForgedAnswerThatTheFilingNeeds_StopsTheFilingAndIsKept) {
  Family desk;
  auto verdict = desk.take(desk.saying("full_name", std::string(form::text_bytes_max + 1, 'x')));
  EXPECT_EQ(verdict.advance, Fate::refused);
  EXPECT_TRUE(desk.record.held("full_name"));
  EXPECT_FALSE(desk.record.reached(stage::filed));
}

TEST(Sound, WhatTheMomentMade_IsBelieved) {
  Family desk;
  EXPECT_EQ(desk.judge(desk.saying("stamp", "x1b2")), model::Verdict{});
  auto spelt = desk.saying("total", "60.0");
  EXPECT_EQ(desk.judge(spelt), model::Verdict{});
}

TEST(Sound, ReadOnlyAnswerOfTheCentre_IsWrittenAndWrittenAgainByTheInstitutionAlone) {
  Family desk;
  desk.service.form = family("centre");
  EXPECT_EQ(desk.judge(desk.saying("office", "Upheld")).fields.at("office"), Fate::refused);
  desk.take(desk.honest());
  auto answer = desk.decision("granted");
  answer.set = {{"office", "Upheld"}};
  desk.as(Role::officer);
  desk.take(answer);
  EXPECT_EQ(desk.record.fields.at("office").value, "Upheld");
  answer = desk.decision("granted");
  answer.set = {{"office", "Upheld in part"}};
  answer.over = {{"office", desk.record.fields.at("office").writer}};
  desk.take(answer);
  EXPECT_EQ(desk.record.fields.at("office").value, "Upheld in part");
}

TEST(Sound, AtTheDesk_TheSameIsRefusedWithTheQuestionAndTheRule) {
  Family desk;
  auto checked = desk.check(desk.saying("district", "mars"));
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().where, "district");
  EXPECT_EQ(checked.error().args.at("flaw"), "choice");
}

TEST(Sound, ChangeThatMakesAnotherAnswerWrong_HoldsThatOne) {
  Family desk;
  auto filing = desk.honest();
  filing.set["spouse"] = "Bibi";
  desk.take(filing);
  ASSERT_EQ(desk.record.fields.at("spouse").value, "Bibi");
  auto forged = desk.op();
  forged.set = {{"district", "mars"}};
  auto verdict = desk.take(forged);
  EXPECT_EQ(verdict.fields.at("district"), Fate::held);
  EXPECT_EQ(desk.record.fields.at("district").value, "lahore");
}

TEST(Sound, AlarmsOfOneOperation_AreBoundedAndAllIsHeld) {
  Family desk;
  auto forged = desk.honest();
  for (std::size_t i = 0; i < 2 * broken_told_max; ++i) forged.set["extra" + std::to_string(i)] = "x";
  auto verdict = desk.judge(forged);
  EXPECT_EQ(verdict.alarms.size(), broken_told_max);
  EXPECT_EQ(verdict.fields.size(), 2 * broken_told_max);
}

TEST(Sound, Alarm_ReadsBack) {
  Broken broken{"members/7k3q/child_age", "type"};
  EXPECT_EQ(parse_invalid(alarm_of(broken).substr(8)), broken);
  EXPECT_FALSE(parse_invalid("nothing"));
}

TEST(Sound, StageOutOfItsOrder_WaitsAndIsTold) {
  Family desk;
  desk.take(desk.honest());
  auto forged = desk.op();
  forged.advance = stage::fee_paid;
  auto verdict = desk.judge(forged);
  EXPECT_EQ(verdict.advance, Fate::waiting);
  EXPECT_EQ(verdict.alarms.at(0), "refused:fee_paid:stage_not_reached");
}

TEST(NoteMade, WhatFollowsFromAChange_IsSetOverWhatStands_AndWhatTimeAloneChangesIsNot) {
  Family desk;
  desk.take(desk.honest());
  auto change = desk.op();
  change.set["age"] = "12";
  change.over["age"] = "seen";
  const form::Context day{"2026-11-21", "2026-11-21T12:00:00.000Z"};
  const form::Instance was(desk.service.form, answers_of(desk.record), day);
  note_made(desk.record, was, form::Instance(desk.service.form, answers_of(desk.record, change), day), change);
  EXPECT_EQ(change.set, (std::map<std::string, std::string>{{"age", "12"}, {"total", "24"}}));
  EXPECT_EQ(change.over.at("age"), "seen");
  EXPECT_EQ(change.over.at("total"), desk.record.fields.at("total").writer);
}

TEST(Sound, BlankOverWhatStands_IsHeldWhereTheFormHasOrWantsAnAnswer) {
  for (const auto& [key, flaw] : std::map<std::string, std::string>{
           {"full_name", "required"}, {"total", "calculation"}, {"office", "read_only"}}) {
    Family desk;
    desk.take(desk.honest());
    auto blank = desk.op();
    blank.set[key] = "";
    const auto verdict = desk.judge(blank);
    EXPECT_EQ(verdict.fields.at(key), Fate::held) << key;
    EXPECT_EQ(verdict.alarms, (std::vector<std::string>{"invalid:" + key + ":" + flaw}));
  }
  Family desk;
  desk.take(desk.honest());
  auto blank = desk.op();
  blank.set["district"] = "";
  EXPECT_EQ(desk.judge(blank), model::Verdict{});
}

TEST(Sound, CalculationOverWhatWasMadeOnce_IsMadeAgainOfWhatWasSaid) {
  auto d = samples::definition("licence");
  d.questions = {question("declared", "review"), question("valid", "review"), question("told", "review")};
  for (auto& each : d.questions) each.type = Type::calculate;
  d.questions[0].binds.calculation = "once(today())";
  d.questions[1].binds.calculation = "concat('until ', ${declared})";
  d.questions[2].binds.calculation = "concat(${valid}, now())";
  for (std::size_t i = 0; i < 3; ++i) d.children.push_back({false, i});
  Desk desk;
  desk.service.form = samples::made(std::move(d));
  auto filed = desk.op();
  filed.pin = model::Pin{"domicile", "v1"};
  filed.set = {{"declared", "2026-11-20"}, {"valid", "until 2026-11-20"}, {"told", "until 2026-11-20, at noon"}};
  filed.advance = stage::filed;
  EXPECT_EQ(desk.judge(filed), model::Verdict{});
  filed.set["valid"] = "until 2999-01-01";
  EXPECT_EQ(desk.judge(filed).alarms, (std::vector<std::string>{"invalid:valid:calculation"}));
}

TEST(DependsOn, PapersAndFees_DependOnWhatTheirFieldsAreMadeOf) {
  Family desk;
  catalogue::Template paper;
  paper.kind = "certificate";
  paper.lines = {{{"en", "Total ${total}"}}};
  EXPECT_EQ(desk.service.depends_on(paper), (std::vector<std::string>{"age", "total"}));
  catalogue::FeeLine line;
  line.depends_on = {"child_name"};
  EXPECT_EQ(desk.service.depends_on(line), (std::vector<std::string>{"child_name", "members"}));
}

}  // namespace
}  // namespace karvan::rules
