#include <gtest/gtest.h>

#include <algorithm>

#include "sync/rules/acts.h"
#include "sync/rules/check.h"
#include "sync/rules/evaluate.h"
#include "sync/rules/lists.h"
#include "sync/rules/sets.h"
#include "tests/unit/sync/rules/desk.h"

// Sets, calculations and conflicts in the less usual orders of arrival.
namespace karvan::rules {
namespace {

using form::Type;
using model::Fate;
using samples::Desk;
using samples::question;

// Four answers of which each must equal the one before; a sum that is there for the rich; papers; a family of families.
form::Form chained() {
  auto d = samples::definition("chained");
  auto add = [&](const char* name, const char* merge, const char* constraint = "") -> form::Question& {
    return d.questions.emplace_back(question(name, merge, constraint));
  };
  add("limit", "newest").type = Type::integer;
  add("a", "newest", ". < ${limit}").type = Type::integer;
  add("b", "newest", ". = ${a}").type = Type::integer;
  add("c", "newest", ". = ${b}").type = Type::integer;
  add("d", "newest", ". = ${c}").type = Type::integer;
  auto& sum = add("sum", "review");
  sum.type = Type::calculate;
  sum.binds.calculation = "${a} + ${b}";
  auto& share = add("share", "review");
  share.type = Type::calculate;
  share.binds.calculation = "${a} * 2";
  share.binds.relevant = "${a} > 5";
  add("spouse", "newest").binds.relevant = "${a} > 5";
  auto& papers = add("papers", "union");
  papers.type = Type::select_multiple;
  papers.list = "papers";
  add("name", "newest").group = 0;
  add("age", "newest").group = 1;
  add("score", "newest").group = 2;
  form::Group members, children, rounds;
  members.name = "members";
  children.name = "children";
  rounds.name = "rounds";
  members.repeat = children.repeat = rounds.repeat = true;
  children.group = 0;
  rounds.repeat_count = "2";
  members.children = {{false, 9}, {true, 1}};
  children.children = {{false, 10}};
  rounds.children = {{false, 11}};
  d.groups = {members, children, rounds};
  for (const char* paper : {"cnic", "photo", "deed"}) d.lists["papers"].push_back({paper, {{"en", paper}}, {}});
  for (std::size_t i = 0; i < 9; ++i) d.children.push_back({false, i});
  d.children.push_back({true, 0});
  d.children.push_back({true, 2});
  return samples::made(std::move(d));
}

struct Chain : Desk {
  std::string filing_id;
  Chain() {
    service.form = chained();
    auto o = op();
    o.pin = model::Pin{"domicile", "v1"};
    o.set = {{"limit", "9"}, {"a", "1"}, {"b", "1"}, {"c", "1"}, {"d", "1"}, {"sum", "2"}, {"papers", "cnic"}};
    o.set["members"] = "m1 m2";
    o.set["members/m1/name"] = "Sana";
    o.set["members/m1/children"] = "k1";
    o.set["members/m1/children/k1/age"] = "4";
    o.advance = stage::filed;
    filing_id = model::to_text(o.id);
    EXPECT_EQ(take(o), model::Verdict{});
    as(Role::supervisor);
  }
  model::Op saying(const std::string& node, std::map<std::string, std::string> answers) {
    auto o = op(node);
    o.set = std::move(answers);
    return o;
  }
  std::string value(const std::string& key) { return record.fields.at(key).value; }
};

TEST(Evaluated, P8_HoldingOneAnswer_HoldsWhatRestsOnItToTheEndOfTheChain) {
  Chain desk;
  desk.take(desk.saying("bus-02", {{"limit", "2"}}));
  const auto verdict = desk.take(desk.saying("bus-03", {{"a", "3"}, {"b", "3"}, {"c", "3"}, {"d", "3"}, {"sum", "6"}}));
  for (const char* held : {"a", "b", "c", "d"}) EXPECT_EQ(verdict.fields.at(held), Fate::held) << held;
  EXPECT_EQ(desk.value("a"), "1");
  EXPECT_EQ(desk.value("sum"), "2");
}

TEST(Evaluated, P8_CalculationThatIsHeld_IsNotMadeAnew) {
  Chain desk;
  desk.record.fields["sum"].held = true;
  desk.take(desk.saying("bus-02", {{"limit", "8"}}));
  const auto verdict = desk.take(desk.saying("bus-03", {{"a", "2"}, {"b", "2"}, {"c", "2"}, {"d", "2"}}));
  EXPECT_FALSE(verdict.computed.contains("sum"));
  EXPECT_EQ(desk.value("sum"), "2");
}

TEST(Evaluated, CalculationThatNobodySaid_IsMadeWhereItIsRelevant) {
  Chain desk;
  desk.take(desk.saying("bus-02", {{"limit", "8"}}));
  auto verdict = desk.judge(desk.saying("bus-03", {{"a", "7"}, {"b", "7"}, {"c", "7"}, {"d", "7"}, {"sum", "14.0"}}));
  EXPECT_EQ(verdict.computed, (std::map<std::string, std::string>{{"share", "14"}}));  // 14.0 is the same number
  verdict = desk.judge(desk.saying("bus-03", {{"a", "2"}, {"b", "2"}, {"c", "2"}, {"d", "2"}, {"sum", "4"}}));
  EXPECT_TRUE(verdict.computed.empty());
}

TEST(Evaluated, P8_AnswerThatWasMeaninglessBefore_IsNotHeldForIt) {
  Chain desk;
  desk.record.fields["spouse"] = {.value = "Bibi", .writer = desk.filing_id};
  desk.take(desk.saying("bus-02", {{"limit", "8"}}));
  const auto verdict = desk.take(desk.saying("bus-03", {{"a", "2"}, {"b", "2"}, {"c", "2"}, {"d", "2"}, {"sum", "4"}}));
  EXPECT_FALSE(desk.record.held("spouse"));
  EXPECT_FALSE(verdict.fields.contains("spouse"));
}

TEST(Evaluated, P8_AnswerOfNoSuchType_IsHeldWhereTwoMeet) {
  Chain desk;
  desk.take(desk.saying("bus-02", {{"limit", "8"}}));
  const auto verdict = desk.take(desk.saying("bus-03", {{"a", "many"}}));
  EXPECT_EQ(verdict.fields.at("a"), Fate::held);
  EXPECT_EQ(desk.value("a"), "1");
}

TEST(Broken, P8_AnswerThatBreaksItsOwnRule_IsHeldAndAnothersToo) {
  Chain desk;
  // `b` is not said, and no longer agrees.
  const auto verdict = desk.take(desk.saying("bus-01", {{"a", "2"}, {"sum", "3"}}));
  EXPECT_EQ(verdict.fields.at("b"), Fate::held);
  EXPECT_EQ(verdict.alarms, std::vector<std::string>{"invalid:b:constraint"});
  EXPECT_TRUE(desk.record.held("b"));
}

TEST(Broken, P8_AnswerThatIsTooLong_IsHeldThoughTwoMeet) {
  Chain desk;
  desk.take(desk.saying("bus-02", {{"limit", "8"}}));
  const auto verdict = desk.take(desk.saying("bus-03", {{"spouse", std::string(form::text_bytes_max + 1, 'x')}}));
  EXPECT_EQ(verdict.fields.at("spouse"), Fate::held);
  EXPECT_EQ(verdict.alarms, std::vector<std::string>{"invalid:spouse:limit"});
}

TEST(Evaluated, P8_AnswerOfAnInstanceThatOnlyTheChangeBrought_IsJudgedByItself) {
  Chain desk;
  desk.take(desk.saying("bus-02", {{"limit", "8"}}));
  auto o = desk.saying("bus-03", {{"members/m3/name", "Zoya"}});
  o.add = {{"members", "m3"}};
  desk.take(o);
  EXPECT_FALSE(desk.record.held("members/m3/name"));
  EXPECT_EQ(desk.value("members/m3/name"), "Zoya");
}

TEST(Lists, P8_TakenAwayTwiceInOneOperation_IsHeldOnce) {
  Chain desk;
  auto more = desk.op("bus-02");
  more.set = {{"members/m1/name", "Sara"}, {"members/m2/name", "Bilal"}};
  desk.take(more);
  auto gone = desk.op("bus-03");
  gone.remove = {{"members", "m1", desk.filing_id}, {"members", "m2", desk.filing_id}};
  EXPECT_EQ(desk.take(gone).fields.at("members"), Fate::held);
  EXPECT_EQ(desk.record.fields.at("members").candidates.size(), 2u);
}

TEST(Whole, P8_ValueOfASetOverAFiledRecord_IsRefusedAndKept) {
  Chain desk;
  const auto verdict = desk.take(desk.saying("bus-01", {{"papers", "deed"}}));
  EXPECT_EQ(verdict.fields.at("papers"), Fate::refused);
  EXPECT_EQ(verdict.reason, name_of(Code::malformed));
  EXPECT_EQ(desk.value("papers"), "cnic");
  EXPECT_EQ(desk.record.fields.at("papers").candidates.at(0).value, "deed");
}

TEST(Words, P8_OfAnOfficerOrOfNoWord_AreRefused) {
  Chain desk;
  auto o = desk.op();
  o.add = {{"papers", "deed photo"}};
  EXPECT_EQ(desk.judge(o).fields.at("papers"), Fate::refused);
  o.add = {{"papers", ""}};
  EXPECT_EQ(desk.judge(o).fields.at("papers"), Fate::refused);
  EXPECT_EQ(desk.refusal(o), Code::malformed);
  desk.service.may["change"] = {"officer"};
  desk.as(Role::officer);
  o.add = {{"papers", "deed"}};
  EXPECT_EQ(desk.judge(o).fields.at("papers"), Fate::refused);
  EXPECT_EQ(desk.judge(o).reason, name_of(Code::role_not_allowed));
}

TEST(Words, P8_OfAHeldSet_AreRefusedAtTheDesk) {
  Chain desk;
  desk.record.fields["papers"].held = true;
  auto o = desk.op();
  o.add = {{"papers", "deed"}};
  EXPECT_EQ(desk.refusal(o), Code::field_held);
}

TEST(Words, P8_TakenOutByTheNameOfAnother_AreRefusedAtTheDesk) {
  Chain desk;
  auto o = desk.op();
  o.remove = {{"papers", "cnic", "bus-09/e1/1"}};
  EXPECT_EQ(desk.refusal(o), Code::changed_elsewhere);
  o.remove = {{"papers", "cnic", desk.filing_id}};
  EXPECT_EQ(desk.refusal(o), Code::internal);
  EXPECT_EQ(desk.judge(o), model::Verdict{});
}

TEST(Lists, OfAKey_AreEachThatIsNotThere) {
  Chain desk;
  const auto& form = desk.service.form;
  using Lists = std::vector<std::string>;
  EXPECT_EQ(lists_without(desk.record, form, "a"), Lists{});
  EXPECT_EQ(lists_without(desk.record, form, "members/m1/children/k1/age"), Lists{});
  EXPECT_EQ(lists_without(desk.record, form, "members/m9/children/k1/age"), (Lists{"members", "members/m9/children"}));
  EXPECT_EQ(lists_without(desk.record, form, "members/m9"), Lists{"members"});
  EXPECT_EQ(lists_without(desk.record, form, "papers/x/y"), Lists{});
  EXPECT_EQ(lists_without(desk.record, form, "rounds/9/score"), Lists{});  // the form itself counts those
  const form::Instance instance(form, answers_of(desk.record), {});
  EXPECT_FALSE(is_gone(instance, "members/m1/children/k1/age"));
  EXPECT_TRUE(is_gone(instance, "members/m9/children/k1/age"));
}

TEST(Lists, BeforeTheFiling_WholeValuesStayAsTheyAre) {
  Chain desk;
  auto o = desk.op();
  o.set = {{"papers", "deed"}};
  change_sets({}, desk.service.form, o);
  EXPECT_EQ(o.set.size(), 1u);
  desk.record.fields.erase("papers");
  change_sets(desk.record, desk.service.form, o);
  EXPECT_TRUE(o.set.empty());
  EXPECT_EQ(o.add, (std::vector<model::Added>{{"papers", "deed"}}));
}

TEST(Lists, P8_AnsweredInWhatIsGone_HoldsTheListUnlessItIsChangedOrRefusedToo) {
  Chain desk;
  auto gone = desk.op("bus-02");
  gone.remove = {{"members", "m1", desk.filing_id}};
  desk.take(gone);
  auto answers = desk.saying("bus-03", {{"members/m1/name", "Sara"}});
  EXPECT_EQ(desk.judge(answers).fields.at("members"), Fate::held);
  answers.add = {{"members", "m3"}};
  EXPECT_NE(desk.judge(answers).fields.at("members"), Fate::held);
  answers.add = {{"members", "m 3"}};
  EXPECT_EQ(desk.judge(answers).fields.at("members"), Fate::refused);
  answers.add.clear();
  answers.set["members"] = "m2";
  EXPECT_EQ(desk.judge(answers).fields.at("members"), Fate::refused);
}

TEST(Lists, P8_TwoWhoTakeTheSameAway_BothDid) {
  Chain desk;
  for (const char* node : {"bus-02", "bus-03"}) {
    auto gone = desk.op(node);
    gone.remove = {{"members", "m2", desk.filing_id}};
    EXPECT_NE(desk.take(gone).fields["members"], Fate::held) << node;
  }
  EXPECT_EQ(desk.value("members"), "m1");
}

struct Settling : Desk {
  std::string filing_id, resolution_id;
  Settling() {
    auto o = filing();
    filing_id = model::to_text(o.id);
    take(o);
    as(Role::supervisor);
  }
  model::Op change(const std::string& node, const std::string& field, const std::string& value) {
    auto o = op(node);
    o.set[field] = value;
    return o;
  }
  // Two say the field differently, and a clerk settles it.
  void settle(const std::string& field) {
    take(change("centre", field, "one"));
    take(change("bus-01", field, "two"));
    auto o = op("centre");
    const auto& there = record.fields.at(field);
    o.resolve = model::Resolved{field, there.value, there.writer, {there.writer}, "seen"};
    for (const auto& each : there.candidates) o.resolve->seen.push_back(each.writer);
    EXPECT_EQ(take(o).resolve, Fate::applied);
    resolution_id = model::to_text(o.id);
  }
};

TEST(Resolved, P8_ChangeUponTheResolution_ConflictsLikeAnyOther) {
  Settling desk;
  desk.record.fields["born"] = {.value = "1990", .writer = desk.filing_id};
  desk.settle("full_name");
  desk.settle("born");
  auto ours = desk.change("bus-02", "full_name", "three"), theirs = desk.change("bus-03", "full_name", "four");
  for (auto* each : {&ours, &theirs})
    for (const auto& resolution : desk.record.resolutions)
      if (resolution.resolved.act.field == "full_name") each->over["full_name"] = resolution.resolved.writer;
  EXPECT_EQ(desk.take(ours), model::Verdict{});
  EXPECT_EQ(desk.take(theirs).fields.at("full_name"), Fate::held);
  auto before = desk.change("bus-04", "full_name", "five");
  before.over["full_name"] = desk.filing_id;
  desk.record.fields["full_name"].held = false;
  EXPECT_EQ(desk.take(before).fields.at("full_name"), Fate::lost);
}

TEST(Resolved, P8_LateReviewByWhoSawSomethingElse_IsLostAndToldOnce) {
  Settling desk;
  desk.settle("full_name");
  desk.record.fields["full_name"].late = true;
  auto o = desk.op("centre");
  o.resolve = model::Resolved{"full_name", "two", "bus-01/e1/3", {"bus-01/e1/3"}, "again"};
  o.set["full_name"] = "six";
  o.over["full_name"] = desk.filing_id;
  const auto verdict = desk.judge(o);
  EXPECT_EQ(verdict.resolve, Fate::lost);
  EXPECT_EQ(std::count(verdict.alarms.begin(), verdict.alarms.end(), "late_review:full_name"), 1);
}

TEST(Resolved, P8_OfNoFieldOrOfWhatWasNotSeen_IsRefused) {
  Settling desk;
  desk.settle("full_name");
  auto o = desk.op("centre");
  o.resolve = model::Resolved{"nothing", "x", "b/e/1", {"b/e/1"}, "seen"};
  EXPECT_EQ(desk.judge(o).reason, name_of(Code::unknown_question));
  o.resolve = model::Resolved{"full_name", "one", "centre/e1/2", {desk.filing_id}, "seen"};
  EXPECT_EQ(desk.judge(o).reason, name_of(Code::malformed));
  EXPECT_EQ(desk.judge(o).resolve, Fate::refused);
}

TEST(Resolved, P8_ChoiceOfWhatWasReplacedOrSettled_IsOnlyThatOperations) {
  Settling desk;
  desk.settle("full_name");
  auto& name = desk.record.fields.at("full_name");
  name.held = true;
  name.replaced = {{"x", "bus-08/e1/1", "a", {}}, {"y", "bus-09/e1/1", "a", {}}};
  auto word = [&](const char* value, const char* chosen) {
    auto o = desk.op("centre");
    o.resolve = model::Resolved{"full_name", value, chosen, {chosen, name.writer}, "seen"};
    return desk.judge(o).resolve;
  };
  EXPECT_EQ(word("y", "bus-09/e1/1"), Fate::applied);
  EXPECT_EQ(word("x", "bus-09/e1/1"), Fate::refused);
  name.replaced.clear();
  EXPECT_EQ(word("two", "bus-01/e1/3"), Fate::applied);  // of those that were settled
  EXPECT_EQ(word("one", "bus-01/e1/3"), Fate::refused);
  EXPECT_EQ(word("two", "bus-07/e1/3"), Fate::refused);
  name.earlier = {{"old", "bus-06/e1/1"}};
  EXPECT_EQ(word("old", "bus-06/e1/1"), Fate::applied);
  EXPECT_EQ(word("new", "bus-06/e1/1"), Fate::refused);
}

TEST(Resolved, P8_WordInForceInASet_IsWhateverIsInIt) {
  Chain desk;
  auto add = desk.op("bus-02");
  add.add = {{"papers", "deed"}};
  desk.take(add);
  auto& papers = desk.record.fields.at("papers");
  papers.held = true;
  auto o = desk.op("centre");
  o.resolve = model::Resolved{"papers", "cnic", desk.filing_id, {desk.filing_id, papers.writer}, "seen"};
  EXPECT_EQ(desk.judge(o).resolve, Fate::applied);
}

}  // namespace
}  // namespace karvan::rules
