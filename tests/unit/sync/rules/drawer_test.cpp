#include <gtest/gtest.h>

#include "tests/unit/sync/rules/filed.h"

namespace karvan::rules {
namespace {

using samples::Desk;
using samples::Filed;

TEST(Waive, P6_IsTheSupervisorsWithAReasonAndALimit) {
  Filed desk;
  desk.take(desk.charge());
  auto waiver = [&](std::int64_t minor, std::string reason) {
    auto op = desk.op();
    op.post = model::Post{"waiver", {minor, "PKR"}, "", "", std::move(reason)};
    return op;
  };
  EXPECT_EQ(desk.refusal(waiver(10'000, "widow")), Code::role_not_allowed);
  desk.as(Role::supervisor);
  EXPECT_EQ(desk.refusal(waiver(10'000, "")), Code::reason_missing);
  EXPECT_EQ(desk.refusal(waiver(60'000, "widow")), Code::amount_differs);
  EXPECT_TRUE(desk.check(waiver(50'000, "widow")));
}

TEST(Refund, P6_GoesNoFurtherThanWhatWasReceived) {
  Desk desk;
  desk.pay();
  desk.as(Role::supervisor);
  auto op = desk.op();
  op.post = model::Post{"refund", {50'001, "PKR"}, "cash", "s1", "withdrawn"};
  EXPECT_EQ(desk.refusal(op), Code::amount_differs);
  EXPECT_EQ(desk.judge(op).alarms.front(), "suspense");
  op.post->amount.minor = 50'000;
  EXPECT_TRUE(desk.check(op));
}

struct Drawer : Desk {
  model::Op move(const char* kind, std::int64_t minor) {
    auto o = op();
    o.of = "lahore/shift/s1";
    o.post = model::Post{kind, {minor, "PKR"}, "cash", "s1", ""};
    return o;
  }
  model::Op close() {
    auto o = op();
    o.of = "lahore/shift/s1";
    o.advance = stage::closed;
    return o;
  }
  Context context() {
    auto c = Desk::context();
    c.service = nullptr;
    return c;
  }
  Result<void> check(const model::Op& o) { return rules::check(record, o, context()); }
  model::Verdict take(const model::Op& o) {
    auto verdict = rules::judge(record, o, context());
    record = model::apply(record, o, verdict);
    return verdict;
  }
};

TEST(Shift, P6_OpensWithAFloatAndTakesNothingOnceClosed) {
  Drawer desk;
  auto code = [&](const model::Op& op) {
    auto checked = desk.check(op);
    return checked ? Code::internal : checked.error().code;
  };
  EXPECT_EQ(code(desk.move("count", 1)), Code::shift_not_open);
  EXPECT_EQ(desk.take(desk.move("float", 10'000)), model::Verdict{});
  EXPECT_EQ(code(desk.move("float", 1)), Code::shift_open_already);
  EXPECT_EQ(code(desk.move("payment", 1)), Code::malformed);
  EXPECT_EQ(desk.take(desk.move("remittance", 9'000)), model::Verdict{});
  EXPECT_EQ(desk.take(desk.move("count", 1'000)), model::Verdict{});
  EXPECT_EQ(desk.take(desk.close()), model::Verdict{});
  EXPECT_TRUE(desk.record.reached(stage::closed));
  EXPECT_EQ(code(desk.move("count", 1)), Code::shift_not_open);
  EXPECT_EQ(desk.take(desk.move("count", 1)).alarms.front(), "suspense");
}

TEST(Sheet, OnAVisit_OnceByASupervisor) {
  Drawer desk;
  auto op = desk.op();
  op.of = "lahore/visit/v1";
  op.sheet = model::Sheet{"2026-11-22", std::string(64, 'a'), "bus-01 abc"};
  op.advance = stage::closed;
  EXPECT_FALSE(desk.check(op));
  desk.as(Role::supervisor);
  EXPECT_TRUE(desk.check(op));
  desk.take(op);
  ASSERT_FALSE(desk.check(op));
  EXPECT_EQ(desk.check(op).error().code, Code::exists_already);
}

}  // namespace
}  // namespace karvan::rules
