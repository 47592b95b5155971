#include <algorithm>

#include "tests/unit/sync/central/author/example.h"

namespace karvan::central::author {
namespace {

using form::Flaw;
using form::Instance;

const catalogue::Service& licence() { return examples().at("learner-licence"); }

Instance complete() {
  Instance instance = begun(licence(), day);
  for (const auto& [name, value] : support_answers("learner-licence")) EXPECT_TRUE(instance.set(name, value)) << name;
  for (const char* name : {"identity_scan", "photograph", "right_thumb", "left_thumb"})
    EXPECT_TRUE(instance.set(name, std::string(64, 'b')));
  return instance;
}

TEST(LearnerLicence, Pictures_AreDemanded) {
  Instance instance = begun(licence(), day);
  for (const char* name : {"identity_scan", "photograph", "right_thumb", "left_thumb"})
    EXPECT_EQ(instance.state(name)->fault, Flaw::required) << name;
}

TEST(LearnerLicence, Thumbs_NameTheirFingerAndTheCameraThePhotograph) {
  EXPECT_EQ(licence().form.question("right_thumb")->position, "right_thumb");
  EXPECT_EQ(licence().form.question("left_thumb")->position, "left_thumb");
  EXPECT_EQ(licence().form.question("right_thumb")->capture, "fingerprint");
  EXPECT_EQ(licence().form.question("photograph")->capture, "camera");
  EXPECT_EQ(licence().form.question("identity_scan")->capture, "scanner");
}

TEST(LearnerLicence, Card_FillsIdentityNamesBirthSexAndAddress) {
  std::vector<std::string> fields;
  for (const auto& q : licence().form.questions())
    if (!q.card.empty()) fields.push_back(q.card);
  EXPECT_EQ(fields, (std::vector<std::string>{"identity", "full_name", "father_name", "birth_date", "sex", "address"}));
}

TEST(LearnerLicence, Minor_GetsNoPermit) {
  Instance instance = complete();
  answer(instance, {{"date_of_birth", "2008-11-22"}});
  EXPECT_EQ(instance.state("date_of_birth")->fault, Flaw::constraint);
  answer(instance, {{"date_of_birth", "2008-11-21"}});
  EXPECT_EQ(instance.state("date_of_birth")->fault, Flaw::none);
}

TEST(LearnerLicence, VehicleClasses_FollowTheAge) {
  Instance instance = complete();
  answer(instance, {{"date_of_birth", "2006-01-01"}});
  auto offered = *instance.state("vehicle_class")->choices;
  EXPECT_EQ(std::count(offered.begin(), offered.end(), "motor_car"), 1);
  EXPECT_EQ(std::count(offered.begin(), offered.end(), "taxi"), 0);
}

TEST(LearnerLicence, MedicalCertificate_IsDemandedFromFiftyOrWithACondition) {
  Instance instance = complete();
  EXPECT_EQ(instance.state("medical_certificate")->fault, Flaw::none);
  answer(instance, {{"conditions", "epilepsy"}});
  EXPECT_EQ(instance.state("medical_certificate")->fault, Flaw::required);
  answer(instance, {{"conditions", "none"}, {"date_of_birth", "1970-01-01"}});
  EXPECT_EQ(instance.state("medical_certificate")->fault, Flaw::required);
}

TEST(LearnerLicence, NoneOfTheConditions_StandsAlone) {
  Instance instance = complete();
  answer(instance, {{"conditions", "none heart"}});
  EXPECT_EQ(instance.state("conditions")->fault, Flaw::constraint);
}

TEST(LearnerLicence, Permit_IsValidForHalfAYearFromTheDeclaration) {
  Instance instance = complete();
  EXPECT_EQ(instance.state("valid_until")->value, "2027-05-22");
  EXPECT_EQ(instance.state("test_from")->value, "2027-01-02");
  Instance later(licence().form, instance.answers(), {"2026-12-01", "2026-12-01T10:00:00.000+05:00"});
  EXPECT_EQ(later.state("valid_until")->value, "2027-05-22");
}

TEST(LearnerLicence, Supervisor_LooksBeforeItIsIssued) {
  const auto& needs = licence().stage("document_issued")->prerequisites;
  EXPECT_NE(std::find(needs.begin(), needs.end(), "reviewed"), needs.end());
  EXPECT_EQ(std::find(needs.begin(), needs.end(), "decided"), needs.end());
  EXPECT_EQ(licence().policy, catalogue::Policy::issue);
}

TEST(LearnerLicence, Fee_WaitsForHeldNames) {
  auto fee = catalogue::fee_due(licence(), {}, "2026-11-21").value();
  EXPECT_EQ(fee.total, (model::Money{56000, "PKR"}));
  std::sort(fee.depends_on.begin(), fee.depends_on.end());
  EXPECT_EQ(fee.depends_on, (std::vector<std::string>{"cnic", "father_name", "full_name"}));
}

}  // namespace
}  // namespace karvan::central::author
