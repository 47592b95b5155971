#include "hardware/drivers/virtual/script.h"

#include <gtest/gtest.h>

namespace karvan::drivers::virtuals {
namespace {

TEST(Script, Conditions_AreReadAsASet) {
  EXPECT_EQ(read_script("media_empty error\ntoner_low warning\n").conditions,
            (line::Conditions{{"media_empty", line::Severity::error}, {"toner_low", line::Severity::warning}}));
}

TEST(Script, LineWithoutMeaning_IsShown) {
  EXPECT_EQ(read_script("media_empty eror").conditions, (line::Conditions{{"script_broken", line::Severity::warning}}));
}

TEST(Script, TrickAndTime_AreRead) {
  auto script = read_script("# a bad day\npage_ms 7\ncrash");
  EXPECT_EQ(script.next, "crash");
  EXPECT_EQ(script.page_ms, 7);
  EXPECT_TRUE(script.conditions.empty());
}

TEST(Script, TimeBeyondTheBound_IsCut) { EXPECT_EQ(read_script("page_ms 99999999999").page_ms, 600'000); }

TEST(Person, SameSeed_GivesTheSamePerson) {
  EXPECT_EQ(person_of(7, 3), person_of(7, 3));
  EXPECT_NE(person_of(7, 3), person_of(7, 4));
  EXPECT_NE(person_of(7, 3), person_of(8, 3));
}

TEST(Person, Identity_HasThePattern) {
  for (std::uint64_t n = 0; n < 50; ++n) {
    const auto id = person_of(1, n).identity;
    ASSERT_EQ(id.size(), 15u) << id;
    EXPECT_EQ(id[5], '-');
    EXPECT_EQ(id[13], '-');
  }
}

}  // namespace
}  // namespace karvan::drivers::virtuals
