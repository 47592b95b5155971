#include "tests/unit/sync/central/author/example.h"

#include <algorithm>

namespace karvan::central::author {
namespace {

using form::Flaw;
using form::Instance;

Instance begun() { return Instance::begin(domicile().form, day); }

// A grown woman with every answer that the form then asks for.
Instance complete() {
  Instance instance = begun();
  answer(instance, {{"full_name", "عائشہ صدیقہ"},
                    {"father_name", "Muhammad Siddiq"},
                    {"cnic", "3520212345674"},
                    {"date_of_birth", "1990-05-17"},
                    {"sex", "female"},
                    {"marital_status", "single"},
                    {"place_of_birth", "Kasur"},
                    {"district", "lahore"},
                    {"tehsil", "model_town"},
                    {"permanent_address", "12 Temple Road"},
                    {"years_of_residence", "20"},
                    {"basis", "residence"},
                    {"previous_domicile", "no"},
                    {"purpose", "employment"},
                    {"education", "bachelor"},
                    {"mobile", "03001234567"},
                    {"papers_seen", "cnic utility_bill"},
                    {"declaration", "OK"}});
  return instance;
}

TEST(Domicile, Form_HasTwentyFourQuestionsAndMore) { EXPECT_GE(domicile().form.questions().size(), 24u); }

TEST(Domicile, EmptyForm_LacksRequiredAnswers) {
  auto faults = begun().faults();
  EXPECT_TRUE(std::any_of(faults.begin(), faults.end(), [](auto& f) { return f.question == "full_name"; }));
  EXPECT_TRUE(std::all_of(faults.begin(), faults.end(), [](auto& f) { return f.flaw == Flaw::required; }));
}

TEST(Domicile, CompleteForm_HasNoFault) {
  for (const auto& fault : complete().faults()) ADD_FAILURE() << fault.question << " " << name_of(fault.flaw);
}

TEST(Domicile, Age_IsCountedToTheDay) {
  Instance instance = begun();
  answer(instance, {{"date_of_birth", "2008-11-22"}});
  EXPECT_EQ(instance.state("age")->value, "17");
  answer(instance, {{"date_of_birth", "2008-11-21"}});
  EXPECT_EQ(instance.state("age")->value, "18");
}

TEST(Domicile, AgeNote_ShowsTheAgeInEachLanguage) {
  Instance instance = begun();
  answer(instance, {{"date_of_birth", "1990-05-17"}});
  ASSERT_TRUE(instance.state("age_note")->label);
  EXPECT_EQ(instance.state("age_note")->label->at("en"), "Age: 36 years");
  EXPECT_EQ(instance.state("age_note")->label->at("ur"), "عمر: 36 سال");
}

TEST(Domicile, Minor_NeedsAGuardian) {
  Instance instance = begun();
  EXPECT_FALSE(instance.group_relevant("guardian"));
  auto changed = instance.set("date_of_birth", "2015-01-01");
  ASSERT_TRUE(changed);
  EXPECT_TRUE(instance.group_relevant("guardian"));
  EXPECT_TRUE(std::count(changed->begin(), changed->end(), "guardian"));
  EXPECT_TRUE(std::count(changed->begin(), changed->end(), "guardian_name"));
}

TEST(Domicile, HusbandsName_IsAskedOfAMarriedWomanOnly) {
  Instance instance = complete();
  EXPECT_FALSE(instance.state("husband_name")->relevant);
  answer(instance, {{"marital_status", "married"}});
  EXPECT_TRUE(instance.state("husband_name")->relevant);
  answer(instance, {{"sex", "male"}});
  EXPECT_FALSE(instance.state("husband_name")->relevant);
}

TEST(Domicile, HusbandsName_NoLongerRelevant_IsKeptAndNotFiled) {
  Instance instance = complete();
  answer(instance, {{"marital_status", "married"}, {"husband_name", "Ali Raza"}});
  answer(instance, {{"marital_status", "widowed"}});
  EXPECT_EQ(instance.answers().at("husband_name"), "Ali Raza");
  EXPECT_FALSE(instance.filed().contains("husband_name"));
}

TEST(Domicile, IdentityNumber_TypedBareInUrduDigits_ComesIntoItsMask) {
  Instance instance = begun();
  answer(instance, {{"cnic", "۳۵۲۰۲۱۲۳۴۵۶۷۱"}});
  EXPECT_EQ(instance.state("cnic")->value, "35202-1234567-1");
  EXPECT_EQ(instance.state("cnic")->fault, Flaw::none);
}

TEST(Domicile, IdentityNumber_TooShort_IsKeptAndStopsFiling) {
  Instance instance = complete();
  answer(instance, {{"cnic", "35202-123"}});
  EXPECT_EQ(instance.state("cnic")->value, "35202-123");
  EXPECT_EQ(instance.faults(), (std::vector<form::Fault>{{"cnic", Flaw::type}}));
}

TEST(Domicile, Tehsils_AreThoseOfTheDistrict) {
  Instance instance = begun();
  answer(instance, {{"district", "vehari"}});
  EXPECT_EQ(instance.state("tehsil")->choices, (std::vector<std::string>{"vehari", "burewala", "mailsi"}));
}

TEST(Domicile, Tehsil_OfAnotherDistrict_IsMarkedWhenTheDistrictChanges) {
  Instance instance = complete();
  answer(instance, {{"district", "multan"}});
  EXPECT_EQ(instance.state("tehsil")->fault, Flaw::type);
}

TEST(Domicile, YearsOfResidence_BeyondTheAge_BreakTheConstraint) {
  Instance instance = complete();
  answer(instance, {{"years_of_residence", "37"}});
  EXPECT_EQ(instance.state("years_of_residence")->fault, Flaw::constraint);
  ASSERT_NE(instance.message("years_of_residence"), nullptr);
  EXPECT_NE(instance.message("years_of_residence")->at("en").find("one year"), std::string::npos);
}

TEST(Domicile, Marriage_IsNoBasisForAMan) {
  Instance instance = complete();
  answer(instance, {{"sex", "male"}, {"marital_status", "married"}});
  const auto& choices = *instance.state("basis")->choices;
  EXPECT_EQ(std::count(choices.begin(), choices.end(), "marriage"), 0);
}

TEST(Domicile, PreviousDomicile_AsksForItsNumber) {
  Instance instance = complete();
  answer(instance, {{"previous_domicile", "yes"}});
  EXPECT_EQ(instance.faults(), (std::vector<form::Fault>{{"previous_number", Flaw::required}}));
}

TEST(Domicile, Papers_OfAnAdult_MustHoldTheIdentityCard) {
  Instance instance = complete();
  answer(instance, {{"papers_seen", "utility_bill"}});
  EXPECT_EQ(instance.state("papers_seen")->fault, Flaw::constraint);
}

TEST(Domicile, Declaration_FixesItsDay) {
  Instance instance = complete();
  EXPECT_EQ(instance.state("declared_on")->value, "2026-11-21");
  Instance later(domicile().form, instance.answers(), {"2026-12-01", "2026-12-01T10:00:00.000+05:00"});
  EXPECT_EQ(later.state("declared_on")->value, "2026-11-21");
}

TEST(Domicile, Choices_AreReadInTheCitizensLanguage) {
  Instance instance = complete();
  EXPECT_EQ(instance.shown("district", "ur"), "لاہور");
  EXPECT_EQ(instance.shown("papers_seen", "az"), "Ərizəçinin şəxsiyyət vəsiqəsi (CNIC), Elektrik və ya qaz qəbzi");
}

TEST(Domicile, Fee_IsTwoHundredRupees) {
  EXPECT_EQ(catalogue::fee_due(domicile(), {}, "2026-11-21")->total, (model::Money{20000, "PKR"}));
}

TEST(Domicile, ScanOfTheProof_IsWelcomeAndNotDemanded) {
  const auto* scan = domicile().form.question("residence_scan");
  ASSERT_NE(scan, nullptr);
  EXPECT_EQ(scan->capture, "scanner");
  EXPECT_TRUE(scan->binds.required.empty());
}

TEST(Domicile, Card_FillsWhoTheApplicantIs) {
  EXPECT_EQ(domicile().form.question("cnic")->capture, "card_reader");
  EXPECT_EQ(domicile().form.question("father_name")->card, "father_name");
}

TEST(Domicile, Summary_NamesTheApplicant) { EXPECT_EQ(domicile().summary(complete().filed()), "عائشہ صدیقہ"); }

}  // namespace
}  // namespace karvan::central::author
