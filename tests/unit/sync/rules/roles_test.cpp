#include "sync/rules/roles.h"

#include <gtest/gtest.h>

#include "tests/unit/sync/rules/desk.h"

namespace karvan::rules {
namespace {

using samples::Desk;

TEST(Staff, TextThatLacksAMemberOrHasAnother_IsRefused) {
  EXPECT_TRUE(parse_staff(R"({"id":"a","name":"A","role":"clerk"})"));
  const std::pair<const char*, Code> texts[] = {
      {"ayesha", Code::malformed},
      {R"({"name":"A","role":"clerk"})", Code::field_missing},
      {R"({"id":"a","role":"clerk"})", Code::field_missing},
      {R"({"id":"a","name":"A"})", Code::field_missing},
      {R"({"id":"a","name":"A","role":"king"})", Code::malformed},
      {R"({"id":"a","name":"A","role":"clerk","nodes":"bus-01"})", Code::field_wrong_type},
      {R"({"id":"a","name":"A","role":"clerk","services":1})", Code::field_wrong_type},
      {R"({"id":"a","name":"A","role":"clerk","institutions":[1]})", Code::field_wrong_type}};
  for (const auto& [text, code] : texts) {
    const auto read = parse_staff(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, code) << text;
  }
}

TEST(Staff, OfNamedNodes_WorksAtThoseAlone) {
  Staff staff = Desk().person;
  EXPECT_TRUE(works_at(staff, "bus-09"));
  staff.nodes = {"bus-01", "bus-02"};
  EXPECT_TRUE(works_at(staff, "bus-02"));
  EXPECT_FALSE(works_at(staff, "bus-09"));
}

TEST(Staff, OfNamedServices_ServesThoseAlone) {
  Desk desk;
  desk.person.services = {"domicile"};
  EXPECT_TRUE(may(desk.person, "file", &desk.service));
  desk.person.services = {"passport"};
  EXPECT_FALSE(may(desk.person, "file", &desk.service));
}

TEST(Staff, Officer_DecidesAndDoesNothingElse) {
  Desk desk;
  desk.as(Role::officer);
  EXPECT_TRUE(may(desk.person, "decide", &desk.service));
  for (const char* act : {"file", "take_payment", "issue", "resolve", "erase"})
    EXPECT_FALSE(may(desk.person, act, &desk.service)) << act;
}

}  // namespace
}  // namespace karvan::rules
