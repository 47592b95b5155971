#include <algorithm>

#include "tests/unit/sync/central/author/example.h"

namespace karvan::central::author {
namespace {

using form::Flaw;

const catalogue::Service& complaint() { return examples().at("complaint"); }

form::Instance complete(const std::map<std::string, std::string>& other = {}) {
  auto instance = answered(complaint());
  answer(instance, other);
  return instance;
}

TEST(Complaint, CostsNothingAndEndsWithADecision) {
  EXPECT_TRUE(complaint().fees.empty());
  EXPECT_EQ(complaint().stage("fee_assessed"), nullptr);
  EXPECT_EQ(complaint().stages.back().id, "decided");
  EXPECT_EQ(complaint().stage("decided")->by, "institution");
}

TEST(Complaint, Answer_IsTheInstitutionsToWrite) {
  EXPECT_EQ(complaint().merge_rule("finding"), "centre");
  auto instance = complete();
  EXPECT_EQ(instance.set("finding", "Upheld").error().code, Code::answer_read_only);
  auto answers = instance.answers();
  answers["finding"] = "Upheld: the mutation is to be entered within thirty days";
  EXPECT_EQ(form::Instance(complaint().form, answers, day).filed().at("finding"), answers["finding"]);
}

TEST(Complaint, AnotherSubject_IsWritten) {
  auto instance = complete({{"subject", "other"}});
  ASSERT_NE(instance.state("subject_other"), nullptr);
  EXPECT_TRUE(instance.state("subject_other")->relevant);
  EXPECT_FALSE(complete().state("subject_other")->relevant);
}

TEST(Complaint, MatterBeforeACourt_IsNotTakenUp) {
  EXPECT_EQ(complete({{"before_court", "yes"}}).state("before_court")->fault, Flaw::constraint);
}

TEST(Complaint, AfterThreeMonths_AsksWhy) {
  EXPECT_FALSE(complete({{"since", "2026-08-21"}}).state("late_reason")->relevant);
  EXPECT_EQ(complete({{"since", "2026-08-20"}}).state("late_reason")->fault, Flaw::required);
}

TEST(Complaint, Place_IsWelcomeAndNotDemanded) {
  EXPECT_EQ(complaint().form.question("place")->type, form::Type::geopoint);
  EXPECT_TRUE(complete({{"place", ""}}).faults().empty());
  EXPECT_EQ(complete({{"place", "nowhere"}}).state("place")->fault, Flaw::type);
}

TEST(Complaint, WhoHasNoPaper_MayComplainAllTheSame) {
  const auto& bases = complaint().parties.front().bases;
  EXPECT_NE(std::find(bases.begin(), bases.end(), "none"), bases.end());
}

TEST(Complaint, LateAnswer_IsToldToAClerk) {
  EXPECT_EQ(complaint().stage("decided")->escalate_to, "clerk");
  EXPECT_EQ(complaint().stage("decided")->escalate_hours, 40);
}

}  // namespace
}  // namespace karvan::central::author
