#include "sync/show/record.h"

#include <gtest/gtest.h>

#include "tests/unit/sync/rules/desk.h"

namespace karvan::show {
namespace {

TEST(RecordShown, BalanceAfterAPayment_HasNothingOpen) {
  rules::samples::Desk desk;
  desk.take(desk.filing());
  desk.take(desk.charge());
  desk.take(desk.payment());
  EXPECT_EQ(json::write(show::balance(desk.record)), R"({"charged":50000,"received":50000,"open":0,"currency":"PKR"})");
}

TEST(RecordShown, P6_WaivedMoney_IsNotShownAsCharged) {
  rules::samples::Desk desk;
  desk.take(desk.filing());
  desk.take(desk.charge());
  auto waiver = desk.op();
  waiver.post = model::Post{"waiver", {20'000, "PKR"}, "", "", "poor"};
  desk.record = model::apply(desk.record, waiver, {});
  auto shown = show::balance(desk.record);
  EXPECT_EQ(shown["charged"], 30'000);
  EXPECT_EQ(shown["open"], 30'000);
}

TEST(RecordShown, ActsOfAPayment_AreNamedInOrder) {
  rules::samples::Desk desk;
  EXPECT_EQ(names_of_acts(desk.payment()), "post issue advance:fee_paid");
}

TEST(RecordShown, ActsOfConflictAndDecision_AreNamed) {
  rules::samples::Desk desk;
  auto op = desk.op();
  op.attach = {{"photo", "ab", 1, "image/png", ""}};
  op.shown = {{"applicant", 1, "identity", "card", "", "", ""}, {"guardian", 1, "identity", "card", "", "", ""}};
  op.returned = model::Returned{{"filed"}, "x"};
  op.resolve = model::Resolved{"full_name", "A", "b", {"b"}, "x"};
  op.decided = model::Decided{"granted", "", ""};
  op.handed_over = model::HandedOver{{"licence", 41}, "Ali", "", ""};
  op.sheet = model::Sheet{"2026-11-22", "ab", "x"};
  EXPECT_EQ(names_of_acts(op), "attach shown:identity returned resolve:full_name decided:granted handed_over sheet");
}

}  // namespace
}  // namespace karvan::show
