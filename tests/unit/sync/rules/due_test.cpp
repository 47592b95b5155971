#include "sync/rules/due.h"

#include <gtest/gtest.h>

#include "tests/unit/sync/rules/desk.h"

namespace karvan::rules {
namespace {

using samples::Desk;
constexpr std::int64_t hour = 3'600'000;

// Working around the clock: no calendar.
const Due* find(const std::vector<Due>& all, std::string_view stage) {
  for (const auto& due : all)
    if (due.stage == stage) return &due;
  return nullptr;
}

TEST(Due, StageWhosePrerequisiteIsReached_HasATarget) {
  Desk desk;
  desk.take(desk.filing());
  auto all = due_stages(desk.record, desk.service, samples::noon + hour / 2);
  const Due* reviewed = find(all, stage::reviewed);
  ASSERT_TRUE(reviewed);
  EXPECT_EQ(reviewed->due_ms, samples::noon + 1 + 8 * hour);
  EXPECT_FALSE(reviewed->late);
  EXPECT_FALSE(find(all, stage::delivered));
  EXPECT_TRUE(find(all, stage::filed)->reached_ms);
}

TEST(Due, PastItsTarget_IsLateAndStaysSoOnceReached) {
  Desk desk;
  desk.take(desk.filing());
  const auto later = samples::noon + 9 * hour;
  EXPECT_TRUE(is_late(desk.record, desk.service, later));
  auto op = desk.op();
  op.advance = stage::reviewed;
  op.time.ms = later;
  desk.record = model::apply(desk.record, op, {});
  EXPECT_TRUE(find(due_stages(desk.record, desk.service, later), stage::reviewed)->late);
}

TEST(Due, WhileTheCitizenIsAwaited_EveryClockStandsStill) {
  Desk desk;
  desk.take(desk.filing());
  desk.as(Role::supervisor);
  auto back = desk.op();
  back.returned = model::Returned{{"filed"}, "no signature"};
  desk.take(back);
  EXPECT_FALSE(is_late(desk.record, desk.service, samples::noon + 400 * hour));
  auto again = desk.op();
  again.advance = stage::filed;
  again.time.ms = samples::noon + 400 * hour;
  desk.take(again);
  auto all = due_stages(desk.record, desk.service, samples::noon + 401 * hour);
  EXPECT_EQ(find(all, stage::reviewed)->due_ms, again.time.ms + 8 * hour);
}

TEST(Due, RefusedApplication_AwaitsNothing) {
  Desk desk;
  desk.take(desk.filing());
  desk.as(Role::centre);
  desk.take(desk.decision("refused", "too young"));
  EXPECT_FALSE(is_late(desk.record, desk.service, samples::noon + 4'000 * hour));
}

model::Op reach(Desk& desk, const char* stage, std::int64_t after_ms) {
  auto op = desk.op();
  op.advance = stage;
  op.time.ms = samples::noon + after_ms;
  desk.record = model::apply(desk.record, op, {});
  return op;
}

catalogue::Stage& stage_of(Desk& desk, std::string_view id) {
  for (auto& each : desk.service.stages)
    if (each.id == id) return each;
  throw std::logic_error("no such stage");
}

TEST(Due, ClockThatRanBeforeAReturn_GoesOnWhereItStood) {
  Desk desk;
  desk.take(desk.filing());
  reach(desk, stage::received_by_centre, 10 * hour);
  auto back = desk.op();
  back.returned = model::Returned{{stage::filed}, "no signature"};
  back.time.ms = samples::noon + 14 * hour;  // four of sixteen hours are gone
  desk.record = model::apply(desk.record, back, {});
  EXPECT_EQ(next_due_ms(desk.record, desk.service), 0);
  reach(desk, stage::filed, 100 * hour);
  auto all = due_stages(desk.record, desk.service, samples::noon);
  EXPECT_EQ(find(all, stage::accepted_by_institution)->due_ms, samples::noon + 112 * hour);
}

TEST(Due, StageThatIsTheCitizens_StopsTheOthersUntilItIsReached) {
  Desk desk;
  stage_of(desk, stage::fee_assessed).awaits = "citizen";
  desk.take(desk.filing());
  auto next = next_due(desk.record, desk.service);
  EXPECT_TRUE(next.citizen);
  EXPECT_EQ(next.stage, stage::fee_assessed);
  EXPECT_EQ(next.due_ms, 0);
  EXPECT_FALSE(is_late(desk.record, desk.service, samples::noon + 400 * hour));
  reach(desk, stage::fee_assessed, 50 * hour);
  auto all = due_stages(desk.record, desk.service, samples::noon);
  EXPECT_EQ(find(all, stage::reviewed)->due_ms, samples::noon + 58 * hour);
  EXPECT_FALSE(find(all, stage::fee_assessed)->late);
}

TEST(Due, PastItsEscalation_IsEscalatedUntilItIsReached) {
  Desk desk;
  auto& reviewed = stage_of(desk, stage::reviewed);
  reviewed.escalate_hours = 4;
  reviewed.escalate_to = "clerk";
  desk.take(desk.filing());
  const auto escalates = samples::noon + 1 + 12 * hour;
  EXPECT_EQ(next_due(desk.record, desk.service).escalates_ms, escalates);
  EXPECT_EQ(next_due(desk.record, desk.service).escalate_to, "clerk");
  EXPECT_FALSE(find(due_stages(desk.record, desk.service, escalates), stage::reviewed)->escalated);
  EXPECT_TRUE(find(due_stages(desk.record, desk.service, escalates + 1), stage::reviewed)->escalated);
  reach(desk, stage::reviewed, 13 * hour);
  EXPECT_FALSE(find(due_stages(desk.record, desk.service, escalates + hour), stage::reviewed)->escalated);
}

catalogue::Stage stage_of(const char* id, int number, std::vector<std::string> needs, int hours, int escalates = 0) {
  catalogue::Stage stage;
  stage.id = id;
  stage.number = number;
  stage.prerequisites = std::move(needs);
  stage.target_hours = hours;
  stage.escalate_hours = escalates;
  stage.escalate_to = std::string("head of ") + id;
  return stage;
}

struct Staged : Desk {
  explicit Staged(std::vector<catalogue::Stage> stages) {
    service.stages = {stage_of("filed", 1, {}, 0)};
    for (auto& each : stages) service.stages.push_back(std::move(each));
    record.creator = "bus-01/e1/1";
    record.created = {samples::noon, 0};
    reach("filed", 0);
  }
  void reach(const char* id, int hours) {
    record.milestones.push_back({id, {samples::noon + hours * hour, 0}, "a", "bus-01/e1/2", 1});
  }
};

TEST(Due, OfSeveral_TheSoonestIsNextAndTheSoonestEscalates) {
  Staged desk({stage_of("slow", 2, {"filed"}, 8, 10), stage_of("quick", 3, {"filed"}, 1, 1),
               stage_of("long", 4, {"filed"}, 40, 20)});
  const auto next = next_due(desk.record, desk.service);
  EXPECT_EQ(next.stage, "quick");
  EXPECT_EQ(next.due_ms, samples::noon + hour);
  EXPECT_EQ(next.escalates_ms, samples::noon + 2 * hour);
  EXPECT_EQ(next.escalate_to, "head of quick");
  EXPECT_FALSE(is_late(desk.record, desk.service, samples::noon + hour));
  EXPECT_TRUE(is_late(desk.record, desk.service, samples::noon + hour + 1));
}

TEST(Due, WhatIsTheCitizens_IsNextBeforeWhatIsLateAtTheDesk) {
  auto bring = stage_of("bring", 2, {"checked"}, 0), sign = stage_of("sign", 4, {"checked"}, 0);
  bring.awaits = sign.awaits = "citizen";
  Staged desk({bring, stage_of("copied", 3, {"filed"}, 1), sign, stage_of("checked", 5, {"filed"}, 9),
               stage_of("sent", 6, {"bring"}, 1)});
  EXPECT_EQ(citizen_awaited_since(desk.record, desk.service), 0);
  EXPECT_EQ(next_due(desk.record, desk.service).stage, "copied");
  desk.reach("checked", 5);
  const auto next = next_due(desk.record, desk.service);
  EXPECT_TRUE(next.citizen);
  EXPECT_EQ(next.stage, "bring");
  // An hour of work was over before the citizen was awaited.
  EXPECT_EQ(next.due_ms, samples::noon + hour);
  EXPECT_EQ(citizen_awaited_since(desk.record, desk.service), samples::noon + 5 * hour);
  desk.reach("bring", 6);
  desk.reach("sign", 6);
  EXPECT_EQ(citizen_awaited_since(desk.record, desk.service), 0);
}

TEST(Due, CitizenWhoCameBeforeTheSecondRound_WasAwaitedInTheFirstAlone) {
  auto bring = stage_of("bring", 2, {"checked"}, 0);
  bring.awaits = "citizen";
  Staged desk({bring, stage_of("checked", 3, {"filed"}, 9), stage_of("sent", 4, {"filed"}, 10)});
  desk.reach("checked", 2);
  desk.reach("bring", 4);
  desk.reach("checked", 7);
  // Ten hours of work, and two in which the citizen was awaited.
  EXPECT_EQ(find(due_stages(desk.record, desk.service, samples::noon), "sent")->due_ms, samples::noon + 12 * hour);
}

}  // namespace
}  // namespace karvan::rules
