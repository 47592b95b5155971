#include "tests/unit/sync/central/author/example.h"

namespace karvan::central::author {
namespace {

using form::Flaw;

const catalogue::Service& family() { return examples().at("family-registration"); }

form::Instance complete() { return answered(family()); }

void add_member(form::Instance& instance, const std::string& id, const std::string& name, const std::string& relation,
                const std::string& birth) {
  ASSERT_TRUE(instance.add("members", id));
  const std::string at = "members/" + id + "/";
  answer(instance, {{at + "member_name", name},
                    {at + "relation", relation},
                    {at + "member_sex", "female"},
                    {at + "member_birth", birth},
                    {at + "member_cnic", "35202-7777777-2"},
                    {at + "deceased", "no"}});
}

TEST(FamilyRegistration, Counts_FollowTheMembers) {
  auto instance = complete();
  EXPECT_EQ(instance.state("members_count")->value, "3");
  EXPECT_EQ(instance.state("minors_count")->value, "2");
  EXPECT_EQ(instance.state("spouses_count")->value, "1");
  EXPECT_EQ(instance.state("oldest")->value, "35");
  EXPECT_EQ(instance.state("members_list")->value, "Samina Bilal, Hoorain Bilal, Ibrahim Bilal");
  ASSERT_TRUE(instance.remove("members/k2"));
  EXPECT_EQ(instance.state("members_count")->value, "2");
  EXPECT_EQ(instance.state("minors_count")->value, "1");
  EXPECT_EQ(instance.state("members_list")->value, "Samina Bilal, Ibrahim Bilal");
}

TEST(FamilyRegistration, SizeThatIsSaid_IsComparedWithTheMembers) {
  auto instance = complete();
  EXPECT_TRUE(instance.faults().empty());
  add_member(instance, "k4", "Dua Bilal", "daughter", "2021-02-02");
  EXPECT_EQ(instance.state("family_size")->fault, Flaw::constraint);
  answer(instance, {{"family_size", "5"}});
  EXPECT_TRUE(instance.faults().empty());
}

TEST(FamilyRegistration, WithoutAnyMember_NothingIsFiled) {
  auto instance = begun(family(), day);
  answer(instance, {{"family_size", "1"}});
  EXPECT_EQ(instance.state("family_size")->fault, Flaw::constraint);
}

TEST(FamilyRegistration, Relations_AreThoseOfTheKindOfFamily) {
  auto instance = complete();
  EXPECT_EQ(instance.state("members/k1/relation")->choices,
            (std::vector<std::string>{"wife", "husband", "son", "daughter"}));
  answer(instance, {{"kind", "birth"}});
  EXPECT_EQ(instance.state("members/k1/relation")->choices,
            (std::vector<std::string>{"father", "mother", "brother", "sister"}));
  EXPECT_EQ(instance.state("members/k1/relation")->fault, Flaw::type);
}

TEST(FamilyRegistration, Child_IsBornAfterTheApplicant) {
  auto instance = complete();
  answer(instance, {{"members/k2/member_birth", "1980-01-01"}});
  EXPECT_EQ(instance.faults(), (std::vector<form::Fault>{{"members/k2/member_birth", Flaw::constraint}}));
  answer(instance, {{"members/k1/member_birth", "1980-01-01"}});
  EXPECT_EQ(instance.state("members/k1/member_birth")->fault, Flaw::none);
}

TEST(FamilyRegistration, Member_HasAnotherNumberThanTheApplicant) {
  auto instance = complete();
  answer(instance, {{"members/k1/member_cnic", "35202-1204833-1"}});
  EXPECT_EQ(instance.state("members/k1/member_cnic")->fault, Flaw::constraint);
}

TEST(FamilyRegistration, Fee_RisesFromTheSeventhMember) {
  auto instance = complete();
  EXPECT_EQ(catalogue::fee_due(family(), instance.filed(), day.today)->total.minor, 135000);
  for (int i = 4; i <= 8; ++i) add_member(instance, "k" + std::to_string(i), "Dua Bilal", "daughter", "2021-02-02");
  answer(instance, {{"family_size", "9"}, {"purpose", "pension"}});
  auto fee = catalogue::fee_due(family(), instance.filed(), day.today);
  ASSERT_TRUE(fee);
  EXPECT_EQ(fee->total, (model::Money{120000, "PKR"}));
  EXPECT_EQ(fee->lines.size(), 2u);
}

TEST(FamilyRegistration, WithdrawnOne_GetsBackWhatWasNotWorkedOn) {
  auto fee = catalogue::fee_due(family(), complete().filed(), day.today);
  ASSERT_TRUE(fee);
  EXPECT_EQ(catalogue::refund_of(*family().closing("withdrawn"), *fee), 35000);
  EXPECT_EQ(catalogue::refund_of(*family().closing("returned"), *fee), 135000);
  EXPECT_EQ(catalogue::refund_of(*family().closing("expired"), *fee), 0);
}

}  // namespace
}  // namespace karvan::central::author
