#include "sync/rules/parties.h"

#include <gtest/gtest.h>

#include "tests/unit/sync/rules/desk.h"

namespace karvan::rules {
namespace {

using model::Shown;
using samples::Desk;

Code fault_of(const catalogue::Service& service, const Shown& shown) {
  const auto checked = check_shown(service, shown);
  return checked ? Code::internal : checked.error().code;
}

Shown is_shown(std::string role, int number, std::string what, std::string how, std::string of = "35") {
  return {std::move(role), number, std::move(what), std::move(how), "Ali", "", std::move(of)};
}

TEST(Parties, EachThatIsShownUnsoundly_IsToldBy) {
  Desk desk;
  EXPECT_EQ(fault_of(desk.service, is_shown("guardian", 1, "identity", "document")), Code::internal);
  EXPECT_EQ(fault_of(desk.service, is_shown("guardian", 0, "identity", "document")), Code::party_missing);
  EXPECT_EQ(fault_of(desk.service, is_shown("guardian", 3, "identity", "document")), Code::party_missing);
  EXPECT_EQ(fault_of(desk.service, is_shown("guardian", 1, "identity", "card")), Code::field_wrong_type);
  EXPECT_EQ(fault_of(desk.service, is_shown("applicant", 1, "identity", "guess")), Code::field_wrong_type);
  EXPECT_EQ(fault_of(desk.service, is_shown("guardian", 1, "signature", "nod")), Code::field_wrong_type);
  EXPECT_EQ(fault_of(desk.service, is_shown("guardian", 1, "signature", "thumb")), Code::internal);
  EXPECT_EQ(fault_of(desk.service, is_shown("guardian", 1, "signature", "thumb", "")), Code::field_wrong_type);
}

TEST(Parties, BasisNeedsWhatItRestsOn_AndNoneAReason) {
  Desk desk;
  EXPECT_EQ(fault_of(desk.service, is_shown("guardian", 1, "identity", "witness", "")), Code::field_wrong_type);
  EXPECT_EQ(fault_of(desk.service, is_shown("applicant", 1, "identity", "card", "")), Code::field_wrong_type);
  EXPECT_EQ(fault_of(desk.service, is_shown("guardian", 1, "identity", "document", "")), Code::internal);
  auto none = is_shown("guardian", 1, "identity", "none", "");
  EXPECT_EQ(fault_of(desk.service, none), Code::reason_missing);
  none.reason = "the flood took them";
  EXPECT_EQ(fault_of(desk.service, none), Code::internal);
}

TEST(Parties, WhatIsShownUnsoundly_IsStillMissing) {
  Desk desk;
  const auto sound = is_shown("applicant", 1, "identity", "card");
  auto missing = missing_shown(desk.service, {sound}, true);
  ASSERT_EQ(missing.size(), 1u);
  EXPECT_EQ(missing[0].what, "consent");
  missing = missing_shown(desk.service, {is_shown("applicant", 1, "identity", "guess")}, true);
  ASSERT_EQ(missing.size(), 2u);
  EXPECT_EQ(missing[0].what, "identity");
}

TEST(Parties, WhereTheServiceHasNoConsent_NobodyIsAskedForIt) {
  Desk desk;
  desk.service.consent.version.clear();
  EXPECT_TRUE(missing_shown(desk.service, {is_shown("applicant", 1, "identity", "card")}, true).empty());
}

}  // namespace
}  // namespace karvan::rules
