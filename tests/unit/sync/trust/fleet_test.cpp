#include "sync/trust/fleet.h"

#include <gtest/gtest.h>

#include "sync/trust/time.h"

namespace karvan::trust {
namespace {

struct FleetTest : testing::Test {
  seal::SigningKey centre = seal::make_signing_key("centre", seal::system_entropy());
  FleetState state{"9f3c", 4, {{"bus-03", "aa", 17}, {"bus-09", "bb", 0}}};
};

TEST_F(FleetTest, Signed_OpensTheSame) {
  EXPECT_EQ(open_fleet(sign_fleet(state, centre), seal::verifying(centre)), state);
}

TEST_F(FleetTest, Tampered_IsSignatureWrong) {
  auto note = sign_fleet(state, centre);
  note.replace(note.find("bus-03"), 6, "bus-04");
  EXPECT_EQ(open_fleet(note, seal::verifying(centre)).error().code, Code::signature_wrong);
}

TEST_F(FleetTest, AnotherNote_IsMalformed) {
  auto note = seal::sign_note("karvan/lease/v1\nepoch 9f3c\n", centre);
  EXPECT_EQ(open_fleet(note, seal::verifying(centre)).error().code, Code::malformed);
}

TEST_F(FleetTest, P14_LowerNumber_IsStale) {
  FleetState older{"9f3c", 3, {}}, newer{"9f3c", 5, {}};
  EXPECT_FALSE(supersedes(older, state, "9f3c"));
  EXPECT_FALSE(supersedes(state, state, "9f3c"));
  EXPECT_TRUE(supersedes(newer, state, "9f3c"));
}

TEST_F(FleetTest, NewLifeOfTheCentre_CountsAnew) {
  FleetState reborn{"77aa", 1, {}};
  EXPECT_TRUE(supersedes(reborn, state, "77aa"));
  EXPECT_FALSE(supersedes(reborn, state, "9f3c"));
}

TEST_F(FleetTest, Revoked_IsFoundByName) {
  EXPECT_TRUE(is_revoked(state, "bus-03"));
  EXPECT_FALSE(is_revoked(state, "bus-0"));
}

TEST(TimeInterval, ClockWithin_IsCertain) { EXPECT_EQ(standing({10, 20}, 15), Standing::certain); }
TEST(TimeInterval, ClockBelow_IsBehind) { EXPECT_EQ(standing({10, 20}, 9), Standing::behind); }
TEST(TimeInterval, ClockAbove_IsAhead) { EXPECT_EQ(standing({10, 20}, 21), Standing::ahead); }
TEST(TimeInterval, LaterSight_RaisesLowOnly) { EXPECT_EQ(after({10, 20}, 15), (TimeInterval{15, 20})); }
TEST(TimeInterval, EarlierSight_MovesNothing) { EXPECT_EQ(after({10, 20}, 5), (TimeInterval{10, 20})); }
TEST(TimeInterval, SightBeyondHigh_MovesNothing) { EXPECT_EQ(after({10, 20}, 25), (TimeInterval{10, 20})); }
TEST(TimeInterval, ClockSetBack_ExtendsNothing) { EXPECT_EQ(latest_ms({10, 20}, 5), 10); }

}  // namespace
}  // namespace karvan::trust
