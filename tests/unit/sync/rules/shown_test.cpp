#include "sync/rules/shown.h"

#include <gtest/gtest.h>

#include "tests/unit/sync/rules/desk.h"

namespace karvan::rules {
namespace {

TEST(Shown, BalanceAfterAPayment_HasNothingOpen) {
  samples::Desk desk;
  desk.take(desk.filing());
  desk.take(desk.charge());
  desk.take(desk.payment());
  EXPECT_EQ(json::write(show_balance(desk.record)), R"({"charged":50000,"received":50000,"open":0,"currency":"PKR"})");
}

TEST(Shown, P6_WaivedMoney_IsNotShownAsCharged) {
  samples::Desk desk;
  desk.take(desk.filing());
  desk.take(desk.charge());
  auto waiver = desk.op();
  waiver.post = model::Post{"waiver", {20'000, "PKR"}, "", "", "poor"};
  desk.record = model::apply(desk.record, waiver, {});
  auto shown = show_balance(desk.record);
  EXPECT_EQ(shown["charged"], 30'000);
  EXPECT_EQ(shown["open"], 30'000);
}

TEST(Shown, ActsOfAPayment_AreNamedInOrder) {
  samples::Desk desk;
  EXPECT_EQ(names_of_acts(desk.payment()), "post issue advance:fee_paid");
}

}  // namespace
}  // namespace karvan::rules
