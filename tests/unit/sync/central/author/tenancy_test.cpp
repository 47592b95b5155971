#include "tests/unit/sync/central/author/example.h"

namespace karvan::central::author {
namespace {

using form::Flaw;

const catalogue::Service& tenancy() { return examples().at("tenant-registration"); }

form::Instance complete() {
  auto instance = answered(tenancy());
  answer(instance, {{"tenant_photograph", std::string(64, 'd')}});
  return instance;
}

TEST(TenantRegistration, Occupants_AreAsManyAsWereCounted) {
  auto instance = complete();
  EXPECT_EQ(instance.instances("occupants"), (std::vector<std::string>{"1"}));
  answer(instance, {{"occupants_count", "3"}});
  EXPECT_EQ(instance.instances("occupants"), (std::vector<std::string>{"1", "2", "3"}));
  EXPECT_EQ(instance.state("occupants/1/occupant_name")->value, "Sana Hamza");
  EXPECT_EQ(instance.state("occupants/2/occupant_name")->fault, Flaw::required);
  answer(instance, {{"occupants_count", "0"}});
  EXPECT_TRUE(instance.faults().empty());
  EXPECT_FALSE(instance.filed().contains("occupants/1/occupant_name"));
}

TEST(TenantRegistration, Child_NeedsNoIdentityNumber) {
  auto instance = complete();
  answer(instance, {{"occupants/1/occupant_adult", "no"}, {"occupants/1/occupant_cnic", ""}});
  EXPECT_TRUE(instance.faults().empty());
}

TEST(TenantRegistration, Landlord_CannotBeTheTenant) {
  auto instance = complete();
  answer(instance, {{"tenant_cnic", "35202-5556667-1"}});
  EXPECT_EQ(instance.state("tenant_cnic")->fault, Flaw::constraint);
}

TEST(TenantRegistration, Slip_IsValidUntilTheTenancyEnds) {
  auto instance = complete();
  EXPECT_EQ(instance.state("valid_until")->value, "2027-10-02");
  answer(instance, {{"months", "12"}});
  EXPECT_EQ(instance.state("valid_until")->value, "2027-11-01");
}

TEST(TenantRegistration, InOneSitting_WithoutMoneyReviewOrDecision) {
  for (const char* stage : {"fee_assessed", "fee_paid", "reviewed", "decided", "accepted_by_institution"})
    EXPECT_EQ(tenancy().stage(stage), nullptr) << stage;
  EXPECT_TRUE(tenancy().fees.empty());
  EXPECT_EQ(catalogue::fee_due(tenancy(), complete().filed(), day.today)->total.minor, 0);
  EXPECT_EQ(tenancy().stage("document_issued")->prerequisites,
            (std::vector<std::string>{"filed", "identity_checked", "biometrics_captured"}));
}

TEST(TenantRegistration, BothSign) {
  ASSERT_EQ(tenancy().parties.size(), 2u);
  for (const auto& party : tenancy().parties)
    EXPECT_EQ(party.shows, (std::vector<std::string>{"identity", "consent", "signature"})) << party.role;
}

}  // namespace
}  // namespace karvan::central::author
