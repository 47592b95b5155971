#include "tests/unit/node/counter/desk_world.h"

namespace karvan::counter {
namespace {

using samples::code_of;
using samples::DeskWorld;

struct Drawer : DeskWorld {
  std::string open(std::int64_t minor = 20'000) {
    return std::string(must(OpenShift{by(), {minor, "PKR"}}).reply.at("shift").as_string());
  }
  std::string paid() {
    auto id = filed();
    must(TakePayment{by(), id, "cash", {50'000, "PKR"}, ""});
    return id;
  }
  // The supervisor at the operator's desk.
  By over() {
    seats["digest of asma"] = Seat{"digest of asma", "Desk 1", "bilal", false, "asma", now};
    auto who = by("bilal");
    who.seat_digest = "digest of asma";
    return who;
  }
};

TEST(OpenShift, WithAFloat_IsOneOperation) {
  Drawer world;
  auto done = world.must(OpenShift{world.by(), {20'000, "PKR"}});
  ASSERT_EQ(done.ops.size(), 1u);
  EXPECT_EQ(done.ops[0].post->kind, "float");
  EXPECT_EQ(done.ops[0].set.at("staff"), "asma");
}

TEST(OpenShift, Twice_IsRefused) {
  Drawer world;
  world.open();
  EXPECT_EQ(code_of(world.run(OpenShift{world.by(), {0, "PKR"}})), Code::shift_open_already);
}

TEST(OpenShift, OfNoCurrency_IsRefused) {
  Drawer world;
  EXPECT_EQ(code_of(world.run(OpenShift{world.by(), {0, ""}})), Code::field_wrong_type);
}

TEST(CloseShift, P6_FloatAndTakingsAreWhatIsCountedAndRemitted) {
  Drawer world;
  auto shift = world.open();
  world.paid();
  auto done = world.must(CloseShift{world.by(), {{10'000, 3}}, "PKR", 40'000, ""});
  EXPECT_EQ(done.reply.at("shift").as_string(), shift);
  EXPECT_EQ(done.reply.at("expected").as_int64(), 30'000);
  EXPECT_EQ(done.reply.at("difference").as_int64(), 0);
  const auto book = *world.shift(shift);
  EXPECT_EQ(book.opening_float + book.received - book.refunded - book.remitted, *book.counted);
  EXPECT_GT(book.closed_ms, 0);
  EXPECT_EQ(done.ops.back().set.at("count_10000"), "3");
}

TEST(CloseShift, P6_WithADifference_DemandsAReason) {
  Drawer world;
  world.open();
  CloseShift cmd{world.by(), {{10'000, 1}}, "PKR", 0, ""};
  auto refused = world.run(cmd);
  ASSERT_EQ(code_of(refused), Code::reason_missing);
  EXPECT_EQ(refused.error().args.at("difference"), "-10000");
  cmd.reason = "one note torn";
  EXPECT_EQ(world.must(cmd).reply.at("difference").as_int64(), -10'000);
}

TEST(CloseShift, OfNothingSound_IsRefused) {
  Drawer world;
  EXPECT_EQ(code_of(world.run(CloseShift{world.by(), {}, "PKR", 0, ""})), Code::shift_not_open);
  world.open();
  EXPECT_EQ(code_of(world.run(CloseShift{world.by(), {{0, 5}}, "PKR", 0, "x"})), Code::field_wrong_type);
  EXPECT_EQ(code_of(world.run(CloseShift{world.by(), {{100, -1}}, "PKR", 0, "x"})), Code::field_wrong_type);
  EXPECT_EQ(code_of(world.run(CloseShift{world.by(), {{1'000'000'000, 1'000'000'000'000}}, "PKR", 0, "x"})),
            Code::field_wrong_type);
  EXPECT_EQ(code_of(world.run(CloseShift{world.by(), {{1'000'000'000'001, 0}}, "PKR", 0, "x"})),
            Code::field_wrong_type);
  EXPECT_EQ(code_of(world.run(CloseShift{world.by(), {}, "PKR", 1'000'000'000'001, "x"})), Code::field_wrong_type);
  EXPECT_EQ(code_of(world.run(CloseShift{world.by(), {}, "PKR", 0, std::string(4'096, 'x')})), Code::answer_too_long);
  EXPECT_EQ(code_of(world.run(CloseShift{world.by(), {}, "AZN", 0, "x"})), Code::amount_differs);
  EXPECT_EQ(code_of(world.run(CloseShift{world.by(), {}, "PKR", -1, "x"})), Code::field_wrong_type);
  std::map<std::int64_t, std::int64_t> many;
  for (int face = 1; face <= 65; ++face) many[face] = 1;
  EXPECT_EQ(code_of(world.run(CloseShift{world.by(), many, "PKR", 0, "x"})), Code::answer_too_long);
}

TEST(WaiveFee, OfAllThatIsOpen_ReachesFeePaid) {
  Drawer world;
  auto id = world.filed();
  world.must(WaiveFee{world.by("bilal"), id, {50'000, "PKR"}, "widow"});
  auto app = *world.application(id);
  EXPECT_EQ(model::balance(app.record).open(), 0);
  EXPECT_TRUE(app.record.reached("fee_paid"));
}

TEST(WaiveFee, OfAPart_LeavesTheRest) {
  Drawer world;
  auto id = world.filed();
  world.must(WaiveFee{world.by("bilal"), id, {20'000, "PKR"}, "widow"});
  EXPECT_FALSE(world.application(id)->record.reached("fee_paid"));
  world.must(TakePayment{world.by(), id, "cash", {30'000, "PKR"}, ""});
  EXPECT_TRUE(world.application(id)->record.reached("fee_paid"));
}

TEST(WaiveFee, P6_OfMoreThanIsOpen_IsRefused) {
  Drawer world;
  auto id = world.filed();
  EXPECT_EQ(code_of(world.run(WaiveFee{world.by("bilal"), id, {50'001, "PKR"}, "widow"})), Code::amount_differs);
  EXPECT_EQ(code_of(world.run(WaiveFee{world.by("bilal"), id, {0, "PKR"}, "widow"})), Code::amount_differs);
  EXPECT_EQ(code_of(world.run(WaiveFee{world.by("bilal"), id, {100, "PKR"}, ""})), Code::reason_missing);
  EXPECT_EQ(code_of(world.run(WaiveFee{world.by(), id, {100, "PKR"}, "widow"})), Code::role_not_allowed);
}

TEST(WaiveFee, P6_OfWhatIsPaidOrInAnotherCurrency_IsRefused) {
  Drawer world;
  const auto id = world.filed();
  EXPECT_EQ(code_of(world.run(WaiveFee{world.by("bilal"), id, {100, "AZN"}, "widow"})), Code::amount_differs);
  world.must(TakePayment{world.by(), id, "cash", {50'000, "PKR"}, ""});
  EXPECT_EQ(code_of(world.run(WaiveFee{world.by("bilal"), id, {100, "PKR"}, "widow"})), Code::already_paid);
}

// The stage is there once a round, and the receipt in the language that was asked for.
TEST(TakePayment, P6_AfterARefund_IsTakenAndReachesNoStageAgain) {
  Drawer world;
  const auto id = world.paid();
  world.must(Refund{world.over(), id, {50'000, "PKR"}, "wrong service"});
  const auto done = world.must(TakePayment{world.by(), id, "cash", {50'000, "PKR"}, "ur"});
  EXPECT_EQ(done.ops.back().advance, "");
  EXPECT_EQ(model::balance(world.application(id)->record).open(), 0);
  EXPECT_EQ(std::get<SendPrint>(done.effects.at(0)).print.slip.language, "ur");
}

TEST(CloseStop, WithTooLongANote_IsRefused) {
  Drawer world;
  EXPECT_EQ(code_of(world.run(CloseStop{world.by("bilal"), std::string(4'096, 'x')})), Code::answer_too_long);
}

TEST(Refund, P6_LeavesTheDrawerOfTheDesk) {
  Drawer world;
  auto shift = world.open();
  auto id = world.paid();
  auto done = world.must(Refund{world.over(), id, {50'000, "PKR"}, "wrong service"});
  EXPECT_EQ(done.ops.at(0).post->shift, shift);
  EXPECT_EQ(world.shift(shift)->expected(), 20'000);
  EXPECT_EQ(model::balance(world.application(id)->record).open(), 50'000);
}

TEST(Refund, WithoutADrawer_IsRefused) {
  Drawer world;
  auto id = world.paid();
  EXPECT_EQ(code_of(world.run(Refund{world.by("bilal"), id, {100, "PKR"}, "x"})), Code::shift_not_open);
}

TEST(Refund, P6_OfMoreThanWasReceived_IsRefused) {
  Drawer world;
  auto id = world.paid();
  EXPECT_EQ(code_of(world.run(Refund{world.over(), id, {50'001, "PKR"}, "x"})), Code::amount_differs);
}

TEST(CloseStop, SignsTheDayAndPrintsIt) {
  Drawer world;
  auto done = world.must(CloseStop{world.by("bilal"), "a quiet day"});
  ASSERT_EQ(done.ops.size(), 1u);
  EXPECT_EQ(done.ops[0].sheet->date, "2026-11-21");
  EXPECT_EQ(done.ops[0].set.at("to"), "e1/9 00");
  EXPECT_EQ(done.ops[0].set.at("note"), "a quiet day");
  EXPECT_EQ(done.ops[0].advance, "closed");
  EXPECT_EQ(done.ops[0].of.substr(0, 13), "lahore/visit/");
  EXPECT_EQ(world.sheets.at("2026-11-21"), "karvan/day/v1\n\n— bus-01 signature\n");
  EXPECT_EQ(done.effects.size(), 1u);
}

TEST(CloseStop, WhileAShiftIsOpen_IsRefused) {
  Drawer world;
  world.open();
  EXPECT_EQ(code_of(world.run(CloseStop{world.by("bilal"), ""})), Code::shift_still_open);
}

TEST(CloseStop, WhileADraftIsOpen_IsRefused) {
  Drawer world;
  world.started();
  EXPECT_EQ(code_of(world.run(CloseStop{world.by("bilal"), ""})), Code::stop_has_drafts);
}

TEST(CloseStop, TwiceADay_IsRefused) {
  Drawer world;
  world.must(CloseStop{world.by("bilal"), ""});
  EXPECT_EQ(code_of(world.run(CloseStop{world.by("bilal"), ""})), Code::exists_already);
}

TEST(CloseStop, ByAnOperator_IsRefused) {
  Drawer world;
  EXPECT_EQ(code_of(world.run(CloseStop{world.by(), ""})), Code::role_not_allowed);
}

}  // namespace
}  // namespace karvan::counter
