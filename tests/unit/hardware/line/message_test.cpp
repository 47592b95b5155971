#include "hardware/line/message.h"

#include <gtest/gtest.h>

namespace karvan::line {
namespace {

boost::json::object parse(std::string_view text) { return boost::json::parse(text).get_object(); }

TEST(Message, UnknownKind_IsStrangeAndNoError) {
  auto body = read_body(parse(R"({"is":"weather","wind":3})"));
  ASSERT_TRUE(body);
  EXPECT_EQ(*body, Body(Strange{"weather"}));
}

TEST(Message, UnknownMember_IsDropped) {
  EXPECT_EQ(*read_body(parse(R"({"is":"cancel","id":4,"why":"later"})")), Body(Cancel{4}));
}

TEST(Message, MissingMember_IsNamed) {
  EXPECT_EQ(read_body(parse(R"({"id":4})")).error(), "a line lacks is");
  EXPECT_EQ(read_body(parse(R"({"is":"cancel"})")).error(), "cancel lacks id");
  EXPECT_EQ(read_body(parse(R"({"is":"call","id":1,"verb":"print"})")).error(), "call lacks deadline_ms");
  EXPECT_EQ(read_body(parse(R"({"is":"answer","id":1})")).error(), "answer lacks ok or fault");
}

TEST(Message, NegativeId_IsNoId) { EXPECT_FALSE(read_body(parse(R"({"is":"cancel","id":-4})"))); }

TEST(Fault, UnknownKind_ProvesNothing) {
  EXPECT_EQ(read_fault(parse(R"({"kind":"gremlins","code":"x"})")).kind, FaultKind::outcome_unknown);
}

TEST(Fault, WrittenAndRead_IsTheSame) {
  for (auto kind : {FaultKind::operator_can_fix, FaultKind::citizen_retries, FaultKind::transient, FaultKind::removed,
                    FaultKind::service_down, FaultKind::tampering, FaultKind::outcome_unknown}) {
    Fault f{kind, "code", "detail"};
    EXPECT_EQ(read_fault(write_fault(f)), f);
  }
}

TEST(Conditions, UnknownIsWorseThanAWarning) {
  EXPECT_EQ(worst({{"toner_low", Severity::warning}, {"odd", Severity::unknown}}), Severity::unknown);
  EXPECT_EQ(worst({}), Severity::ok);
}

TEST(Conditions, SameCodeTwice_KeepsTheWorst) {
  auto set = make_conditions({{"paper", Severity::warning}, {"cover", Severity::ok}, {"paper", Severity::error}});
  EXPECT_EQ(set, (Conditions{{"cover", Severity::ok}, {"paper", Severity::error}}));
}

TEST(Conditions, AbsentOrMisshapen_AreUnknown) {
  const Conditions unknown = {{"status_unknown", Severity::unknown}};
  EXPECT_EQ(read_conditions(nullptr), unknown);
  boost::json::value list = {1, 2};
  EXPECT_EQ(read_conditions(&list), unknown);
  boost::json::value odd = boost::json::parse(R"([{"code":"paper","severity":"purple"}])");
  EXPECT_EQ(read_conditions(&odd), (Conditions{{"paper", Severity::unknown}}));
}

TEST(Device, WrittenAndRead_IsTheSame) {
  Device d{"a4", "printer", "Bus Laser", Life::enabled, {{"toner_low", Severity::warning}}};
  EXPECT_EQ(read_device(write_device(d)), d);
}

}  // namespace
}  // namespace karvan::line
