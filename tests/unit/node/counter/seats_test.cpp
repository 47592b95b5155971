#include "tests/unit/node/counter/desk_world.h"

namespace karvan::counter {
namespace {

using samples::code_of;
using samples::DeskWorld;

SignIn sign_in(DeskWorld& world, std::string staff = "asma", std::string pin = "123456") {
  By by{.seat_digest = "digest", .fresh = world.by().fresh};
  return {by, std::move(staff), std::move(pin), "Desk 1"};
}

// What the worker would answer.
PinVerified verified(const Decision& asked, bool right) {
  const auto& verify = std::get<VerifyPin>(asked.effects.at(0));
  return {verify.by, verify.unlock, verify.over, right};
}

TEST(SignIn, OfAPersonOnTheRoster_AsksForThePinAndCountsTheTryFirst) {
  DeskWorld world;
  auto asked = world.must(sign_in(world));
  EXPECT_EQ(std::get<VerifyPin>(asked.effects.at(0)).hash, "hash of asma");
  EXPECT_EQ(world.tries["asma"], 1);
  EXPECT_TRUE(world.seats.empty());
}

TEST(SignIn, WithTheRightPin_TakesTheSeatAndForgetsTheTries) {
  DeskWorld world;
  world.tries["asma"] = 4;
  auto done = world.must(verified(world.must(sign_in(world)), true));
  EXPECT_EQ(done.reply.at("me").at("id").as_string(), "asma");
  EXPECT_EQ(done.reply.at("me").at("role").as_string(), "operator");
  EXPECT_EQ(world.seats.at("digest").name, "Desk 1");
  EXPECT_EQ(world.tries["asma"], 0);
}

TEST(SignIn, WithAWrongPin_IsRefusedAndTheTryStays) {
  DeskWorld world;
  auto asked = world.must(sign_in(world));
  auto refused = decide(world, verified(asked, false));
  EXPECT_EQ(code_of(refused), Code::pin_wrong);
  EXPECT_EQ(refused.error().args.at("left"), "9");
  EXPECT_EQ(world.tries["asma"], 1);
}

TEST(SignIn, TheTenthWrongPin_Disables) {
  DeskWorld world;
  world.tries["asma"] = 9;
  auto asked = world.must(sign_in(world));
  EXPECT_EQ(code_of(decide(world, verified(asked, false))), Code::pin_disabled);
  EXPECT_EQ(code_of(world.run(sign_in(world))), Code::pin_disabled);
}

TEST(SignIn, OfSomebodyUnknown_LooksLikeAWrongPin) {
  DeskWorld world;
  EXPECT_EQ(code_of(world.run(sign_in(world, "nobody"))), Code::pin_wrong);
}

TEST(SignIn, OfSomebodyWhoLeft_LooksLikeAWrongPin) {
  DeskWorld world;
  world.roster["asma"].active = false;
  EXPECT_EQ(code_of(world.run(sign_in(world))), Code::pin_wrong);
}

TEST(SignIn, OfSomebodyOfAnotherBus_LooksLikeAWrongPin) {
  DeskWorld world;
  world.roster["asma"].nodes = {"bus-02"};
  EXPECT_EQ(code_of(world.run(sign_in(world))), Code::pin_wrong);
}

TEST(SignIn, WithLettersForAPin_IsRefusedWithoutCounting) {
  DeskWorld world;
  EXPECT_EQ(code_of(world.run(sign_in(world, "asma", "12345a"))), Code::pin_wrong);
  EXPECT_EQ(world.tries["asma"], 0);
}

TEST(SignIn, WithoutADesk_IsRefused) {
  DeskWorld world;
  auto cmd = sign_in(world);
  cmd.seat = "";
  EXPECT_EQ(code_of(world.run(cmd)), Code::field_missing);
}

TEST(Lock, ThenUnlockWithTheRightPin_OpensTheSeatAgain) {
  DeskWorld world;
  world.must(verified(world.must(sign_in(world)), true));
  By by = world.by();
  by.seat_digest = "digest";
  world.must(Lock{by});
  EXPECT_TRUE(world.seats.at("digest").locked);
  world.must(verified(world.must(Unlock{by, "123456"}), true));
  EXPECT_FALSE(world.seats.at("digest").locked);
}

TEST(Unlock, WithAWrongPin_StaysLocked) {
  DeskWorld world;
  world.must(verified(world.must(sign_in(world)), true));
  By by = world.by();
  by.seat_digest = "digest";
  world.must(Lock{by});
  auto asked = world.must(Unlock{by, "123456"});
  EXPECT_EQ(code_of(world.run(verified(asked, false))), Code::pin_wrong);
  EXPECT_TRUE(world.seats.at("digest").locked);
}

TEST(Unlock, OfASeatThatIsGone_IsRefused) {
  DeskWorld world;
  auto asked = world.must(Unlock{world.by(), "123456"});
  EXPECT_EQ(code_of(world.run(verified(asked, true))), Code::not_signed_in);
}

TEST(SignOut, LeavesTheSeat) {
  DeskWorld world;
  world.must(verified(world.must(sign_in(world)), true));
  By by = world.by();
  by.seat_digest = "digest";
  world.must(SignOut{by});
  EXPECT_TRUE(world.seats.empty());
}

TEST(Lock, OfASeatThatIsGone_IsRefused) {
  DeskWorld world;
  EXPECT_EQ(code_of(world.run(Lock{world.by()})), Code::not_signed_in);
}

}  // namespace
}  // namespace karvan::counter
