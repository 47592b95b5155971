#include <algorithm>

#include "tests/unit/sync/central/author/example.h"

namespace karvan::central::author {
namespace {

using form::Flaw;

const catalogue::Service& passport() { return examples().at("passport-information"); }

form::Instance complete(const std::map<std::string, std::string>& other = {}) {
  auto instance = answered(passport());
  answer(instance, other);
  return instance;
}

TEST(PassportInformation, Tariff_IsPulledFromItsTable) {
  auto instance = complete();
  EXPECT_EQ(instance.state("fee_rupees")->value, "11200");
  EXPECT_EQ(instance.state("days")->value, "5");
  answer(instance, {{"delivery", "normal"}});
  EXPECT_EQ(instance.state("fee_rupees")->value, "6700");
  answer(instance, {{"case", "lost"}});
  EXPECT_EQ(instance.state("fee_rupees")->value, "11700");
}

TEST(PassportInformation, EachTariff_IsInTheTable) {
  for (const char* pages : {"p36", "p72", "p100"})
    for (const char* validity : {"y5", "y10"})
      for (const char* delivery : {"normal", "urgent"}) {
        auto instance = complete({{"pages", pages}, {"validity", validity}, {"delivery", delivery}});
        EXPECT_FALSE(instance.state("days")->value.empty()) << pages << validity << delivery;
      }
}

TEST(PassportInformation, Answer_IsReadInTheCitizensLanguage) {
  auto instance = complete();
  const auto& words = *instance.state("fee_note")->label;
  EXPECT_NE(words.at("en").find("11200 rupees"), std::string::npos);
  EXPECT_NE(words.at("ur").find("11200"), std::string::npos);
}

TEST(PassportInformation, Offices_ComeFromAFile) {
  const auto* office = passport().form.question("office");
  ASSERT_NE(office, nullptr);
  const auto& offices = passport().form.choices(*office);
  EXPECT_EQ(offices.size(), 14u);
  EXPECT_EQ(offices.front().label.at("ur"), "لاہور، گارڈن ٹاؤن");
}

TEST(PassportInformation, Child_GetsFiveYears) {
  auto instance = complete({{"case", "minor"}});
  EXPECT_EQ(instance.state("validity")->choices, (std::vector<std::string>{"y5"}));
  EXPECT_EQ(instance.state("validity")->fault, Flaw::type);
  EXPECT_TRUE(instance.state("papers_minor")->relevant);
  EXPECT_FALSE(instance.state("papers_adult")->relevant);
}

TEST(PassportInformation, IsDoneWhenItIsFiled) {
  EXPECT_EQ(passport().stages.back().id, "filed");
  EXPECT_TRUE(passport().fees.empty());
  EXPECT_TRUE(passport().parties.empty());
}

}  // namespace
}  // namespace karvan::central::author
