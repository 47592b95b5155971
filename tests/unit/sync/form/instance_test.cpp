#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/unit/sync/form/builder.h"

namespace karvan::form {
namespace {

using Names = std::vector<std::string>;

TEST(Instance, Set_NamesWhatChanged) {
  Builder b;
  b.integer("a").calculate("twice", "${a} * 2").text("other").text("more", {.relevant = "${twice} > 10"});
  Instance instance = Instance::begin(b.form(), day);
  EXPECT_EQ(instance.set("a", "3").value(), (Names{"a", "twice"}));
  EXPECT_EQ(instance.set("a", "6").value(), (Names{"a", "twice", "more"}));
}

TEST(Instance, SetToTheSame_ChangesNothing) {
  Instance instance(Builder().integer("a").form(), {{"a", "3"}}, day);
  EXPECT_TRUE(instance.set("a", " 3 ").value().empty());
}

TEST(Instance, InvalidAnswer_IsKeptAndMarked) {
  Instance instance = Instance::begin(Builder().integer("a").form(), day);
  ASSERT_TRUE(instance.set("a", "many"));
  EXPECT_EQ(instance.state("a")->value, "many");
  EXPECT_EQ(instance.state("a")->fault, Flaw::type);
  EXPECT_EQ(instance.faults(), (std::vector<Fault>{{"a", Flaw::type}}));
}

TEST(Instance, Constraint_IsNotAskedOfABlankAnswer) {
  Instance instance = Instance::begin(Builder().integer("a", {.constraint = ". > 5"}).form(), day);
  EXPECT_EQ(instance.state("a")->fault, Flaw::none);
  ASSERT_TRUE(instance.set("a", "5"));
  EXPECT_EQ(instance.state("a")->fault, Flaw::constraint);
}

TEST(Instance, Irrelevant_IsBlankToExpressionsAndKept) {
  Builder b;
  b.text("ask").text("a", {.relevant = "${ask} = 'yes'"}).calculate("seen", "concat('[', ${a}, ']')");
  Instance instance(b.form(), {{"ask", "yes"}, {"a", "x"}}, day);
  EXPECT_EQ(instance.state("seen")->value, "[x]");
  ASSERT_TRUE(instance.set("ask", "no"));
  EXPECT_EQ(instance.state("seen")->value, "[]");
  EXPECT_EQ(instance.answers().at("a"), "x");
  EXPECT_FALSE(instance.filed().contains("a"));
}

TEST(Instance, Irrelevant_HasNoFault) {
  Builder b;
  b.text("ask").text("a", {.relevant = "${ask} = 'yes'", .required = "true()"});
  EXPECT_TRUE(Instance::begin(b.form(), day).faults().empty());
}

TEST(Instance, GroupRelevance_ReachesDown) {
  Builder b;
  b.text("ask").begin("outer", "${ask} = 'yes'").begin("inner").text("a", {.required = "true()"}).end().end();
  Instance instance = Instance::begin(b.form(), day);
  EXPECT_FALSE(instance.state("a")->relevant);
  EXPECT_EQ(instance.set("ask", "yes").value(), (Names{"outer", "inner", "ask", "a"}));
  EXPECT_EQ(instance.faults(), (std::vector<Fault>{{"a", Flaw::required}}));
}

TEST(Instance, Calculation_IsReadOnly) {
  Instance instance = Instance::begin(Builder().calculate("c", "1").form(), day);
  EXPECT_EQ(instance.set("c", "2").error().code, Code::answer_read_only);
}

TEST(Instance, ReadOnly_FollowsItsExpression) {
  Builder b;
  b.text("lock").text("a", {.read_only = "${lock} = 'yes'"});
  Instance instance = Instance::begin(b.form(), day);
  ASSERT_TRUE(instance.set("a", "1"));
  ASSERT_TRUE(instance.set("lock", "yes"));
  EXPECT_EQ(instance.set("a", "2").error().code, Code::answer_read_only);
  EXPECT_EQ(instance.state("a")->value, "1");
}

TEST(Instance, UnknownQuestion_IsRefused) {
  Instance instance = Instance::begin(Builder().text("a").form(), day);
  EXPECT_EQ(instance.set("b", "1").error().code, Code::unknown_question);
}

TEST(Instance, AnswerBeyondTheLimit_IsRefused) {
  Instance instance = Instance::begin(Builder().text("a").form(), day);
  EXPECT_EQ(instance.set("a", std::string(text_bytes_max + 1, 'x')).error().code, Code::answer_too_long);
}

TEST(Instance, ChoiceFilter_LeavesWhatFits) {
  Builder b;
  b.list("place", {{"x", {{"en", "X"}}, {{"of", "1"}}}, {"y", {{"en", "Y"}}, {{"of", "2"}}}});
  b.text("area").select(Type::select_one, "place", "place", {.choice_filter = "of = ${area}"});
  Instance instance(b.form(), {{"area", "1"}, {"place", "x"}}, day);
  EXPECT_EQ(instance.state("place")->choices, (Names{"x"}));
  EXPECT_EQ(instance.state("place")->fault, Flaw::none);
  ASSERT_TRUE(instance.set("area", "2"));
  EXPECT_EQ(instance.state("place")->choices, (Names{"y"}));
  EXPECT_EQ(instance.state("place")->fault, Flaw::type);
}

TEST(Instance, Defaults_AreInABeginningAndNotInAContinuation) {
  Builder b;
  b.text("fixed").last().default_value = "Lahore";
  b.add(Type::date, "when", {.first = "today()"});
  EXPECT_EQ(Instance::begin(b.form(), day).answers(), (Answers{{"fixed", "Lahore"}, {"when", "2026-11-21"}}));
  EXPECT_TRUE(Instance(b.form(), {}, day).answers().empty());
}

TEST(Instance, DynamicDefault_MayReadAnEarlierOne) {
  Builder b;
  b.text("a").last().default_value = "x";
  b.text("b", {.first = "concat(${a}, 'y')"});
  EXPECT_EQ(Instance::begin(b.form(), day).state("b")->value, "xy");
}

TEST(Instance, Once_KeepsItsFirstValue) {
  Builder b;
  b.integer("a").calculate("first", "once(${a})");
  Instance instance = Instance::begin(b.form(), day);
  ASSERT_TRUE(instance.set("a", "1"));
  ASSERT_TRUE(instance.set("a", "2"));
  EXPECT_EQ(instance.state("first")->value, "1");
}

TEST(Instance, Label_IsFilledIn) {
  Builder b;
  b.text("name").text("greet").last().label = {{"en", "Hello ${name}!"}, {"ur", "سلام ${name}"}};
  Instance instance = Instance::begin(b.form(), day);
  EXPECT_EQ(instance.set("name", "Ali").value(), (Names{"name", "greet"}));
  EXPECT_EQ(*instance.state("greet")->label, (Texts{{"en", "Hello Ali!"}, {"ur", "سلام Ali"}}));
}

TEST(Instance, AnswersOfAnotherForm_AreDropped) {
  Instance instance(Builder().text("a").form(), {{"a", "1"}, {"gone", "2"}}, day);
  EXPECT_EQ(instance.answers(), (Answers{{"a", "1"}}));
}

struct Lexical {
  Type type;
  const char* typed;
  const char* kept;
  Flaw fault;
};
constexpr const char* hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
class Types : public testing::TestWithParam<Lexical> {};
TEST_P(Types, Answer_IsKeptInItsForm) {
  Builder b;
  b.list("l", {{"a", {}, {}}, {"b", {}, {}}}).select(GetParam().type, "q", "l");
  Instance instance = Instance::begin(b.form(), day);
  ASSERT_TRUE(instance.set("q", GetParam().typed));
  EXPECT_EQ(instance.state("q")->value, GetParam().kept);
  EXPECT_EQ(instance.state("q")->fault, GetParam().fault);
}
INSTANTIATE_TEST_SUITE_P(
    All, Types,
    testing::Values(
        Lexical{Type::integer, "۴۲", "42", Flaw::none}, Lexical{Type::integer, "4.2", "4.2", Flaw::type},
        Lexical{Type::integer, "1234567890123456", "1234567890123456", Flaw::type},
        Lexical{Type::integer, "-7", "-7", Flaw::none}, Lexical{Type::decimal, "٣٫٥", "3.5", Flaw::none},
        Lexical{Type::decimal, "1e5", "1e5", Flaw::type}, Lexical{Type::date, "2024-02-29", "2024-02-29", Flaw::none},
        Lexical{Type::date, "2023-02-29", "2023-02-29", Flaw::type},
        Lexical{Type::date, "29.02.2024", "29.02.2024", Flaw::type}, Lexical{Type::time, "23:59", "23:59", Flaw::none},
        Lexical{Type::time, "24:00", "24:00", Flaw::type},
        Lexical{Type::date_time, "2026-11-21T10:00:00+05:00", "2026-11-21T10:00:00+05:00", Flaw::none},
        Lexical{Type::select_one, "a", "a", Flaw::none}, Lexical{Type::select_one, "a b", "a b", Flaw::type},
        Lexical{Type::select_one, "c", "c", Flaw::type}, Lexical{Type::select_multiple, "b a", "b a", Flaw::none},
        Lexical{Type::select_multiple, "a a", "a a", Flaw::type}, Lexical{Type::acknowledge, "OK", "OK", Flaw::none},
        Lexical{Type::acknowledge, "yes", "yes", Flaw::type}, Lexical{Type::image, hash, hash, Flaw::none},
        Lexical{Type::file, hash, hash, Flaw::none}, Lexical{Type::image, hash + 1, hash + 1, Flaw::type},
        Lexical{Type::file, "photo.jpg", "photo.jpg", Flaw::type}, Lexical{Type::text, "  x ", "x", Flaw::none}));

// A form in which much depends on much.
Form tangled() {
  Builder b;
  b.list("l", {{"a", {}, {{"k", "1"}}}, {"b", {}, {{"k", "2"}}}, {"c", {}, {{"k", "3"}}}});
  b.integer("n", {.constraint = ". < 3"}).text("t", {.required = "${n} = 1"});
  b.begin("g", "${n} > 0").integer("m", {.relevant = "${t} != ''"}).calculate("sum", "${n} + ${m}");
  b.begin("h", "${sum} > 2").text("deep", {.required = "true()", .read_only = "${t} = 'a'"}).end().end();
  b.select(Type::select_one, "s", "l", {.relevant = "${deep} != 'b'", .choice_filter = "k >= ${n}"});
  b.calculate("tail", "concat(${s}, ${deep}, count-selected(${t}))").calculate("kept", "once(${tail})");
  b.text("end", {.relevant = "${kept} != ${tail}"}).last().label = {{"en", "${sum} ${tail}"}};
  return b.form();
}

TEST(Instance, IncrementalSet_EqualsAFreshInstance) {
  const Form form = tangled();
  EXPECT_TRUE(rc::check("set after set gives what the answers give at once", [&form] {
    Instance instance = Instance::begin(form, day);
    auto steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
        rc::gen::pair(rc::gen::inRange(0, 6), rc::gen::inRange(0, 6)));
    const Names names = {"n", "t", "m", "deep", "s", "end"}, values = {"", "0", "1", "2", "a", "b"};
    for (auto [name, value] : steps) {
      std::map<std::string, State> before;
      for (const auto& q : form.questions()) before[q.name] = *instance.state(q.name);
      auto changed = instance.set(names[static_cast<std::size_t>(name)], values[static_cast<std::size_t>(value)]);
      if (!changed) RC_ASSERT(changed.error().code == Code::answer_read_only);
      for (const auto& q : form.questions()) {
        bool named = changed && std::find(changed->begin(), changed->end(), q.name) != changed->end();
        RC_ASSERT(named || before[q.name] == *instance.state(q.name));
      }
    }
    Instance fresh(form, instance.answers(), day);
    for (const auto& q : form.questions()) RC_ASSERT(*fresh.state(q.name) == *instance.state(q.name));
    for (const auto& g : form.groups()) RC_ASSERT(fresh.group_relevant(g.name) == instance.group_relevant(g.name));
    RC_ASSERT(fresh.filed() == instance.filed());
    RC_ASSERT(fresh.faults() == instance.faults());
  }));
}

}  // namespace
}  // namespace karvan::form
