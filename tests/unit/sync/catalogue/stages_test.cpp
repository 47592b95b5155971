#include "sync/catalogue/catalogue.h"

#include <gtest/gtest.h>

#include "tests/unit/sync/catalogue/documents.h"

namespace karvan::catalogue {
namespace {

TEST(Fee, Lines_AddUp) {
  Fee fee = fee_due(service("card", "Card"), {}, "2026-11-21").value();
  EXPECT_EQ(fee.total, (Money{20000, "PKR"}));
  EXPECT_EQ(fee.depends_on, (std::vector<std::string>{"phone"}));
}

TEST(Fee, SumBeyondTheNumbers_IsRefused) {
  Service s = service("card", "Card");
  s.fees[0].amount.minor = INT64_MAX;
  EXPECT_FALSE(fee_due(s, {}, "2026-11-21"));
}

TEST(Stages, Desk_IssuesWhateverThePolicyButOnline) {
  auto issued = [](Policy policy) {
    for (const Stage& stage : stages_of(policy))
      if (stage.id == "document_issued") return stage;
    return Stage{};
  };
  EXPECT_EQ(issued(Policy::issue).by, "desk");
  EXPECT_EQ(issued(Policy::issue).prerequisites, (std::vector<std::string>{"fee_paid"}));
  EXPECT_EQ(issued(Policy::collect).by, "desk");
  EXPECT_EQ(issued(Policy::collect).prerequisites, (std::vector<std::string>{"decided", "fee_paid"}));
  EXPECT_EQ(issued(Policy::online).by, "institution");
}

TEST(Stages, Prerequisites_AreEarlierStages) {
  std::vector<std::string> before;
  for (const Stage& stage : default_stages()) {
    for (const auto& needed : stage.prerequisites)
      EXPECT_NE(std::find(before.begin(), before.end(), needed), before.end());
    EXPECT_EQ(stage.title.size(), 3u);
    EXPECT_EQ(stage.number, static_cast<int>(before.size()) + 1);
    before.push_back(stage.id);
  }
  EXPECT_EQ(before.size(), 13u);
}

TEST(Published, FeesStagesAndClosings_ComeBackAsTheyWere) {
  Service s = service("card", "Card");
  s.fees[0].by = {"phone"};
  s.fees[0].rows = {{{"1"}, 100}, {{"*"}, 200}};
  s.fees[0].otherwise = true;
  s.fees[0].when = "${phone} != ''";
  s.fees[0].exemptions = {{"${phone} = '2'", {{"en", "Free"}}}};
  s.fees[0].waivable = false;
  FeeLine formula{"f", {{"en", "F"}}, {0, "PKR"}, {}};
  formula.formula = "${phone} * 2";
  formula.decimals = 3;
  FeeLine late{"late", {{"en", "Late"}}, {0, "PKR"}, {}};
  late.surcharge = {{"f"}, 250};
  s.fees.push_back(formula);
  s.fees.push_back(late);
  s.stages[8].escalate_hours = 16;
  s.stages[8].escalate_to = "clerk";
  s.stages[8].awaits = "citizen";
  Closing expired, withdrawn;
  expired.how = "expired";
  expired.by = "centre";
  expired.after_days = 30;
  expired.refund = Closing::Refund::lines;
  expired.refund_lines = {"f"};
  expired.next_step = {{"en", "Apply again"}};
  withdrawn.how = "withdrawn";
  withdrawn.by = "desk";
  withdrawn.reasons = {{"moved", {{"en", "Moved away"}}}};
  withdrawn.refund = Closing::Refund::all;
  s.closings = {expired, withdrawn};
  const std::string bytes = bytes_of(s);
  auto read = load_service(bytes, "v").value();
  EXPECT_EQ(read.fees, s.fees);
  EXPECT_EQ(read.stages, s.stages);
  EXPECT_EQ(read.closings, s.closings);
  EXPECT_EQ(bytes_of(read), bytes);
}

TEST(Published, AFeeThatContradictsItself_IsBroken) {
  for (const char* wrong :
       {R"("minor":-1)", R"("minor":100,"by":["phone"],"rows":[{"is":[],"minor":1}])",
        R"("minor":100,"surcharge":{"of":[],"basis_points":1})", R"("minor":100,"formula":"1","decimals":9)"}) {
    std::string bytes = bytes_of(service("card", "Card"));
    bytes.replace(bytes.find(R"("minor":15000)"), 13, wrong);
    EXPECT_EQ(load_service(bytes, "v").error().code, Code::catalogue_broken) << wrong;
  }
}

TEST(Closings, WhereTheServiceSaysNothing_ItMayBeWithdrawnOrReturned) {
  Service s = service("card", "Card");
  ASSERT_TRUE(s.closing("withdrawn"));
  EXPECT_EQ(s.closing("withdrawn")->by, "desk");
  EXPECT_EQ(s.closing("returned")->by, "supervisor");
  EXPECT_EQ(s.closing("expired"), nullptr);
  Closing own;
  own.how = "withdrawn";
  own.by = "supervisor";
  s.closings = {own};
  EXPECT_EQ(s.closing("withdrawn")->by, "supervisor");
}

TEST(Closings, Refund_IsNothingAllOrTheLinesNamed) {
  Service s = service("card", "Card");
  auto fee = fee_due(s, {}, "2026-11-21").value();
  Closing closing;
  EXPECT_EQ(refund_of(closing, fee), 0);
  closing.refund = Closing::Refund::all;
  EXPECT_EQ(refund_of(closing, fee), 20000);
  closing.refund = Closing::Refund::lines;
  closing.refund_lines = {"stamp"};
  EXPECT_EQ(refund_of(closing, fee), 5000);
}

}  // namespace
}  // namespace karvan::catalogue
