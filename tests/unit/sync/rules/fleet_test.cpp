#include "sync/rules/fleet.h"

#include <gtest/gtest.h>

namespace karvan::rules {
namespace {

struct FleetTest : testing::Test {
  FleetState state{"9f3c", 4, {{"bus-03", "aa", 17}, {"bus-09", "", 0}}};
};

TEST_F(FleetTest, Text_RoundTrips) { EXPECT_EQ(parse_fleet(write_fleet(state)), state); }

TEST_F(FleetTest, OtherText_IsMalformed) {
  auto text = write_fleet(state);
  for (const auto& other : {std::string("karvan/lease/v1\nepoch 9f3c\n"), std::string(), text + "unknown line\n",
                            text + "revoked bus-04 aa\n", text + "revoked  aa 4\n", text.substr(0, 30)})
    EXPECT_EQ(parse_fleet(other).error().code, Code::malformed) << other;
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
  ASSERT_TRUE(revoked(state, "bus-03"));
  EXPECT_EQ(revoked(state, "bus-03")->seq, 17u);
  EXPECT_FALSE(revoked(state, "bus-0"));
}

}  // namespace
}  // namespace karvan::rules
