#include "tests/unit/sync/central/author/example.h"

namespace karvan::central::author {
namespace {

using catalogue::FeeDue;
using form::Flaw;

const catalogue::Service& bill() { return examples().at("electricity-bill"); }

form::Instance complete(const std::map<std::string, std::string>& other = {}) {
  auto instance = answered(bill());
  answer(instance, other);
  return instance;
}
catalogue::Fee fee_of(const std::map<std::string, std::string>& other) {
  return catalogue::fee_due(bill(), complete(other).filed(), day.today).value();
}

TEST(ElectricityBill, Amount_IsThatOfTheBillAndTheCountersCharge) {
  EXPECT_EQ(fee_of({}).total, (model::Money{438750 + 2500, "PKR"}));
  EXPECT_EQ(fee_of({{"bill_amount", "1234.565"}}).lines.front().amount.minor, 123457);
}

TEST(ElectricityBill, SmallBill_PaysNoChargeOfTheCounter) {
  auto fee = fee_of({{"bill_amount", "999.99"}});
  EXPECT_EQ(fee.total.minor, 99999);
  EXPECT_EQ(fee.lines.back().why, FeeDue::Why::exempt);
}

TEST(ElectricityBill, AfterTheDueDate_EightPercentAreAdded) {
  EXPECT_EQ(fee_of({{"due_date", "2026-11-21"}}).lines.size(), 2u);
  auto fee = fee_of({{"due_date", "2026-11-20"}, {"bill_amount", "1000"}});
  EXPECT_EQ(fee.lines[1].why, FeeDue::Why::surcharge);
  EXPECT_EQ(fee.lines[1].amount.minor, 8000);
}

TEST(ElectricityBill, Bill_IsNotWaived) { EXPECT_EQ(fee_of({}).waivable_minor(), 2500); }

TEST(ElectricityBill, ReferenceNumber_ComesFromABarCode) {
  EXPECT_EQ(bill().form.question("reference_number")->type, form::Type::barcode);
  EXPECT_EQ(complete({{"reference_number", "123"}}).state("reference_number")->fault, Flaw::constraint);
}

TEST(ElectricityBill, EndsWhenItIsPaid) {
  EXPECT_EQ(bill().stages.back().id, "fee_paid");
  EXPECT_EQ(bill().document("certificate"), nullptr);
  ASSERT_NE(bill().closing("completed"), nullptr);
  EXPECT_FALSE(bill().closing("completed")->next_step.at("ur").empty());
}

}  // namespace
}  // namespace karvan::central::author
