#include <gtest/gtest.h>

#include "sync/form/expression.h"
#include "tests/unit/sync/form/builder.h"

namespace karvan::form {
namespace {

// What an expression gives in a form with a few answers.
std::string result(const std::string& expression) {
  Builder builder;
  builder.list("colour", {{"red", {{"en", "Red"}, {"ur", "سرخ"}}, {}}, {"blue", {{"en", "Blue"}}, {}}});
  builder.integer("n").add(Type::decimal, "d").text("t").text("blank").add(Type::date, "born");
  builder.select(Type::select_multiple, "many", "colour").select(Type::select_one, "one", "colour");
  builder.calculate("out", expression);
  auto form = builder.made();
  if (!form) return "refused: " + form.error().args.at("what");
  Answers answers{{"n", "7"},           {"d", "2.50"}, {"t", "Żaba Şəki"}, {"born", "1990-05-17"},
                  {"many", "red blue"}, {"one", "red"}};
  return Instance(*form, answers, day).state("out")->value;
}

struct Case {
  const char* expression;
  const char* expected;
};

class Evaluates : public testing::TestWithParam<Case> {};

TEST_P(Evaluates, Expression_GivesItsValue) { EXPECT_EQ(result(GetParam().expression), GetParam().expected); }

INSTANTIATE_TEST_SUITE_P(Arithmetic, Evaluates,
                         testing::Values(Case{"1 + 2 * 3", "7"}, Case{"(1 + 2) * 3", "9"}, Case{"7 div 2", "3.5"},
                                         Case{"7 mod 4", "3"}, Case{"-7 mod 4", "-3"}, Case{"--3", "3"},
                                         Case{"2 - -1", "3"}, Case{"10 - 4 - 3", "3"},
                                         Case{"0.1 + 0.2", "0.30000000000000004"}, Case{".5 * 4", "2"},
                                         Case{"${n} + ${d}", "9.5"}, Case{"1 div 0", "Infinity"},
                                         Case{"${blank} + 1", ""}, Case{"'a' * 2", ""},
                                         Case{"1000000 * 1000000", "1000000000000"}, Case{"0 div 0", ""}));

INSTANTIATE_TEST_SUITE_P(Comparison, Evaluates,
                         testing::Values(Case{"1 < 2", "true"}, Case{"2 <= 1", "false"}, Case{"'2' > '10'", "false"},
                                         Case{"${n} = 7", "true"}, Case{"${n} = '7'", "true"},
                                         Case{"${n} != 7", "false"}, Case{"${blank} = ''", "true"},
                                         Case{"${blank} < 5", "false"}, Case{"not(${blank} < 5)", "true"},
                                         Case{"'a' = 'A'", "false"}, Case{"true() = 'x'", "true"},
                                         Case{"1 = 1 = true()", "true"}, Case{"${born} < today()", "true"},
                                         Case{"'2026-11-21' = today()", "true"}, Case{"1 or 0 and 0", "true"},
                                         Case{"(1 or 0) and 0", "false"}, Case{"${d} = 2.5", "true"}));

INSTANTIATE_TEST_SUITE_P(
    Text, Evaluates,
    testing::Values(Case{"concat(${t}, '-', ${n})", "Żaba Şəki-7"}, Case{"string-length(${t})", "9"},
                    Case{"substr(${t}, 5)", "Şəki"}, Case{"substr(${t}, 0, 4)", "Żaba"},
                    Case{"substr(${t}, -4, -2)", "Şə"}, Case{"substr('abc', 2, 1)", ""},
                    Case{"contains(${t}, 'Ş')", "true"}, Case{"starts-with(${t}, 'Ż')", "true"},
                    Case{"ends-with(${t}, 'x')", "false"}, Case{"substring-before('a-b-c', '-')", "a"},
                    Case{"substring-after('a-b-c', '-')", "b-c"}, Case{"substring-after('abc', 'x')", ""},
                    Case{"normalize-space('  a   b ')", "a b"}, Case{"translate('Şəki', 'Şə', 'Sa')", "Saki"},
                    Case{"translate('a-b', '-', '')", "ab"}, Case{"regex('35202', '[0-9]{5}')", "true"},
                    Case{"regex('352021', '[0-9]{5}')", "false"}, Case{"regex('سال', '\\p{Arabic}+')", "true"},
                    Case{"join(', ', 'a', 'b')", "a, b"}, Case{"string(1.50)", "1.5"}, Case{"number('x')", ""},
                    Case{"number(' -4.5 ')", "-4.5"}));

INSTANTIATE_TEST_SUITE_P(Number, Evaluates,
                         testing::Values(Case{"int(3.9)", "3"}, Case{"int(-3.9)", "-3"}, Case{"round(2.5)", "3"},
                                         Case{"round(-2.5)", "-2"}, Case{"round(2.345, 2)", "2.35"},
                                         Case{"round(1234, -2)", "1200"}, Case{"abs(-4)", "4"},
                                         Case{"min(3, 1, 2)", "1"}, Case{"max(3, '9', 2)", "9"},
                                         Case{"if(${n} > 5, 'big', 'small')", "big"},
                                         Case{"coalesce('', ${blank}, 'c')", "c"}, Case{"coalesce(${n}, 1)", "7"},
                                         Case{"boolean-from-string('true')", "true"}, Case{"boolean('')", "false"}));

INSTANTIATE_TEST_SUITE_P(
    Dates, Evaluates,
    testing::Values(Case{"today()", "2026-11-21"}, Case{"now()", "2026-11-21T10:30:00.000+05:00"},
                    Case{"decimal-date-time('1970-01-02')", "1"},
                    Case{"decimal-date-time('1970-01-01T12:00:00Z')", "0.5"}, Case{"date('1970-01-01')", "1970-01-01"},
                    Case{"date(today() + 40)", "2026-12-31"}, Case{"int((today() - ${born}) div 365.25)", "36"},
                    Case{"format-date(today(), '%e/%n/%y %b %a')", "21/11/26 Nov Sat"},
                    Case{"format-date('2024-02-29', '%d.%m.%Y')", "29.02.2024"},
                    Case{"format-date('2023-02-29', '%d')", ""},
                    Case{"format-date-time(now(), '%H:%M:%S.%3')", "10:30:00.000"},
                    Case{"decimal-time('06:00')", "0.25"},
                    Case{"date('2000-02-29') + 366 = date('2001-03-01')", "true"}, Case{"date('')", ""}));

INSTANTIATE_TEST_SUITE_P(Choices, Evaluates,
                         testing::Values(Case{"selected(${many}, 'blue')", "true"},
                                         Case{"selected(${many}, 're')", "false"}, Case{"count-selected(${many})", "2"},
                                         Case{"selected-at(${many}, 1)", "blue"}, Case{"selected-at(${many}, 2)", ""},
                                         Case{"jr:choice-name(${one}, '${one}')", "Red"},
                                         Case{"jr:choice-name('green', '${one}')", ""}));

INSTANTIATE_TEST_SUITE_P(
    Refusal, Evaluates,
    testing::Values(Case{"1 +", "refused: ended"}, Case{"1 2", "refused: unexpected"}, Case{"(1", "refused: ended"},
                    Case{"'open", "refused: unclosed_text"}, Case{"${n", "refused: unclosed_name"},
                    Case{"${nobody}", "refused: unknown_question"}, Case{"system('rm')", "refused: unknown_function"},
                    Case{"substr('a')", "refused: argument_count"}, Case{"today(1)", "refused: argument_count"},
                    Case{"n + 1", "refused: bare_name"}, Case{"../n + 0", "7"}, Case{"/data/n", "refused: path"},
                    Case{"regex('a', '(?=a)')", "refused: pattern"},
                    Case{"regex('a', ${t})", "refused: pattern_not_literal"},
                    Case{"jr:choice-name(${one}, ${one})", "refused: choice_name_not_literal"},
                    Case{"1 ! 2", "refused: unexpected"}, Case{"#", "refused: unexpected"}, Case{"", ""},
                    Case{". + 1", "refused: cycle"}, Case{"${out} + 1", "refused: cycle"}));

Result<Expression> parsed(const std::string& source) {
  const Definition nothing;
  return parse(source, Outline(nothing), Stand{});
}

TEST(Xpath, BracketsBeyondTheLimit_AreRefused) {
  std::string deep = std::string(10000 / 2 - 1, '(') + "1" + std::string(10000 / 2 - 1, ')');
  EXPECT_EQ(parsed(deep).error().args.at("what"), "too_long");
  deep = std::string(expression_depth_max, '(') + "1" + std::string(expression_depth_max, ')');
  EXPECT_EQ(parsed(deep).error().args.at("what"), "too_deep");
}

TEST(Xpath, TermsBeyondTheLimit_AreRefused) {
  std::string wide = "1";
  for (std::size_t i = 0; i < expression_nodes_max; ++i) wide += "+1";
  EXPECT_EQ(parsed(wide).error().args.at("what"), "too_long");
}

TEST(Xpath, Minuses_CountAsDepth) {
  EXPECT_EQ(parsed(std::string(expression_depth_max + 1, '-') + "1").error().args.at("what"), "too_deep");
}

TEST(Xpath, Text_ThatGrowsByDoubling_StaysBounded) {
  Builder builder;
  builder.text("seed").calculate("c0", "concat(${seed}, ${seed})");
  for (int i = 1; i < 40; ++i) {
    std::string before = "${c" + std::to_string(i - 1) + "}";
    builder.calculate("c" + std::to_string(i), "concat(" + before + ", " + before + ")");
  }
  Instance instance(builder.form(), {{"seed", "ə"}}, day);
  EXPECT_LE(instance.state("c39")->value.size(), text_bytes_max);
  EXPECT_EQ(instance.state("c39")->value.size() % 2, 0u);  // not cut within a code point
}

TEST(Xpath, HostilePattern_RunsInLinearTime) {
  Builder builder;
  builder.text("t", {.constraint = "regex(., '(a*)*(a|aa)+b')"});
  Instance instance(builder.form(), {{"t", std::string(text_bytes_max, 'a')}}, day);
  EXPECT_EQ(instance.state("t")->fault, Flaw::constraint);
}

TEST(Xpath, Error_TellsWhere) {
  auto refused = parsed("1 + nobody()");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().args.at("at"), "4");
  EXPECT_EQ(refused.error().args.at("token"), "nobody");
}

}  // namespace
}  // namespace karvan::form
