#include "tests/unit/node/counter/desk_world.h"

namespace karvan::counter {
namespace {

using samples::DeskWorld;

template <class Command>
Code refusal(DeskWorld& world, Command command) {
  auto decision = decide(world, counter::Command(std::move(command)));
  return decision ? Code::internal : decision.error().code;
}

TEST(Stopped, P7_NumbersAndMoney_WaitWhileOtherWorkGoesOn) {
  DeskWorld world;
  ASSERT_TRUE(decide(world, Command(OpenShift{world.by(), {1'000, "PKR"}})));
  world.stopped = Code::fork_noticed;
  EXPECT_EQ(refusal(world, OpenShift{world.by(), {1'000, "PKR"}}), Code::fork_noticed);
  EXPECT_TRUE(decide(world, Command(StartDraft{world.by(), "domicile"})));
  world.stopped = Code::node_revoked;
  EXPECT_EQ(refusal(world, OpenShift{world.by(), {1'000, "PKR"}}), Code::node_revoked);
}

TEST(SettleFork, P7_ByASupervisorWithTheRightCode_OpensAnEpoch) {
  DeskWorld world;
  const std::string code = "4471-0032-8856";
  EXPECT_EQ(refusal(world, SettleFork{world.by("bilal"), code}), Code::not_found);
  world.stopped = Code::fork_noticed;
  EXPECT_EQ(refusal(world, SettleFork{world.by("asma"), code}), Code::role_not_allowed);
  EXPECT_EQ(refusal(world, SettleFork{world.by("bilal"), "0000-0000-0000"}), Code::epoch_code_wrong);
  auto decision = decide(world, Command(SettleFork{world.by("bilal"), code}));
  ASSERT_TRUE(decision);
  ASSERT_EQ(decision->changes.size(), 1u);
  EXPECT_EQ(std::get<OpenEpoch>(decision->changes[0]).staff, "bilal");
}

TEST(AcknowledgeSalvage, ByASupervisorWithAReason_IsKeptWithIt) {
  DeskWorld world;
  const std::string salvage = "20261122T091500Z", reason = "compared with the papers";
  world.damaged = salvage;
  EXPECT_EQ(refusal(world, AcknowledgeSalvage{world.by("asma"), salvage, reason}), Code::role_not_allowed);
  EXPECT_EQ(refusal(world, AcknowledgeSalvage{world.by("bilal"), salvage, ""}), Code::reason_missing);
  EXPECT_EQ(refusal(world, AcknowledgeSalvage{world.by("bilal"), salvage, std::string(reason_bytes_max + 1, 'x')}),
            Code::answer_too_long);
  EXPECT_EQ(refusal(world, AcknowledgeSalvage{world.by("bilal"), "another", reason}), Code::not_found);
  auto decision = decide(world, Command(AcknowledgeSalvage{world.by("bilal"), salvage, reason}));
  ASSERT_TRUE(decision);
  ASSERT_EQ(decision->changes.size(), 1u);
  const auto& kept = std::get<KeepAcknowledgement>(decision->changes[0]);
  EXPECT_EQ(kept.salvage, salvage);
  EXPECT_EQ(kept.staff, "bilal");
  EXPECT_EQ(kept.reason, reason);
}

}  // namespace
}  // namespace karvan::counter
