#include "node/counter/slips.h"
#include "tests/unit/node/counter/desk_world.h"

namespace karvan::counter {
namespace {

using samples::code_of;
using samples::DeskWorld;

TakePayment payment(DeskWorld& world, const std::string& application, std::int64_t minor = 50'000) {
  return {world.by(), application, "cash", {minor, "PKR"}, ""};
}

TEST(TakePayment, OfTheWholeFee_PostsIssuesAndAdvances) {
  DeskWorld world;
  auto id = world.filed();
  auto done = world.must(payment(world, id));
  const auto& op = done.ops.back();
  EXPECT_EQ(op.post->kind, "payment");
  EXPECT_EQ(op.issue, (model::Serial{"receipt", 7001}));
  EXPECT_EQ(op.advance, "fee_paid");
  EXPECT_EQ(done.reply.at("receipt").at("number").as_int64(), 7001);
}

TEST(TakePayment, P6_ClosesTheBalance) {
  DeskWorld world;
  auto id = world.filed();
  world.must(payment(world, id));
  EXPECT_EQ(model::balance(world.application(id)->record).open(), 0);
}

TEST(TakePayment, FirstAtADesk_OpensAShiftAndTheNextUsesIt) {
  DeskWorld world;
  auto first = world.must(payment(world, world.filed()));
  ASSERT_EQ(first.ops.size(), 2u);
  EXPECT_EQ(first.ops[0].post->kind, "float");
  EXPECT_EQ(first.ops[0].of, "lahore/shift/" + first.ops[1].post->shift);
  auto second = world.must(payment(world, world.filed()));
  ASSERT_EQ(second.ops.size(), 1u);
  EXPECT_EQ(second.ops[0].post->shift, first.ops[1].post->shift);
}

TEST(TakePayment, OrdersAPrintWithTheNumber) {
  DeskWorld world;
  auto done = world.must(payment(world, world.filed()));
  const auto& print = std::get<SendPrint>(done.effects.at(0)).print;
  EXPECT_EQ(print.serial.number, 7001);
  EXPECT_EQ(print.slip.number, "7001");
  EXPECT_EQ(print.state, "queued");
}

TEST(TakePayment, OfAnUnknownApplication_IsRefused) {
  DeskWorld world;
  EXPECT_EQ(code_of(world.run(payment(world, "none"))), Code::unknown_application);
}

TEST(TakePayment, OfLessThanTheFee_IsRefusedWithBothAmounts) {
  DeskWorld world;
  auto refused = world.run(payment(world, world.filed(), 40'000));
  EXPECT_EQ(code_of(refused), Code::amount_differs);
  EXPECT_EQ(refused.error().args.at("expected"), "50000");
}

TEST(TakePayment, InAnotherCurrency_IsRefused) {
  DeskWorld world;
  auto cmd = payment(world, world.filed());
  cmd.amount.currency = "AZN";
  EXPECT_EQ(code_of(world.run(cmd)), Code::amount_differs);
}

TEST(TakePayment, Twice_IsRefused) {
  DeskWorld world;
  auto id = world.filed();
  world.must(payment(world, id));
  EXPECT_EQ(code_of(world.run(payment(world, id))), Code::already_paid);
}

TEST(TakePayment, ByAnotherTender_IsRefused) {
  DeskWorld world;
  auto cmd = payment(world, world.filed());
  cmd.tender = "cheque";
  EXPECT_EQ(code_of(world.run(cmd)), Code::tender_not_accepted);
}

TEST(TakePayment, P5_WithoutALease_IsRefusedAndNothingIsPosted) {
  DeskWorld world;
  auto id = world.filed();
  world.next = world.lease.last + 1;
  EXPECT_EQ(code_of(world.run(payment(world, id))), Code::no_lease_left);
  EXPECT_EQ(model::balance(world.application(id)->record).open(), 50'000);
}

TEST(TakePayment, P14_OfALeaseThatIsOver_IsRefused) {
  DeskWorld world;
  auto id = world.filed();
  world.now = world.lease.not_after_ms + 1;
  EXPECT_EQ(code_of(world.run(payment(world, id))), Code::no_lease_left);
}

TEST(TakePayment, ByATechnician_IsRefused) {
  DeskWorld world;
  auto cmd = payment(world, world.filed());
  cmd.by = world.by("tariq");
  EXPECT_EQ(code_of(world.run(cmd)), Code::role_not_allowed);
}

TEST(Receipt, InUrdu_SpeaksUrduAndIsolatesItsNumbers) {
  DeskWorld world;
  auto id = world.filed();
  auto app = *world.application(id);
  auto slip = receipt(world, app, {"receipt", 7001}, {{50'000, "PKR"}, "cash"}, "ur");
  EXPECT_EQ(slip.language, "ur");
  EXPECT_EQ(slip.number_label, word("number", "ur"));
  EXPECT_EQ(slip.rows.back().label, word("date", "ur"));
  EXPECT_TRUE(slip.rows.back().isolate);
}

TEST(Receipt, PrintedInTheLanguageOfTheFiling) {
  DeskWorld world;
  auto id = world.started();
  world.must(FileDraft{world.by(), id, 2, "az"});
  auto done = world.must(payment(world, id));
  EXPECT_EQ(std::get<SendPrint>(done.effects.at(0)).print.slip.language, "az");
}

TEST(Receipt, CarriesTrackingServiceStageAndDateInItsCode) {
  DeskWorld world;
  auto id = world.filed();
  auto done = world.must(payment(world, id));
  EXPECT_EQ(std::get<SendPrint>(done.effects.at(0)).print.slip.qr,
            "K1|" + model::tracking_of(id) + "|domicile|fee_paid|2026-11-21");
}

TEST(MoneyText, IsGroupedWithTheCurrencysDecimals) {
  EXPECT_EQ(money_text({125'000'050, "PKR"}), "PKR 1,250,000.50");
  EXPECT_EQ(money_text({7, "AZN"}), "AZN 0.07");
  EXPECT_EQ(money_text({1'234'567, "KWD"}), "KWD 1,234.567");
  EXPECT_EQ(money_text({500, "JPY"}), "JPY 500");
}

}  // namespace
}  // namespace karvan::counter
