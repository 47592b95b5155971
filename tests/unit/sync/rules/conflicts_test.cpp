#include <gtest/gtest.h>

#include "tests/unit/sync/rules/filed.h"

namespace karvan::rules {
namespace {

using model::Fate;
using samples::Changing;

TEST(Judge, P8_ReviewField_IsHeldOnAConflict) {
  Changing desk;
  desk.take(desk.change("bus-02", "full_name", "Ali Hassan"));
  auto verdict = desk.take(desk.change("bus-03", "full_name", "Ali Hussain"));
  EXPECT_EQ(verdict.fields.at("full_name"), Fate::held);
  EXPECT_EQ(desk.record.fields.at("full_name").value, "Ali Hassan");
  EXPECT_EQ(desk.record.fields.at("full_name").candidates.size(), 1u);
}

TEST(Judge, P8_HeldField_HoldsEvenWhoSawItsValue) {
  Changing desk;
  desk.take(desk.change("bus-02", "full_name", "A"));
  desk.take(desk.change("bus-03", "full_name", "B"));
  auto later = desk.op("bus-02");
  later.set["full_name"] = "C";
  later.over["full_name"] = desk.record.fields.at("full_name").writer;
  EXPECT_EQ(desk.judge(later).fields.at("full_name"), Fate::held);
}

TEST(Judge, EqualValue_IsNoConflict) {
  Changing desk;
  desk.take(desk.change("bus-02", "full_name", "Ali Hassan"));
  EXPECT_EQ(desk.judge(desk.change("bus-03", "full_name", "Ali Hassan")), model::Verdict{});
}

TEST(Judge, WriterWhoSawTheValue_IsNoConflict) {
  Changing desk;
  auto first = desk.change("bus-02", "full_name", "Ali Hassan");
  desk.take(first);
  auto second = desk.op("bus-03");
  second.set["full_name"] = "Ali Hussain";
  second.over["full_name"] = model::to_text(first.id);
  EXPECT_EQ(desk.judge(second), model::Verdict{});
}

TEST(Judge, OverLeftOut_MeansTheRecordsFirst) {
  Changing desk;
  auto op = desk.op("bus-02");
  op.set["full_name"] = "Ali Hassan";
  EXPECT_EQ(desk.judge(op), model::Verdict{});
}

TEST(Judge, P8_NewestField_TakesTheLaterAndKeepsTheOther) {
  Changing desk;
  auto earlier = desk.change("bus-02", "phone", "2");
  auto later = desk.change("bus-03", "phone", "3");
  desk.take(earlier);
  EXPECT_EQ(desk.take(later).fields.at("phone"), Fate::parallel);
  EXPECT_EQ(desk.record.fields.at("phone").value, "3");
  EXPECT_EQ(desk.record.fields.at("phone").candidates.at(0).value, "2");
}

TEST(Judge, P8_NewestField_OrderOfArrivalDoesNotMatter) {
  Changing desk;
  auto earlier = desk.change("bus-02", "phone", "2");
  auto later = desk.change("bus-03", "phone", "3");
  desk.take(later);
  EXPECT_EQ(desk.take(earlier).fields.at("phone"), Fate::lost);
  EXPECT_EQ(desk.record.fields.at("phone").value, "3");
}

// A day ahead, and received at noon + 40.
TEST(Judge, P8_NewestField_ClockAheadOfItsReceiptCountsAsThatReceiptForGood) {
  Changing desk;
  auto ahead = desk.change("bus-02", "phone", "2");
  ahead.time.ms += 86'400'000;
  auto context = desk.context();
  context.received_ms = samples::noon + 40;
  auto verdict = judge(desk.record, ahead, context);
  EXPECT_EQ(verdict.received_ms, samples::noon + 40);
  desk.record = model::apply(desk.record, ahead, verdict);
  auto honest = desk.change("bus-03", "phone", "3");
  honest.time.ms = samples::noon + 50;
  context.received_ms = samples::noon + 60'000;
  EXPECT_EQ(judge(desk.record, honest, context).fields.at("phone"), Fate::parallel);
  honest.time.ms = samples::noon + 30;
  EXPECT_EQ(judge(desk.record, honest, context).fields.at("phone"), Fate::lost);
}

TEST(Judge, P8_NewestField_UncertainTimeNeverBeatsCertain) {
  Changing desk;
  auto certain = desk.change("bus-02", "phone", "2");
  auto uncertain = desk.change("bus-03", "phone", "3");
  uncertain.time.ms += 5'000;
  uncertain.uncertain = true;
  auto filed = desk.record;
  desk.take(certain);
  EXPECT_EQ(desk.judge(uncertain).fields.at("phone"), Fate::lost);
  desk.record = filed;
  desk.take(uncertain);
  EXPECT_EQ(desk.take(certain).fields.at("phone"), Fate::parallel);
  EXPECT_EQ(desk.record.fields.at("phone").value, "2");
}

TEST(Judge, P8_WhoeverSawAnEqualValueOfAnother_SawWhatIsInForce) {
  Changing desk;
  auto a = desk.change("bus-02", "full_name", "Ali Hassan");
  desk.take(a);
  desk.take(desk.change("bus-03", "full_name", "Ali Hassan"));
  auto c = desk.op("bus-04");
  c.set["full_name"] = "Ali Hussain";
  c.over["full_name"] = model::to_text(a.id);
  EXPECT_EQ(desk.judge(c).fields.count("full_name"), 0u);
}

TEST(Judge, CentreField_IsRefusedToANodeWithAReason) {
  Changing desk;
  auto verdict = desk.judge(desk.change("bus-01", "ruling", "yes"));
  EXPECT_EQ(verdict.fields.at("ruling"), Fate::refused);
  EXPECT_FALSE(verdict.reason.empty());
}

TEST(Judge, P8_ContendersOfAField_AreNoMoreThanAResolutionCanName) {
  Changing desk;
  Fate last = Fate::applied;
  for (std::size_t i = 0; i < model::candidates_max + 3; ++i)
    last = desk.take(desk.change("bus-" + std::to_string(100 + i), "full_name", "Ali " + std::to_string(i))).op;
  EXPECT_EQ(last, Fate::parked);
  EXPECT_LE(desk.record.fields.at("full_name").candidates.size(), model::candidates_max);
}

}  // namespace
}  // namespace karvan::rules
