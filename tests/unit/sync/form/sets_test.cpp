#include <gtest/gtest.h>

#include "tests/unit/sync/form/builder.h"

namespace karvan::form {
namespace {

// What an expression gives in a form with three members, the second irrelevant where its age is asked.
std::string result(const std::string& expression, const char* inside = nullptr) {
  Builder b;
  b.list("sexes", {{"f", {{"en", "Female"}}, {}}, {"m", {{"en", "Male"}}, {}}});
  b.table("rates",
          {{"code", "fee", "town"}, {{"a", "100", "Lahore"}, {"b", "250", "Quetta"}, {"a", "999", "Karachi"}}});
  b.text("blank").integer("n").text("code");
  b.repeat("members").text("name").integer("age", {.relevant = "${name} != 'B'"});
  b.select(Type::select_one, "sex", "sexes").text("note");
  if (inside) b.calculate("in", expression);
  b.repeat("papers").text("paper").end().end();
  if (!inside) b.calculate("out", expression);
  auto form = b.made();
  if (!form) return "refused: " + form.error().args.at("what");
  Instance instance(*form,
                    {{"n", "2"},
                     {"code", "b"},
                     {"members", "x y z"},
                     {"members/x/name", "A"},
                     {"members/x/age", "40"},
                     {"members/x/sex", "m"},
                     {"members/y/name", "B"},
                     {"members/y/age", "99"},
                     {"members/z/name", "C"},
                     {"members/z/age", "7"},
                     {"members/x/papers", "1 2"},
                     {"members/x/papers/1/paper", "deed"},
                     {"members/x/papers/2/paper", "will"},
                     {"members/z/papers", "1"},
                     {"members/z/papers/1/paper", "pass"}},
                    day);
  return instance.state(inside ? std::string("members/") + inside + "/in" : "out")->value;
}

struct Case {
  const char* expression;
  const char* expected;
};
class Sets : public testing::TestWithParam<Case> {};
TEST_P(Sets, Expression_GivesItsValue) { EXPECT_EQ(result(GetParam().expression), GetParam().expected); }

INSTANTIATE_TEST_SUITE_P(
    Over, Sets,
    testing::Values(Case{"count(${members})", "3"}, Case{"count(${age})", "2"}, Case{"sum(${age})", "47"},
                    Case{"min(${age})", "7"}, Case{"max(${age})", "40"}, Case{"max(${age}, 100)", "100"},
                    Case{"join(', ', ${name})", "A, B, C"}, Case{"join('-', 'x', ${name}, 'y')", "x-A-B-C-y"},
                    Case{"concat(${name}, '!')", "ABC!"}, Case{"count-non-empty(${name})", "3"},
                    Case{"count-non-empty(${note})", "0"}, Case{"sum(${note})", ""}, Case{"min(${note})", ""},
                    Case{"count(${papers})", "3"}, Case{"join(' ', ${paper})", "deed will pass"}, Case{"${name}", "A"},
                    Case{"${age} + 1", "41"}, Case{"${name} = 'C'", "true"}, Case{"${name} = 'D'", "false"},
                    Case{"${age} > 39", "true"}, Case{"8 > ${age}", "true"}, Case{"${name} != 'A'", "true"},
                    Case{"count(${blank})", "1"}, Case{"sum(${n})", "2"}));

INSTANTIATE_TEST_SUITE_P(Indexed, Sets,
                         testing::Values(Case{"indexed-repeat(${name}, ${members}, 3)", "C"},
                                         Case{"indexed-repeat(${age}, ${members}, ${n})", ""},
                                         Case{"indexed-repeat(${name}, ${members}, ${n})", "B"},
                                         Case{"indexed-repeat(${name}, ${members}, 4)", ""},
                                         Case{"indexed-repeat(${name}, ${members}, 0)", ""},
                                         Case{"indexed-repeat(${name}, ${members}, 1.5)", ""},
                                         Case{"indexed-repeat(${name}, ${members}, 'x')", ""},
                                         Case{"indexed-repeat(${paper}, ${members}, 1, ${papers}, 2)", "will"},
                                         Case{"indexed-repeat(${paper}, ${papers}, 1, ${members}, 3)", "pass"},
                                         Case{"indexed-repeat(${paper}, ${members}, 3)", "pass"},
                                         Case{"indexed-repeat(${n}, ${members}, 3)", "refused: no_repeat"},
                                         Case{"indexed-repeat(${name}, ${papers}, 3)", "refused: no_repeat"},
                                         Case{"indexed-repeat(${name}, ${n}, 3)", "refused: no_repeat"},
                                         Case{"indexed-repeat(${name}, ${members})", "refused: argument_count"},
                                         Case{"indexed-repeat(1, ${members}, 1)", "refused: no_value"}));

INSTANTIATE_TEST_SUITE_P(
    Checklists, Sets,
    testing::Values(Case{"checklist(1, 2, true(), false(), 'x')", "true"}, Case{"checklist(3, 4, true(), 1)", "false"},
                    Case{"checklist(-1, 1, 1, 1)", "false"}, Case{"checklist(2, -1, 1, 1, 1)", "true"},
                    Case{"checklist(3, 3, ${name})", "true"}, Case{"weighted-checklist(5, -1, 1, 3, 1, 2)", "true"},
                    Case{"weighted-checklist(6, -1, 1, 3, 1, 2)", "false"},
                    Case{"weighted-checklist(-1, 2, 0, 9, 1, 2)", "true"},
                    Case{"weighted-checklist(1, 2, 3, 4, 5)", "refused: argument_count"}));

INSTANTIATE_TEST_SUITE_P(Tables, Sets,
                         testing::Values(Case{"pulldata('rates', 'fee', 'code', ${code})", "250"},
                                         Case{"pulldata('rates', 'town', 'code', 'a')", "Lahore"},
                                         Case{"pulldata('rates', 'code', 'town', 'Karachi')", "a"},
                                         Case{"pulldata('rates', 'fee', 'code', 'c')", ""},
                                         Case{"pulldata('rate', 'fee', 'code', 'c')", "refused: unknown_table"},
                                         Case{"pulldata('rates', 'fees', 'code', 'c')", "refused: unknown_column"},
                                         Case{"pulldata(${code}, 'fee', 'code', 'c')", "refused: table_not_literal"}));

INSTANTIATE_TEST_SUITE_P(
    Arithmetic, Sets,
    testing::Values(Case{"pow(2, 10)", "1024"}, Case{"pow(2, -2)", "0.25"}, Case{"pow(2, 0.5)", "1.41421356237"},
                    Case{"pow(1.05, 2)", "1.1025"}, Case{"sqrt(16)", "4"}, Case{"sqrt(-1)", ""}, Case{"exp(0)", "1"},
                    Case{"exp(1)", "2.71828182846"}, Case{"exp10(3)", "1000"}, Case{"log(exp(2))", "2"},
                    Case{"log10(1000)", "3"}, Case{"sin(0)", "0"}, Case{"cos(0)", "1"}, Case{"tan(0)", "0"},
                    Case{"round(asin(1), 6)", "1.570796"}, Case{"acos(1)", "0"}, Case{"round(atan(1), 6)", "0.785398"},
                    Case{"round(atan2(1, 1), 6)", "0.785398"}, Case{"round(pi(), 5)", "3.14159"},
                    Case{"log(0)", "-Infinity"}));

INSTANTIATE_TEST_SUITE_P(
    Refused, Sets,
    testing::Values(Case{"instance('x')/root/item", "refused: refused_function"},
                    Case{"digest('a', 'MD5')", "refused: refused_function"}, Case{"${members}", "refused: no_value"},
                    Case{"sum(${members})", "refused: no_value"}, Case{"${members} + 1", "refused: no_value"},
                    Case{"position(..)", "refused: no_value"}, Case{"position(${n})", "refused: no_repeat"},
                    Case{"${name}[1]", "refused: predicate"}, Case{"/data/n", "refused: path"},
                    Case{"../../n", "refused: outside"}, Case{"../nobody", "refused: unknown_question"},
                    Case{"../members", "refused: no_value"}, Case{"//n", "refused: path"},
                    Case{"..", "refused: no_value"}, Case{"../n/*", "refused: path"}, Case{"n/m", "refused: path"}));

INSTANTIATE_TEST_SUITE_P(Paths, Sets,
                         testing::Values(Case{"../n", "2"}, Case{"./../n", "2"}, Case{"current()/../n", "2"},
                                         Case{"sum(../members/age)", "47"}, Case{"count(../members)", "3"},
                                         Case{"count(../members/papers)", "3"}, Case{"${n}/../code", "b"}));

TEST(SetsInside, Names_MeanTheirOwnInstance) {
  EXPECT_EQ(result("concat(${name}, ../name, ${n})", "z"), "CC2");
  EXPECT_EQ(result("sum(${age})", "z"), "7");
  EXPECT_EQ(result("sum(../../members/age)", "z"), "47");
  EXPECT_EQ(result("count(${members})", "z"), "3");
  EXPECT_EQ(result("count(${papers})", "x"), "2");
  EXPECT_EQ(result("count(${papers})", "y"), "0");
  EXPECT_EQ(result("join(' ', ${paper})", "z"), "pass");
  EXPECT_EQ(result("position(..)", "z"), "3");
  EXPECT_EQ(result("position(${members})", "y"), "2");
  EXPECT_EQ(result("indexed-repeat(${name}, ${members}, position(..) - 1)", "z"), "B");
  EXPECT_EQ(result("indexed-repeat(${paper}, ${papers}, 2)", "x"), "will");
  EXPECT_EQ(result("jr:choice-name(${sex}, '${sex}')", "x"), "Male");
}

}  // namespace
}  // namespace karvan::form
