#include <gtest/gtest.h>

#include "sync/central/api/clerk.h"

namespace karvan::central {
namespace {

const rules::Staff leyla{"leyla", "Leyla", rules::Role::clerk, {}, {}, {}, {}, true};

model::Record open_record() {
  model::Record record;
  record.id = "lahore/application/a1";
  record.creator = "bus-01/e1/1";
  record.alarms = {{"bus-01/e1/4", "disputed:licence/41"}, {"bus-01/e1/5", "suspense"}, {"bus-01/e1/6", "suspense"}};
  return record;
}

std::string asked(const std::string& kind, const std::string& what, const std::string& outcome) {
  return R"({"cmd":"0123456789abcdef","record":"lahore/application/a1","kind":")" + kind + R"(","what":")" + what +
         R"(","outcome":")" + outcome + R"(","reason":"seen"})";
}

Result<model::Op> made(const std::string& body) {
  const auto record = open_record();
  TRY(auto act, clerks_act("commands/settle", body, leyla));
  return act.make({record, nullptr, leyla, "2026-11-21"});
}

TEST(Settle, ReviewOfADocument_IsTheAlarmThatItShows) {
  auto op = made(asked("disputed", "licence/41", "upheld"));
  ASSERT_TRUE(op) << describe(op.error());
  EXPECT_EQ(*op->settled, (model::Settled{"disputed:licence/41", "bus-01/e1/4", "upheld", "seen"}));
}

TEST(Settle, ReviewOfMoney_IsThatOfItsWriterAlone) {
  auto op = made(asked("suspense", "bus-01/e1/6", "booked"));
  ASSERT_TRUE(op) << describe(op.error());
  EXPECT_EQ(*op->settled, (model::Settled{"suspense", "bus-01/e1/6", "booked", "seen"}));
}

TEST(Settle, WhatIsParked_IsNamedByItsOperation) {
  auto op = made(asked("parked", "bus-09/e1/3", "rejected"));
  ASSERT_TRUE(op) << describe(op.error());
  EXPECT_EQ(*op->settled, (model::Settled{"parked", "bus-09/e1/3", "rejected", "seen"}));
}

TEST(Settle, WithoutAReasonOrByAnAuditor_IsRefused) {
  auto body = asked("suspense", "bus-01/e1/6", "booked");
  body.replace(body.find("seen"), 4, "");
  auto silent = made(body);
  ASSERT_FALSE(silent);
  EXPECT_EQ(silent.error().code, Code::reason_missing);
  auto auditor = leyla;
  auditor.role = rules::Role::auditor;
  EXPECT_FALSE(clerks_act("commands/settle", asked("suspense", "bus-01/e1/6", "booked"), auditor));
}

}  // namespace
}  // namespace karvan::central
