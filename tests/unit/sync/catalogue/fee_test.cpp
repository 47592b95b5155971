#include "sync/catalogue/fee.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sync/catalogue/service.h"

namespace karvan::catalogue {
namespace {

form::Question asked(const std::string& name, form::Type type) {
  form::Question question;
  question.name = name;
  question.type = type;
  return question;
}

// Kind (car, bike, van), years, age, disabled; `surface` is relevant for cars only; members repeat, each with an
// income.
form::Form form_of_all() {
  form::Definition d;
  d.id = "all";
  d.questions = {asked("kind", form::Type::select_one), asked("years", form::Type::integer),
                 asked("age", form::Type::integer),     asked("disabled", form::Type::text),
                 asked("surface", form::Type::decimal), asked("income", form::Type::decimal)};
  d.questions[0].list = "kinds";
  d.questions[4].binds.relevant = "${kind} = 'car'";
  d.questions[5].group = 0;
  d.lists["kinds"] = {{"car", {}, {}}, {"bike", {}, {}}, {"van", {}, {}}};
  form::Group members;
  members.name = "members";
  members.repeat = true;
  members.children = {{false, 5}};
  d.groups = {members};
  d.children = {{false, 0}, {false, 1}, {false, 2}, {false, 3}, {false, 4}, {true, 0}};
  return form::Form::make(d).value();
}

Service with(std::vector<FeeLine> fees) {
  static const form::Form form = form_of_all();
  Service s{.id = "permit", .version = "v", .form = form};
  s.fees = std::move(fees);
  return s;
}

FeeLine fixed(const std::string& id, std::int64_t minor) {
  FeeLine line;
  line.id = id;
  line.amount = {minor, "PKR"};
  return line;
}

FeeLine formula(const std::string& xpath, int decimals = 2) {
  FeeLine line = fixed("formula", 0);
  line.formula = xpath;
  line.decimals = decimals;
  return line;
}

FeeLine table() {
  FeeLine line = fixed("table", 0);
  line.by = {"kind", "years"};
  line.rows = {{{"car", "5"}, 120000}, {{"car", "*"}, 100000}, {{"bike", "*"}, 40000}};
  return line;
}

std::int64_t total(const Service& service, const form::Answers& answers) {
  return fee_due(service, answers, "2026-11-21")->total.minor;
}

TEST(Fee, FixedLines_AddUp) {
  EXPECT_EQ(total(with({fixed("a", 15000), fixed("b", 5000)}), {}), 20000);
  EXPECT_EQ(fee_due(with({}), {}, "2026-11-21")->total, Money{});
}

TEST(Fee, Table_TakesTheFirstRowThatFits) {
  EXPECT_EQ(total(with({table()}), {{"kind", "car"}, {"years", "5"}}), 120000);
  EXPECT_EQ(total(with({table()}), {{"kind", "car"}, {"years", "3"}}), 100000);
  EXPECT_EQ(total(with({table()}), {{"kind", "bike"}}), 40000);
}

TEST(Fee, NoRowFits_IsUnknownOrTheAmountForAllOthers) {
  auto unknown = fee_due(with({table()}), {{"kind", "van"}}, "2026-11-21");
  EXPECT_EQ(unknown.error().code, Code::fee_unknown);
  EXPECT_EQ(unknown.error().where, "table");
  FeeLine line = table();
  line.otherwise = true;
  line.amount.minor = 70000;
  EXPECT_EQ(total(with({line}), {{"kind", "van"}}), 70000);
}

TEST(Fee, Formula_IsOverTheFormInMajorUnits) {
  EXPECT_EQ(total(with({formula("200 + 50 * ${years}")}), {{"years", "3"}}), 35000);
  EXPECT_EQ(total(with({formula("${surface} * 0.1")}), {{"kind", "car"}, {"surface", "1.15"}}), 12);
  EXPECT_EQ(total(with({formula("10.4", 0)}), {}), 10);
}

TEST(Fee, FormulaOverARepeat_CountsItsInstances) {
  form::Answers answers{{"members", "a b"}, {"members/a/income", "100.5"}, {"members/b/income", "20"}};
  EXPECT_EQ(total(with({formula("count(${members}) * 10 + sum(${income})")}), answers), 14050);
}

TEST(Fee, FormulaOverWhatIsNotRelevant_SeesABlank) {
  auto fee = fee_due(with({formula("${surface} * 2")}), {{"kind", "bike"}, {"surface", "3"}}, "2026-11-21");
  EXPECT_EQ(fee.error().code, Code::fee_unknown);
}

TEST(Fee, FormulaBelowZero_IsZero) { EXPECT_EQ(total(with({formula("-5")}), {}), 0); }

TEST(Fee, FormulaThatDoesNotRead_IsUnknown) {
  EXPECT_EQ(fee_due(with({formula("${nobody}")}), {}, "2026-11-21").error().code, Code::fee_unknown);
  EXPECT_EQ(fee_due(with({formula("1 div 0")}), {}, "2026-11-21").error().code, Code::fee_unknown);
}

TEST(Fee, When_LeavesTheLineOut) {
  FeeLine urgent = fixed("urgent", 10000);
  urgent.when = "${years} > 3";
  EXPECT_EQ(fee_due(with({fixed("a", 100), urgent}), {{"years", "3"}}, "2026-11-21")->lines.size(), 1u);
  EXPECT_EQ(total(with({fixed("a", 100), urgent}), {{"years", "4"}}), 10100);
}

TEST(Fee, Exemption_ChargesNothingAndSaysWhy) {
  FeeLine line = fixed("a", 15000);
  line.exemptions = {{"${age} >= 65", {{"en", "Senior citizen"}}}, {"${disabled} = 'yes'", {{"en", "Disability"}}}};
  auto fee = fee_due(with({line}), {{"age", "70"}, {"disabled", "yes"}}, "2026-11-21").value();
  ASSERT_EQ(fee.lines.size(), 1u);
  EXPECT_EQ(fee.total, (Money{0, "PKR"}));
  EXPECT_EQ(fee.lines[0].why, FeeDue::Why::exempt);
  EXPECT_EQ(name_of(fee.lines[0].why), "exempt");
  EXPECT_EQ(fee.lines[0].exemption.at("en"), "Senior citizen");
  EXPECT_EQ(fee.lines[0].before, (Money{15000, "PKR"}));
  EXPECT_EQ(total(with({line}), {{"age", "30"}}), 15000);
}

TEST(Fee, ExemptionByDate_LooksAtTheDayGiven) {
  FeeLine line = fixed("a", 100);
  line.exemptions = {{"today() < date('2027-01-01')", {{"en", "Free in 2026"}}}};
  EXPECT_EQ(fee_due(with({line}), {}, "2026-12-31")->total.minor, 0);
  EXPECT_EQ(fee_due(with({line}), {}, "2027-01-01")->total.minor, 100);
}

TEST(Fee, Surcharge_IsAPartOfEarlierLinesRoundedHalfUp) {
  FeeLine late = fixed("late", 0);
  late.surcharge = {{"a", "b"}, 1250};  // 12.5 %
  auto fee = fee_due(with({fixed("a", 1000), fixed("b", 4), late}), {}, "2026-11-21").value();
  EXPECT_EQ(fee.lines.at(2).amount.minor, 126);  // 125.5
  EXPECT_EQ(fee.lines.at(2).why, FeeDue::Why::surcharge);
  EXPECT_EQ(fee.total.minor, 1130);
}

TEST(Fee, SurchargeOfWhatIsExempt_IsNothing) {
  FeeLine a = fixed("a", 1000);
  a.exemptions = {{"true()", {{"en", "Free"}}}};
  FeeLine late = fixed("late", 0);
  late.surcharge = {{"a"}, 10000};
  EXPECT_EQ(total(with({a, late}), {}), 0);
}

TEST(Fee, SurchargeOfOneLine_IsNotOfTheOthers) {
  FeeLine late = fixed("late", 0);
  late.surcharge = {{"a"}, 10000};
  EXPECT_EQ(total(with({fixed("a", 1000), fixed("b", 5), late}), {}), 2005);
  EXPECT_EQ(name_of(FeeDue::Why::surcharge), "surcharge");
  EXPECT_EQ(name_of(FeeDue::Why::charged), "charged");
  EXPECT_EQ(name_of(FeeDue::Why::exempt), "exempt");
}

TEST(Fee, P6_SurchargeTooLargeForAnAmount_IsUnknown) {
  FeeLine late = fixed("late", 0);
  late.surcharge = {{"a"}, 1'000'000};
  EXPECT_EQ(fee_due(with({fixed("a", amount_minor_max), late}), {}, "2026-11-21").error().code, Code::fee_unknown);
}

TEST(Fee, TableByWhatIsNotRelevantOrNotAsked_SeesABlank) {
  FeeLine line = fixed("table", 7);
  line.by = {"surface", "nothing"};
  line.rows = {{{"", ""}, 100}, {{"9", ""}, 200}};
  EXPECT_EQ(total(with({line}), {{"kind", "car"}, {"surface", "9"}}), 200);
  EXPECT_EQ(total(with({line}), {{"kind", "van"}, {"surface", "9"}}), 100);
}

TEST(Fee, ConditionThatDoesNotRead_IsUnknown) {
  FeeLine at_times = fixed("a", 1), exempt = fixed("b", 1);
  at_times.when = "(";
  exempt.exemptions = {{"(", {{"en", "Free"}}}};
  for (const auto& line : {at_times, exempt})
    EXPECT_EQ(fee_due(with({line}), {}, "2026-11-21").error().code, Code::fee_unknown) << line.id;
  EXPECT_FALSE(is_fixed({exempt}));
  EXPECT_EQ(fixed_fee({formula("1")}).error().code, Code::fee_unknown);
}

TEST(Fee, WhatMayNotBeWaived_IsNotWaivable) {
  FeeLine stamp = fixed("stamp", 5000);
  stamp.waivable = false;
  EXPECT_EQ(fee_due(with({fixed("a", 15000), stamp}), {}, "2026-11-21")->waivable_minor(), 15000);
}

TEST(Fee, TwoCurrencies_AreRefused) {
  FeeLine other = fixed("b", 1);
  other.amount.currency = "AZN";
  EXPECT_EQ(fee_due(with({fixed("a", 1), other}), {}, "2026-11-21").error().code, Code::catalogue_broken);
}

TEST(Fee, TooLargeATotal_IsUnknown) {
  auto fee = fee_due(with({fixed("a", amount_minor_max), fixed("b", 1)}), {}, "2026-11-21");
  EXPECT_EQ(fee.error().code, Code::fee_unknown);
  EXPECT_EQ(fee_due(with({formula("10000000000000000")}), {}, "2026-11-21").error().code, Code::fee_unknown);
}

TEST(Fee, DependsOn_IsToldOnce) {
  FeeLine a = fixed("a", 1), b = fixed("b", 1);
  a.depends_on = {"years", "kind"};
  b.depends_on = {"kind"};
  EXPECT_EQ(fee_due(with({a, b}), {}, "2026-11-21")->depends_on, (std::vector<std::string>{"years", "kind"}));
}

TEST(Fee, IsFixed_WhereNoLineReadsAnswers) {
  FeeLine late = fixed("late", 0);
  late.surcharge = {{"a"}, 1000};
  EXPECT_TRUE(is_fixed({fixed("a", 1000), late}));
  EXPECT_EQ(fixed_fee({fixed("a", 1000), late})->total.minor, 1100);
  EXPECT_FALSE(is_fixed({table()}));
  EXPECT_FALSE(is_fixed({formula("1")}));
}

TEST(Minor, Rounds_HalfUpAsDecimalsAreRead) {
  EXPECT_EQ(to_minor(1.005, 2), 101);
  EXPECT_EQ(to_minor(1.0049999, 2), 100);
  EXPECT_EQ(to_minor(0.1 * 3, 2), 30);
  EXPECT_EQ(to_minor(1.15 * 0.1, 2), 12);
  EXPECT_EQ(to_minor(0.005, 2), 1);
  EXPECT_EQ(to_minor(0.0049, 2), 0);
  EXPECT_EQ(to_minor(0.5, 0), 1);
  EXPECT_EQ(to_minor(1234567.891, 3), 1234567891);
  EXPECT_EQ(to_minor(1e-300, 2), 0);
  EXPECT_EQ(to_minor(0, 2), 0);
}

TEST(Minor, NoNumberOrTooLarge_IsNothing) {
  EXPECT_EQ(to_minor(std::numeric_limits<double>::quiet_NaN(), 2), std::nullopt);
  EXPECT_EQ(to_minor(std::numeric_limits<double>::infinity(), 2), std::nullopt);
  EXPECT_EQ(to_minor(1e13, 2), amount_minor_max);
  EXPECT_EQ(to_minor(1.1e13, 2), std::nullopt);
  EXPECT_EQ(to_minor(1e300, 2), std::nullopt);
}

RC_GTEST_PROP(Minor, AWholeAmount_ComesBackAsItWas, ()) {
  const auto minor = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000);
  RC_ASSERT(to_minor(static_cast<double>(minor) / 100, 2) == minor);
}

RC_GTEST_PROP(Minor, Rounding_MovesLessThanHalfAUnitAndKeepsOrder, ()) {
  const double a = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000) / 7.0;
  const double b = a + *rc::gen::inRange<std::int64_t>(0, 1'000'000) / 13.0;
  const auto low = to_minor(a, 2), high = to_minor(b, 2);
  RC_ASSERT(low && high && *low <= *high);
  RC_ASSERT(std::abs(static_cast<double>(*low) - a * 100) <= 0.5 + 1e-6);
}

RC_GTEST_PROP(Fee, TheTotal_IsTheSumOfItsLinesAndTheSameTwice, ()) {
  const auto years = *rc::gen::inRange(0, 100);
  const auto points = *rc::gen::inRange<std::int64_t>(0, 100'000);
  FeeLine late = fixed("late", 0);
  late.surcharge = {{"formula", "a"}, points};
  auto service = with({fixed("a", *rc::gen::inRange<std::int64_t>(0, 1'000'000)), formula("${years} * 12.345"), late});
  const form::Answers answers{{"years", std::to_string(years)}};
  auto fee = fee_due(service, answers, "2026-11-21").value();
  std::int64_t sum = 0;
  for (const auto& line : fee.lines) sum += line.amount.minor;
  RC_ASSERT(sum == fee.total.minor);
  const std::int64_t base = fee.lines[0].amount.minor + fee.lines[1].amount.minor;
  RC_ASSERT(fee.lines[2].amount.minor == (base * points + 5'000) / 10'000);
  RC_ASSERT(fee_due(service, answers, "2026-11-21")->lines == fee.lines);
}

}  // namespace
}  // namespace karvan::catalogue
