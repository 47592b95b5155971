#include "hardware/drivers/virtual/script.h"

#include <gtest/gtest.h>

namespace karvan::drivers::virtuals {
namespace {

const line::Conditions broken = {{"script_broken", line::Severity::warning}};

TEST(Script, Conditions_AreReadAsASet) {
  EXPECT_EQ(read_script("media_empty error\ntoner_low warning\n").conditions,
            (line::Conditions{{"media_empty", line::Severity::error}, {"toner_low", line::Severity::warning}}));
}

TEST(Script, LineWithoutMeaning_IsShown) {
  for (const auto* text : {"media_empty eror", "finger_pour 3", "finger_poor three", "finger_poor -1", "person",
                           "page_ms", "crash 2", "what"})
    EXPECT_EQ(read_script(text).conditions, broken) << text;
}

TEST(Script, TrickAndTime_AreRead) {
  auto script = read_script("# a bad day\npage_ms 7\ncrash");
  EXPECT_EQ(script.next, "crash");
  EXPECT_EQ(script.page_ms, 7);
  EXPECT_EQ(script.read_ms, std::nullopt);
  EXPECT_TRUE(script.conditions.empty());
}

TEST(Script, Faults_AreCountedOrForEver) {
  auto script = read_script("finger_poor 3\ncard_removed\nperson 4");
  EXPECT_EQ(script.faults, (std::map<std::string, std::uint64_t>{{"finger_poor", 3}, {"card_removed", each}}));
  EXPECT_EQ(script.person, 4u);
  EXPECT_TRUE(script.conditions.empty());
}

TEST(Script, TimeBeyondTheBound_IsCut) { EXPECT_EQ(read_script("page_ms 99999999999").page_ms, 600'000); }

}  // namespace
}  // namespace karvan::drivers::virtuals
