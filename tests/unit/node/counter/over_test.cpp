#include "tests/unit/node/counter/desk_world.h"

namespace karvan::counter {
namespace {

using samples::code_of;
using samples::DeskWorld;

struct SignedIn : DeskWorld {
  SignedIn() { seats["digest of asma"] = Seat{"digest of asma", "Desk 1", "asma", false, "", now}; }
  Result<Decision> over(const std::string& staff, bool right = true) {
    auto cmd_by = by();
    auto asked = run(SignOver{cmd_by, staff, "123456"});
    if (!asked) return asked;
    const auto& verify = std::get<VerifyPin>(asked->effects.at(0));
    return run(PinVerified{verify.by, verify.unlock, verify.over, right});
  }
  const Seat& seat_now() { return seats.at("digest of asma"); }
};

TEST(SignOver, ToASupervisor_TakesTheSeatAndRemembersWhoseItIs) {
  SignedIn world;
  auto done = world.over("bilal");
  ASSERT_TRUE(done);
  EXPECT_EQ(world.seat_now().staff, "bilal");
  EXPECT_EQ(world.seat_now().under, "asma");
  EXPECT_EQ(world.seat_now().name, "Desk 1");
  EXPECT_EQ(done->reply.at("me").at("under").at("id").as_string(), "asma");
}

TEST(SignOver, CountsTheTryBeforeThePinIsLookedAt) {
  SignedIn world;
  world.must(SignOver{world.by(), "bilal", "123456"});
  EXPECT_EQ(world.tries["bilal"], 1);
  EXPECT_EQ(world.seat_now().staff, "asma");
}

TEST(SignOver, WithAWrongPin_LeavesTheSeat) {
  SignedIn world;
  EXPECT_EQ(code_of(world.over("bilal", false)), Code::pin_wrong);
  EXPECT_EQ(world.seat_now().staff, "asma");
}

TEST(SignOver, ToAnotherOperator_IsRefused) {
  SignedIn world;
  world.enrol("dunya", rules::Role::operator_);
  EXPECT_EQ(code_of(world.over("dunya")), Code::role_not_allowed);
}

TEST(SignOver, BackToWhoseDeskItIs_Ends) {
  SignedIn world;
  ASSERT_TRUE(world.over("bilal"));
  ASSERT_TRUE(world.over("asma"));
  EXPECT_EQ(world.seat_now().staff, "asma");
  EXPECT_EQ(world.seat_now().under, "");
}

TEST(SignOver, WithoutASeat_IsRefused) {
  DeskWorld world;
  EXPECT_EQ(code_of(world.run(SignOver{world.by(), "bilal", "123456"})), Code::not_signed_in);
}

TEST(GiveBack, LocksTheSeatForWhoseItIs) {
  SignedIn world;
  ASSERT_TRUE(world.over("bilal"));
  auto by = world.by("bilal");
  by.seat_digest = "digest of asma";
  world.must(GiveBack{by});
  EXPECT_EQ(world.seat_now().staff, "asma");
  EXPECT_EQ(world.seat_now().under, "");
  EXPECT_TRUE(world.seat_now().locked);
}

TEST(GiveBack, P2_Twice_ChangesNothingMore) {
  SignedIn world;
  ASSERT_TRUE(world.over("bilal"));
  world.must(GiveBack{world.by()});
  auto again = world.must(GiveBack{world.by()});
  EXPECT_EQ(again.reply.at("me").at("id").as_string(), "asma");
  EXPECT_EQ(world.seat_now().under, "");
}

}  // namespace
}  // namespace karvan::counter
