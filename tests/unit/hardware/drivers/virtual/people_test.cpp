#include "hardware/drivers/virtual/people.h"

#include <gtest/gtest.h>

#include <regex>

namespace karvan::drivers::virtuals {
namespace {

TEST(Person, SameSeed_GivesTheSamePerson) {
  EXPECT_EQ(person_of(7, 3), person_of(7, 3));
  EXPECT_NE(person_of(7, 3), person_of(7, 4));
  EXPECT_NE(person_of(7, 3), person_of(8, 3));
}

TEST(Person, Identity_IsOfValidFormAndTellsTheSex) {
  for (std::uint64_t n = 0; n < 200; ++n) {
    const auto p = person_of(1, n);
    ASSERT_TRUE(std::regex_match(p.identity, std::regex("3[1-8][0-9]{3}-[0-9]{7}-[0-9]"))) << p.identity;
    EXPECT_EQ((p.identity.back() - '0') % 2 == 1, p.sex == "male") << p.identity;
  }
}

TEST(Person, Dates_AreDaysAndExpiryFollowsIssue) {
  for (std::uint64_t n = 0; n < 200; ++n) {
    const auto p = person_of(2, n);
    for (const auto& day : {p.birth_date, p.issue_date, p.expiry_date})
      ASSERT_TRUE(std::regex_match(day, std::regex("(19|20)[0-9]{2}-(0[1-9]|1[0-2])-([01][0-9]|2[0-8])"))) << day;
    EXPECT_LT(p.birth_date, p.issue_date);
    EXPECT_EQ(std::stoi(p.expiry_date) - std::stoi(p.issue_date), 10);
  }
}

TEST(Person, Names_AreOfOneFamily) {
  const auto p = person_of(3, 1);
  EXPECT_EQ(p.full_name.substr(p.full_name.rfind(' ')), p.father_name.substr(p.father_name.rfind(' ')));
}

TEST(Person, Card_HasTheProtocolsFields) {
  const auto fields = fields_of(person_of(1, 0));
  for (const auto* key :
       {"full_name", "father_name", "identity", "birth_date", "sex", "address", "issue_date", "expiry_date"})
    EXPECT_FALSE(fields.at(key).as_string().empty()) << key;
}

}  // namespace
}  // namespace karvan::drivers::virtuals
