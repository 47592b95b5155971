#include "tests/unit/sync/central/author/example.h"

namespace karvan::central::author {
namespace {

using form::Flaw;

const catalogue::Service& renewal() { return examples().at("licence-renewal"); }

form::Instance complete() {
  auto instance = answered(renewal());
  answer(instance, {{"photograph", std::string(64, 'c')}});
  return instance;
}

TEST(LicenceRenewal, LooksUp_ADocumentThatAnotherServiceNumbers) {
  EXPECT_EQ(renewal().form.question("permit_number")->lookup,
            examples().at("learner-licence").numbering.at("certificate"));
}

TEST(LicenceRenewal, Fills_FieldsThatTheEarlierApplicationHas) {
  int filled = 0;
  const auto& earlier = examples().at("learner-licence").form;
  for (const auto& q : renewal().form.questions()) {
    if (q.from_document.empty()) continue;
    ++filled;
    EXPECT_NE(earlier.question(q.from_document), nullptr) << q.name;
    EXPECT_TRUE(q.binds.read_only.empty()) << q.name;
  }
  EXPECT_EQ(filled, 8);
}

TEST(LicenceRenewal, VehicleClasses_AreThoseOfTheLearnerLicence) {
  const auto& earlier = examples().at("learner-licence").form;
  std::vector<std::string> there, here;
  for (const auto& choice : earlier.choices(*earlier.question("vehicle_class"))) there.push_back(choice.name);
  for (const auto& choice : renewal().form.choices(*renewal().form.question("vehicle_class")))
    here.push_back(choice.name);
  EXPECT_EQ(here, there);
}

TEST(LicenceRenewal, Fee_CountsTheClasses) {
  auto instance = complete();
  EXPECT_EQ(catalogue::fee_due(renewal(), instance.filed(), day.today)->total, (model::Money{40000, "PKR"}));
  answer(instance, {{"vehicle_class", "motorcycle"}});
  EXPECT_EQ(catalogue::fee_due(renewal(), instance.filed(), day.today)->total.minor, 30000);
}

TEST(LicenceRenewal, ThirtyDaysOfGrace_ThenHalfAsMuchAgain) {
  auto instance = complete();
  answer(instance, {{"expired_on", "2026-10-22"}});
  EXPECT_EQ(catalogue::fee_due(renewal(), instance.filed(), day.today)->total.minor, 40000);
  answer(instance, {{"expired_on", "2026-10-21"}});
  EXPECT_EQ(catalogue::fee_due(renewal(), instance.filed(), day.today)->total.minor, 60000);
}

TEST(LicenceRenewal, AfterAYear_ANewPermitIsNeeded) {
  auto instance = complete();
  answer(instance, {{"expired_on", "2025-11-21"}});
  EXPECT_EQ(instance.state("expired_on")->fault, Flaw::none);
  answer(instance, {{"expired_on", "2025-11-20"}});
  EXPECT_EQ(instance.state("expired_on")->fault, Flaw::constraint);
}

TEST(LicenceRenewal, MedicalCertificate_FromFiftyOrWhereTheHealthChanged) {
  auto instance = complete();
  EXPECT_EQ(instance.state("medical_certificate")->fault, Flaw::none);
  answer(instance, {{"health_changed", "yes"}});
  EXPECT_EQ(instance.state("medical_certificate")->fault, Flaw::required);
  answer(instance, {{"health_changed", "no"}, {"date_of_birth", "1976-11-21"}});
  EXPECT_EQ(instance.state("medical_certificate")->fault, Flaw::required);
}

TEST(LicenceRenewal, NewPermit_IsValidForHalfAYear) { EXPECT_EQ(complete().state("valid_until")->value, "2027-05-22"); }

}  // namespace
}  // namespace karvan::central::author
