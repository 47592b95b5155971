#include <algorithm>

#include "tests/unit/sync/central/author/example.h"

namespace karvan::central::author {
namespace {

using Answers = std::map<std::string, std::string>;
using catalogue::FeeDue;
using form::Flaw;

const catalogue::Service& tax() { return examples().at("vehicle-tax"); }

form::Instance complete(const Answers& other = {}) {
  auto instance = answered(tax());
  answer(instance, {{"book_scan", std::string(64, 'b')}});
  answer(instance, other);
  return instance;
}

catalogue::Fee fee_of(const Answers& other) {
  auto fee = catalogue::fee_due(tax(), complete(other).filed(), day.today);
  EXPECT_TRUE(fee);
  return fee.value_or(catalogue::Fee{});
}
std::int64_t rupees(const catalogue::Fee& fee, std::string_view id) {
  auto line = std::find_if(fee.lines.begin(), fee.lines.end(), [&](const FeeDue& due) { return due.id == id; });
  return line == fee.lines.end() ? -1 : line->amount.minor / 100;
}

TEST(VehicleTax, Formula_FollowsClassEngineSeatsWeightAndYears) {
  struct Case {
    Answers answers;
    std::int64_t rupees;
  };
  const std::vector<Case> cases = {
      {{{"engine_cc", "1000"}}, 1200},
      {{{"engine_cc", "1001"}}, 1800},
      {{{"engine_cc", "2501"}, {"years", "3"}}, 45000},
      {{{"fuel", "electric"}}, 1500},
      {{{"vehicle_class", "motorcycle"}}, 600},
      {{{"vehicle_class", "rickshaw"}, {"years", "2"}}, 960},
      {{{"vehicle_class", "tractor"}}, 700},
      {{{"vehicle_class", "bus"}, {"seats", "14"}}, 4200},
      {{{"vehicle_class", "truck"}, {"laden_weight", "4060"}}, 500},
      {{{"vehicle_class", "truck"}, {"laden_weight", "16001"}}, 8000},
  };
  for (const auto& one : cases) {
    auto fee = fee_of(one.answers);
    EXPECT_EQ(rupees(fee, "token_tax"), one.rupees) << one.answers.begin()->second;
  }
}

TEST(VehicleTax, Table_DoublesTheIncomeTaxOfWhoFilesNoReturns) {
  EXPECT_EQ(rupees(fee_of({{"filer", "yes"}}), "income_tax"), 800);
  EXPECT_EQ(rupees(fee_of({{"filer", "no"}}), "income_tax"), 1600);
  EXPECT_EQ(rupees(fee_of({{"vehicle_class", "motorcycle"}, {"filer", "no"}}), "income_tax"), 0);
}

TEST(VehicleTax, Surcharge_IsAQuarterOfTheTaxFromTheDayAfter) {
  EXPECT_EQ(rupees(fee_of({{"paid_until", "2026-11-21"}}), "late"), -1);
  auto fee = fee_of({{"paid_until", "2026-11-20"}});
  EXPECT_EQ(rupees(fee, "late"), 450);
  EXPECT_EQ(fee.total, (model::Money{(1800 + 1600 + 450 + 530) * 100, "PKR"}));
}

TEST(VehicleTax, AdaptedVehicle_IsExemptAndTheSlipSaysWhy) {
  auto fee = fee_of({{"adapted", "yes"}, {"disability_certificate", "DC-771"}});
  const auto& line = fee.lines.front();
  EXPECT_EQ(line.why, FeeDue::Why::exempt);
  EXPECT_EQ(line.amount.minor, 0);
  EXPECT_EQ(line.before.minor, 180000);
  EXPECT_FALSE(line.exemption.at("ur").empty());
  EXPECT_EQ(rupees(fee, "late"), 0);
}

TEST(VehicleTax, SmartCard_CostsOnlyWhoWantsIt) {
  EXPECT_EQ(rupees(fee_of({{"smart_card", "no"}}), "smart_card"), -1);
  EXPECT_EQ(rupees(fee_of({{"smart_card", "yes"}}), "smart_card"), 530);
}

TEST(VehicleTax, TaxItself_IsNeverWaived) {
  auto fee = fee_of({});
  EXPECT_EQ(fee.waivable_minor(), (450 + 530) * 100);
}

TEST(VehicleTax, ValidUntil_CountsWholeYearsFromTheOldToken) {
  EXPECT_EQ(complete({{"paid_until", "2024-06-30"}, {"years", "3"}}).state("valid_until")->value, "2027-06-30");
}

TEST(VehicleTax, Measure_IsAskedOfTheClassThatIsTaxedByIt) {
  auto instance = complete({{"vehicle_class", "bus"}});
  EXPECT_TRUE(instance.state("seats")->relevant);
  EXPECT_FALSE(instance.state("engine_cc")->relevant);
  EXPECT_FALSE(instance.state("laden_weight")->relevant);
  answer(instance, {{"vehicle_class", "car"}, {"fuel", "electric"}});
  EXPECT_FALSE(instance.state("engine_cc")->relevant);
}

TEST(VehicleTax, RegistrationNumber_IsAsOnThePlate) {
  for (const char* good : {"LEB-4321", "LEA-19-1234", "RIZ-7"})
    EXPECT_EQ(complete({{"registration_number", good}}).state("registration_number")->fault, Flaw::none) << good;
  for (const char* bad : {"leb-4321", "LEB4321", "L-1", "LEB-12345"})
    EXPECT_EQ(complete({{"registration_number", bad}}).state("registration_number")->fault, Flaw::constraint) << bad;
}

TEST(VehicleTax, NobodyDecides_TheTokenNeedsMoneyAndIdentityOnly) {
  EXPECT_EQ(tax().stage("decided"), nullptr);
  EXPECT_EQ(tax().stage("document_issued")->prerequisites, (std::vector<std::string>{"fee_paid", "identity_checked"}));
}

}  // namespace
}  // namespace karvan::central::author
