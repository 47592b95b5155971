#include <algorithm>

#include "tests/unit/sync/central/author/example.h"

namespace karvan::central::author {
namespace {

using form::Flaw;
using form::Instance;

const catalogue::Service& birth() { return examples().at("birth-certificate"); }

const catalogue::Party& party(const std::string& role) {
  return *std::find_if(birth().parties.begin(), birth().parties.end(), [&](auto& p) { return p.role == role; });
}

Instance complete() {
  Instance instance = begun(birth(), day);
  for (const auto& [name, value] : support_answers("birth-certificate")) EXPECT_TRUE(instance.set(name, value)) << name;
  EXPECT_TRUE(instance.set("hospital_slip", std::string(64, 'c')));
  return instance;
}

TEST(BirthCertificate, OnlyTheSecondGuardian_MayComeAnotherDay) {
  for (const auto& one : birth().parties) EXPECT_EQ(one.later, one.role == "second_guardian") << one.role;
}

TEST(BirthCertificate, Child_IsKnownByPaperOrWitness) {
  EXPECT_EQ(party("child").shows, (std::vector<std::string>{"identity"}));
  EXPECT_EQ(party("child").bases, (std::vector<std::string>{"document", "witness"}));
}

TEST(BirthCertificate, EachParty_HasAQuestionForTheName) {
  for (const auto& one : birth().parties) EXPECT_NE(birth().form.question(one.name), nullptr) << one.role;
}

TEST(BirthCertificate, HospitalSlip_IsDemandedOfABirthInAHospitalOnly) {
  Instance instance = complete();
  answer(instance, {{"hospital_slip", ""}});
  EXPECT_EQ(instance.faults(), (std::vector<form::Fault>{{"hospital_slip", Flaw::required}}));
  answer(instance, {{"place_kind", "home"}, {"attendant", "midwife"}});
  EXPECT_TRUE(instance.faults().empty());
}

TEST(BirthCertificate, LateRegistration_AsksWhy) {
  Instance instance = complete();
  answer(instance, {{"date_of_birth", "2026-09-22"}});
  EXPECT_FALSE(instance.state("late_reason")->relevant);
  answer(instance, {{"date_of_birth", "2026-09-21"}});
  EXPECT_EQ(instance.state("late_reason")->fault, Flaw::required);
}

TEST(BirthCertificate, GrownPerson_IsNotRegisteredHere) {
  Instance instance = complete();
  answer(instance, {{"date_of_birth", "2008-11-21"}, {"late_reason", "Nobody told us"}});
  EXPECT_EQ(instance.state("date_of_birth")->fault, Flaw::constraint);
}

TEST(BirthCertificate, Guardian_CannotBeTheWitnessNorGuardTwice) {
  Instance instance = complete();
  const std::string guardian = instance.state("guardian_cnic")->value;
  answer(instance, {{"witness_cnic", guardian}});
  EXPECT_EQ(instance.state("witness_cnic")->fault, Flaw::constraint);
  answer(instance, {{"second_guardian_cnic", guardian}});
  EXPECT_EQ(instance.state("second_guardian_cnic")->fault, Flaw::constraint);
}

TEST(BirthCertificate, SecondGuardian_HasAnotherRelation) {
  Instance instance = complete();
  auto offered = *instance.state("second_guardian_relation")->choices;
  EXPECT_EQ(std::count(offered.begin(), offered.end(), instance.state("guardian_relation")->value), 0);
}

TEST(BirthCertificate, Institution_AcceptsOnceBothGuardiansWereThere) {
  const auto& needs = birth().stage("accepted_by_institution")->prerequisites;
  EXPECT_NE(std::find(needs.begin(), needs.end(), "identity_checked"), needs.end());
  EXPECT_EQ(birth().policy, catalogue::Policy::collect);
}

TEST(BirthCertificate, Certificate_NamesBothGuardiansAndTheParents) {
  auto fields = birth().document("certificate")->depends_on();
  for (const char* field : {"child_name", "father_name", "mother_name", "guardian_name", "second_guardian_name"})
    EXPECT_TRUE(std::binary_search(fields.begin(), fields.end(), field)) << field;
}

}  // namespace
}  // namespace karvan::central::author
