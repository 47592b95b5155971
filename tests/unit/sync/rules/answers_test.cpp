#include <gtest/gtest.h>

#include "sync/rules/acts.h"
#include "sync/rules/check.h"
#include "sync/rules/evaluate.h"
#include "sync/rules/sound.h"
#include "tests/unit/sync/rules/desk.h"

// What a form says of answers, rule by rule: which are believed, which are made again, which are not the desk's to
// type.
namespace karvan::rules {
namespace {

using form::Type;
using model::Fate;
using samples::Desk;
using samples::question;

// Each question stands for one rule; none is required.
form::Form rules_of_answers() {
  auto d = samples::definition("answers");
  auto add = [&](const char* name) -> form::Question& { return d.questions.emplace_back(question(name, "review")); };
  auto made = [&](const char* name, const char* calculation) {
    auto& q = add(name);
    q.type = Type::calculate;
    q.binds.calculation = calculation;
  };
  auto kept = [&](const char* name, const char* read_only) -> form::Question& {
    auto& q = add(name);
    q.binds.read_only = read_only;
    q.default_value = "Lahore";
    return q;
  };
  add("age").type = Type::integer;
  made("one", "${age} + 1");
  made("two", "${one} + 1");
  made("three", "${one} + 2");
  made("sum", "${two} + ${three}");
  made("kept", "once(${age})");
  made("stamp", "uuid()");
  made("stamped", "concat(${stamp}, 'x')");
  made("many", "count(${members})");
  add("began").meta = "start";
  kept("office", "true()");
  kept("quarter", "true()");
  kept("ward", "${age} > 5");
  kept("card_no", "true()").card = "number";
  kept("from_card", "true()").from_document = "number";
  auto& photo = kept("photo", "true()");
  photo.type = Type::image;
  photo.capture = "camera";
  kept("today", "true()").binds.first = "now()";
  add("born").binds.constraint = ". <= today()";
  d.questions.back().type = Type::date;
  auto& child = kept("child", "true()");
  child.group = 0;
  form::Group members;
  members.name = "members";
  members.repeat = true;
  members.children = {{false, d.questions.size() - 1}};
  d.groups = {members};
  for (std::size_t i = 0; i + 1 < d.questions.size(); ++i) d.children.push_back({false, i});
  d.children.push_back({true, 0});
  return samples::made(std::move(d));
}

struct Answering : Desk {
  Answering() { service.form = rules_of_answers(); }
  model::Op saying(std::map<std::string, std::string> answers) {
    auto o = op();
    o.pin = model::Pin{"domicile", "v1"};
    o.set = std::move(answers);
    return o;
  }
  // KEY:FLAW of each answer that does not hold.
  std::vector<std::string> flaws(const model::Op& o, Context c) {
    std::vector<std::string> all;
    for (const auto& broken : soundness_of(record, o, c).said) all.push_back(broken.key + ":" + broken.flaw);
    return all;
  }
  std::vector<std::string> flaws(const model::Op& o) { return flaws(o, context()); }
  std::vector<std::string> said(std::map<std::string, std::string> answers) {
    return flaws(saying(std::move(answers)));
  }
};

using Flaws = std::vector<std::string>;

TEST(Answers, MadeOfWhatTwoOthersMake_AreMadeAgain) {
  Answering desk;
  EXPECT_EQ(desk.said({{"age", "3"}, {"one", "4"}, {"two", "5"}, {"three", "6"}, {"sum", "11"}}), Flaws{});
  EXPECT_EQ(desk.said({{"age", "3"}, {"sum", "12"}}), Flaws{"sum:calculation"});
  EXPECT_EQ(desk.said({{"members", "a b"}, {"many", "3"}}), Flaws{"many:calculation"});
}

TEST(Answers, MadeOfTheMomentOrOnceForAll_AreBelieved) {
  Answering desk;
  EXPECT_EQ(desk.said({{"age", "3"}, {"kept", "9"}, {"stamp", "u"}, {"stamped", "vx"}}), Flaws{});
  EXPECT_FALSE(is_lasting(desk.service.form, *desk.service.form.question("kept")));
  EXPECT_FALSE(is_lasting(desk.service.form, *desk.service.form.question("stamped")));
  EXPECT_TRUE(is_lasting(desk.service.form, *desk.service.form.question("sum")));
}

TEST(Answers, OfTheMachineOrOfADevice_AreBelieved) {
  Answering desk;
  EXPECT_EQ(desk.said({{"began", "2026-11-21T12:00:00.000Z"},
                       {"card_no", "35"},
                       {"from_card", "35"},
                       {"photo", std::string(64, 'a')}}),
            Flaws{});
}

TEST(Answers, ThatNobodyMayType_StayAsTheyBegan) {
  Answering desk;
  EXPECT_EQ(desk.said({{"office", "Lahore"}, {"quarter", "Lahore"}}), Flaws{});
  EXPECT_EQ(desk.said({{"office", "Kasur"}, {"quarter", "Kasur"}}), (Flaws{"office:read_only", "quarter:read_only"}));
  // Where other answers decide it, or in a repeat, or where it began as the moment was, there is no telling.
  EXPECT_EQ(desk.said({{"age", "9"}, {"ward", "Kasur"}, {"today", "yesterday"}}), Flaws{});
  EXPECT_EQ(desk.said({{"members", "a"}, {"members/a/child", "Sana"}}), Flaws{});
  desk.as(Role::clerk);
  EXPECT_EQ(desk.said({{"office", "Kasur"}}), Flaws{"office:read_only"});
}

TEST(Answers, ThatNobodyMayType_AreSaidAgainAsTheyStand) {
  Answering desk;
  desk.record.creator = "bus-01/e1/9";
  desk.record.fields["office"] = {.value = "Kasur", .writer = "bus-01/e1/9"};
  auto again = desk.op();
  again.set = {{"office", "Kasur"}};
  EXPECT_EQ(desk.flaws(again), Flaws{});
  again.set = {{"office", "Lahore"}};
  EXPECT_EQ(desk.flaws(again), Flaws{"office:read_only"});
}

TEST(Answers, ListsOfInstances_AreOfIdsAndNoMoreThanMayBe) {
  Answering desk;
  EXPECT_EQ(desk.said({{"members", "a b"}}), Flaws{});
  EXPECT_EQ(desk.said({{"members", "a B!"}}), Flaws{"members:unknown"});
  std::string many;
  for (std::size_t i = 0; i <= form::instances_max; ++i) many += "m" + std::to_string(i) + " ";
  many.pop_back();
  EXPECT_EQ(desk.said({{"members", many}}), Flaws{"members:limit"});
}

TEST(Answers, BlankOverWhatStands_IsAFlawWhereTheFormHasAnAnswerOfItsOwn) {
  Answering desk;
  desk.record.creator = "bus-01/e1/9";
  for (const char* key : {"one", "stamp", "began", "members", "office"})
    desk.record.fields[key] = {.value = "4", .writer = "bus-01/e1/9"};
  desk.record.fields["age"] = {.value = "", .writer = "bus-01/e1/9"};
  auto blank = desk.op();
  blank.set = {{"age", ""}, {"began", ""}, {"members", ""}, {"stamp", ""}, {"nothing", ""}};
  EXPECT_EQ(desk.flaws(blank), Flaws{});
  blank.set = {{"age", "3"}, {"one", ""}, {"office", ""}};
  EXPECT_EQ(desk.flaws(blank), (Flaws{"office:read_only", "one:calculation"}));
}

TEST(Answers, OfTheDaysThatItMayHaveBeen_TheOneWithTheFewestFlawsIsTold) {
  Answering desk;
  EXPECT_EQ(desk.said({{"born", "2026-11-22"}}), Flaws{});
  EXPECT_EQ(desk.said({{"born", "2026-11-22"}, {"colour", "red"}}), Flaws{"colour:unknown"});
  EXPECT_EQ(desk.said({{"born", "2026-11-24"}, {"colour", "red"}}), (Flaws{"born:constraint", "colour:unknown"}));
}

TEST(Answers, WhereTheDeskSaidNoDay_ItIsThatOfItsTime) {
  Answering desk;
  auto context = desk.context();
  context.form = {};
  EXPECT_EQ(desk.flaws(desk.saying({{"born", "2026-11-21"}}), context), Flaws{});
  EXPECT_EQ(desk.flaws(desk.saying({{"born", "2026-11-24"}}), context), Flaws{"born:constraint"});
}

TEST(Answers, SameNumber_IsTheSameHoweverItIsWritten) {
  EXPECT_TRUE(same_number("7", "7.0"));
  for (const auto& [a, b] : {std::pair{"7", "7x"}, {"7x", "7"}, {"", "7"}, {"7", ""}, {"7", "8"}})
    EXPECT_FALSE(same_number(a, b)) << a << " " << b;
}

TEST(Answers, AlarmWithoutAQuestion_IsNone) {
  for (const char* text : {":type", "type"}) EXPECT_FALSE(parse_invalid(text)) << text;
}

TEST(Answers, OfAServiceThatIsNotHere_NothingIsMade) {
  Answering desk;
  EXPECT_TRUE(is_made(desk.context(), "one"));
  EXPECT_FALSE(is_made(desk.context(), "nothing"));
  auto bare = desk.context();
  bare.service = nullptr;
  EXPECT_FALSE(is_made(bare, "one"));
  auto o = desk.saying({{"age", "3"}});
  model::Verdict verdict;
  evaluate(desk.record, o, bare, verdict);
  o.of = "lahore/token/t1";
  evaluate(desk.record, o, desk.context(), verdict);
  EXPECT_EQ(verdict, model::Verdict{});
  EXPECT_TRUE(soundness_of(desk.record, o, bare).whole());
}

}  // namespace
}  // namespace karvan::rules
