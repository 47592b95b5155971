#include <gtest/gtest.h>

#include <algorithm>

#include "sync/central/author/compile.h"

namespace karvan::central::author {
namespace {

constexpr const char* survey =
    "type,name,label\nselect_one kinds,kind,Kind\ninteger,years,Years\ntext,full_name,Name\n"
    "begin_repeat,members,Members\ndecimal,income,Income\nend_repeat,,\n";
constexpr const char* choices = "list_name,name,label\nkinds,car,Car\nkinds,bike,Bike\n";
constexpr const char* head = "title = { en = \"Permit\" }\ninstitution = \"tax\"\n";

Files files_with(const std::string& parts) {
  return {{"institutions.toml", "[[institution]]\nid = \"tax\"\ntitle = { en = \"Tax office\" }\n"},
          {"permit/service.toml", head + parts},
          {"permit/survey.csv", survey},
          {"permit/choices.csv", choices}};
}

std::string told(const std::vector<Fault>& faults) {
  std::string out;
  for (const auto& fault : faults) out += describe(fault) + "\n";
  return out;
}

catalogue::Service service_of(const std::string& parts) {
  auto compiled = compile(files_with(parts));
  if (!compiled) throw std::runtime_error(told(compiled.error()));
  return catalogue::load_service(compiled->services.at(0).bytes, "v").value();
}

std::string fee(const std::string& rest, const std::string& id = "a") {
  return "[[fee]]\nid = \"" + id + "\"\ntitle = { en = \"A\" }\ncurrency = \"PKR\"\n" + rest;
}

TEST(Fees, Table_HasTheAmountOfEachAnswer) {
  auto service = service_of(fee(
      "table = { by = [\"kind\"], rows = [\n  { is = [\"car\"], amount = \"500.00\" },\n  { is = [\"bike\"], amount = "
      "\"200\" },\n] }\n"));
  const auto& line = service.fees.at(0);
  EXPECT_EQ(line.by, (std::vector<std::string>{"kind"}));
  EXPECT_EQ(line.rows.at(1), (catalogue::FeeRow{{"bike"}, 20000}));
  EXPECT_FALSE(line.otherwise);
  EXPECT_EQ(line.depends_on, (std::vector<std::string>{"kind"}));
}

TEST(Fees, FormulaExemptionSurchargeAndWhen_AreKept) {
  auto service = service_of(fee("formula = \"200 + 50 * ${years}\"\nwaivable = false\nwhen = \"${kind} = 'car'\"\n"
                                "exemptions = [{ when = \"${full_name} = 'x'\", title = { en = \"Free\" } }]\n") +
                            fee("surcharge = { of = [\"a\"], percent = 2.5 }\n", "late"));
  const auto& line = service.fees.at(0);
  EXPECT_EQ(line.formula, "200 + 50 * ${years}");
  EXPECT_EQ(line.decimals, 2);
  EXPECT_FALSE(line.waivable);
  EXPECT_EQ(line.exemptions.at(0).title.at("en"), "Free");
  EXPECT_EQ(line.depends_on, (std::vector<std::string>{"years", "kind", "full_name"}));
  EXPECT_EQ(service.fees.at(1).surcharge, (catalogue::Surcharge{{"a"}, 250}));
  EXPECT_EQ(catalogue::fee_due(service, {{"kind", "car"}, {"years", "2"}}, "2026-11-21")->total.minor, 30750);
}

TEST(Fees, ANumberMayBeText) {
  EXPECT_EQ(service_of(fee("amount = \"1\"\n") + fee("surcharge = { of = [\"a\"], percent = \"12.75\" }\n", "b"))
                .fees.at(1)
                .surcharge.basis_points,
            1275);
}

TEST(Stages, EscalationAndAwaiting_AreKept) {
  auto service = service_of(
      "[[stage]]\nid = \"filed\"\n[[stage]]\nid = \"answered\"\ntitle = { en = \"Answered\" }\nprerequisites = "
      "[\"filed\"]\ntarget_hours = 40\nescalate_hours = 16\nescalate_to = \"clerk\"\nawaits = \"citizen\"\n");
  const auto* stage = service.stage("answered");
  ASSERT_TRUE(stage);
  EXPECT_EQ(stage->number, 3);
  EXPECT_EQ(stage->escalate_hours, 16);
  EXPECT_EQ(stage->escalate_to, "clerk");
  EXPECT_EQ(stage->awaits, "citizen");
}

TEST(Stages, UntilWhenFilesOpen_IsKept) {
  EXPECT_EQ(service_of("keep_until = \"delivered\"\n").keep_until, "delivered");
  EXPECT_EQ(service_of("").keep_until, "reviewed");
}

TEST(Closings, AreKept) {
  auto service = service_of(
      fee("amount = \"1\"\n") +
      "[[closing]]\nhow = \"withdrawn\"\nrefund = [\"a\"]\nreasons = [{ id = \"moved\", title = { en = \"Moved\" } }]\n"
      "[[closing]]\nhow = \"uncollected\"\nafter_days = 90\nnext_step = { en = \"Apply again\" }\n");
  ASSERT_EQ(service.closings.size(), 2u);
  EXPECT_EQ(service.closings[0].refund_lines, (std::vector<std::string>{"a"}));
  EXPECT_EQ(service.closings[0].by, "desk");
  EXPECT_EQ(service.closings[0].reasons.at(0).id, "moved");
  EXPECT_EQ(service.closings[1].after_days, 90);
  EXPECT_EQ(service.closings[1].by, "centre");
}

struct Case {
  std::string parts;
  const char* column;
  const char* what;
};

class Parts : public testing::TestWithParam<Case> {};

TEST_P(Parts, Fault_IsToldWithItsLineAndKey) {
  auto compiled = compile(files_with(GetParam().parts));
  ASSERT_FALSE(compiled);
  ASSERT_EQ(compiled.error().size(), 1u) << told(compiled.error());
  const Fault& fault = compiled.error()[0];
  EXPECT_EQ(fault.file, "permit/service.toml");
  EXPECT_GT(fault.row, 0u);
  EXPECT_EQ(fault.column, GetParam().column);
  EXPECT_NE(fault.what.find(GetParam().what), std::string::npos) << fault.what;
  EXPECT_FALSE(fault.instead.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Fees, Parts,
    testing::Values(
        Case{fee(""), "fee.amount", "missing"}, Case{fee("amount = \"1\"\nformula = \"1\"\n"), "fee.id", "in two ways"},
        Case{fee("amount = \"1\"\n") + fee("amount = \"1\"\n"), "fee.id", "twice"},
        Case{fee("amount = \"1.005\"\n"), "fee.amount", "no amount"},
        Case{fee("formula = \"${nobody}\"\n"), "fee.formula", "no question ${nobody}"},
        Case{fee("formula = \"1 +\"\n"), "fee.formula", "ends too early"},
        Case{fee("formula = \"random() * 9\"\n"), "fee.formula", "another result each time"},
        Case{fee("amount = \"1\"\nwhen = \"${kind} = \"\n"), "fee.when", "ends too early"},
        Case{fee("amount = \"1\"\nexemptions = [{ when = \"true()\" }]\n"), "fee.exemptions.title", "missing"},
        Case{fee("amount = \"1\"\nexemptions = [{ title = { en = \"E\" } }]\n"), "fee.exemptions.when", "missing"},
        Case{fee("surcharge = { of = [\"b\"], percent = 5 }\n"), "fee.surcharge.of", "no fee \"b\" before"},
        Case{fee("amount = \"1\"\n") + fee("surcharge = { of = [\"a\"], percent = -1 }\n", "b"),
             "fee.surcharge.percent", "no percentage"},
        Case{fee("amount = \"1\"\n") + fee("surcharge = { of = [\"a\"], percent = \"x\" }\n", "b"),
             "fee.surcharge.percent", "must be a number"},
        Case{fee("table = { by = [\"nobody\"], rows = [{ is = [\"1\"], amount = \"1\" }] }\n"), "fee.table.by",
             "no question \"nobody\""},
        Case{fee("table = { by = [\"income\"], rows = [{ is = [\"1\"], amount = \"1\" }] }\n"), "fee.table.by",
             "in a repeat"},
        Case{fee("table = { by = [\"kind\"], rows = [{ is = [\"car\"], amount = \"1\" }] }\n"), "fee.table.rows",
             "no row says what bike costs"},
        Case{fee("amount = \"1\"\ntable = { by = [\"kind\"], rows = [{ is = [\"boat\"], amount = \"1\" }] }\n"),
             "fee.table.rows.is", "no choice \"boat\""},
        Case{fee("amount = \"1\"\ntable = { by = [\"kind\"], rows = [{ is = [], amount = \"1\" }] }\n"),
             "fee.table.rows.is", "0 answers for 1"},
        Case{
            fee("amount = \"1\"\ntable = { by = [\"years\"], rows = [{ is = [\"1\"], amount = \"1\" }, { is = [\"1\"], "
                "amount = \"2\" }] }\n"),
            "fee.table.rows.is", "twice"},
        Case{fee("amount = \"1\"\nwaiveable = true\n"), "fee.waiveable", "no such key"}));

INSTANTIATE_TEST_SUITE_P(
    StagesAndClosings, Parts,
    testing::Values(
        Case{"[[stage]]\nid = \"filed\"\nescalate_hours = 2\n", "stage.escalate_to", "both hours and a role"},
        Case{"[[stage]]\nid = \"filed\"\ntarget_hours = 0\nescalate_hours = 2\nescalate_to = \"clerk\"\n",
             "stage.escalate_hours", "no target"},
        Case{"[[stage]]\nid = \"filed\"\nawaits = \"rain\"\n", "stage.awaits", "\"rain\" is not known"},
        Case{"keep_until = \"reviewed\"\n[[stage]]\nid = \"filed\"\n", "keep_until", "no stage \"reviewed\""},
        Case{"[[closing]]\nhow = \"lost\"\n", "closing.how", "\"lost\" is not known"},
        Case{"[[closing]]\n", "closing.how", "missing"},
        Case{"[[closing]]\nhow = \"withdrawn\"\n[[closing]]\nhow = \"withdrawn\"\n", "closing.how", "twice"},
        Case{"[[closing]]\nhow = \"withdrawn\"\nafter_days = 3\n", "closing.after_days", "come by themselves"},
        Case{"[[closing]]\nhow = \"expired\"\n", "closing.after_days", "missing"},
        Case{"[[closing]]\nhow = \"withdrawn\"\nrefund = [\"a\"]\n", "closing.refund", "no fee \"a\""},
        Case{"[[closing]]\nhow = \"withdrawn\"\nrefund = \"half\"\n", "closing.refund", "\"half\" is not known"},
        Case{"[[closing]]\nhow = \"withdrawn\"\nby = \"queen\"\n", "closing.by", "\"queen\" is not known"},
        Case{"effective = 2027-01-01\nwithdrawn = 2026-12-01\n", "withdrawn", "before it is in force"},
        Case{"[[party]]\nrole = \"x\"\ntitle = { en = \"X\" }\nname = \"income\"\n", "party.name", "in a repeat"}));

}  // namespace
}  // namespace karvan::central::author
