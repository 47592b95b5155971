#include "hardware/drivers/ipp/judge.h"

#include <gtest/gtest.h>

namespace karvan::drivers::ipp {
namespace {

using line::Conditions;
using line::Severity;

TEST(Conditions, None_IsNoCondition) { EXPECT_EQ(conditions_of({"none"}), Conditions{}); }

TEST(Conditions, Suffix_GivesTheSeverity) {
  EXPECT_EQ(
      conditions_of({"toner-low-report", "fuser-over-temp-warning", "spool-area-full-error"}),
      (Conditions{
          {"fuser_over_temp", Severity::warning}, {"spool_area_full", Severity::error}, {"toner_low", Severity::ok}}));
}

TEST(Conditions, WithoutSuffix_WhatStopsAPrinterIsAnError) {
  EXPECT_EQ(conditions_of({"media-needed"}), (Conditions{{"media_needed", Severity::error}}));
  EXPECT_EQ(conditions_of({"sun-too-bright"}), (Conditions{{"sun_too_bright", Severity::warning}}));
}

TEST(Conditions, OpenOrJammed_IsAnErrorUnderAnySuffix) {
  EXPECT_EQ(conditions_of({"cover-open-report", "media-jam-warning"}),
            (Conditions{{"cover_open", Severity::error}, {"media_jam", Severity::error}}));
}

TEST(Conditions, OneTrayOfTwoEmpty_DoesNotStopTheDesk) {
  EXPECT_EQ(blocking(conditions_of({"media-empty-report"}, {"name=main;level=120", "name=second;level=0"})), "");
}

TEST(Conditions, AllTraysEmpty_StopsTheDesk) {
  EXPECT_EQ(blocking(conditions_of({"media-empty-report"}, {"name=main;level=0", "name=by-pass;level=-2"})),
            "media_empty");
}

TEST(Conditions, AtLeastOneSheet_IsPaper) {
  EXPECT_EQ(blocking(conditions_of({"media-empty-warning"}, {"name=main;level=0", "name=second;level=-3"})), "");
}

TEST(Judge, Completed_IsPrinted) { EXPECT_EQ(judge({9, "p-1", true}, "p-1"), JobVerdict::printed); }

TEST(Judge, AnotherJobUnderOurNumber_IsUnknown) { EXPECT_EQ(judge({9, "p-2", true}, "p-1"), JobVerdict::unknown); }

TEST(Judge, CanceledBeforeItBegan_IsNothing) { EXPECT_EQ(judge({7, "p-1", false}, "p-1"), JobVerdict::nothing); }

TEST(Judge, AbortedMidway_IsUnknown) { EXPECT_EQ(judge({8, "p-1", true}, "p-1"), JobVerdict::unknown); }

TEST(Judge, PendingHeldProcessingStopped_AreWaitedFor) {
  for (int state : {3, 4, 5, 6}) EXPECT_EQ(judge({state, "p-1", false}, "p-1"), JobVerdict::wait);
}

TEST(Judge, StateOfNoMeaning_IsUnknown) { EXPECT_EQ(judge({0, "p-1", false}, "p-1"), JobVerdict::unknown); }

}  // namespace
}  // namespace karvan::drivers::ipp
