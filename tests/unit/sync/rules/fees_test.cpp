#include "sync/rules/fees.h"

#include <gtest/gtest.h>

#include "sync/rules/acts.h"
#include "tests/unit/sync/rules/desk.h"

namespace karvan::rules {
namespace {

using samples::Desk;

// Filed; the fee is that of the answers, with a row for nobody else.
struct Assessed : Desk {
  Assessed() {
    take(filing());
    as(Role::supervisor);
  }
  void charged(std::int64_t minor) {
    auto o = charge(minor);
    o.advance.clear();
    take(o);
  }
  void lose_the_fee() {
    service.fees[0].by = {"full_name"};
    service.fees[0].rows = {{{"Sana"}, 50'000}};
  }
  model::Op moved(const char* kind, std::int64_t minor, const char* currency = "PKR") {
    auto o = op();
    o.post = model::Post{kind, {minor, currency}, "cash", "s1", "poor"};
    return o;
  }
  Code movement(const model::Op& o, const Context& context) {
    const auto checked = check_movement(record, o, context);
    return checked ? Code::internal : checked.error().code;
  }
};

TEST(Fees, P6_BeforeACharge_NothingIsToBeWaived) {
  Assessed desk;
  EXPECT_FALSE(fee_charged(desk.record, desk.service));
  EXPECT_EQ(waivable_minor(desk.record, desk.service, ""), 0);
  EXPECT_EQ(waivable_minor(desk.record, desk.service, "fee"), 0);
}

TEST(Fees, P6_OfAChargeThatIsNotTheCatalogues_OnlyTheWholeIsWaived) {
  Assessed desk;
  desk.charged(40'000);
  EXPECT_EQ(waivable_minor(desk.record, desk.service, ""), 40'000);
  EXPECT_EQ(waivable_minor(desk.record, desk.service, "fee"), 0);
}

TEST(Fees, ChargedBeforeTheStageCame_IsWorkedOutForTheDayItBegan) {
  Assessed desk;
  desk.charged(50'000);
  EXPECT_EQ(waivable_minor(desk.record, desk.service, "fee"), 50'000);
}

TEST(Money, P6_ChargeThatCannotBeWorkedOut_IsRefusedAndLookedAt) {
  Assessed desk;
  desk.lose_the_fee();
  EXPECT_EQ(check_charge(desk.record, desk.charge(), desk.context()).error().code, Code::fee_unknown);
  EXPECT_EQ(desk.judge(desk.charge()).alarms, std::vector<std::string>{"fee_differs"});
  auto bare = desk.context();
  bare.service = nullptr;
  EXPECT_TRUE(check_charge(desk.record, desk.charge(), bare));
}

TEST(Money, P6_OfAnotherCurrencyOrOfNoKind_IsRefused) {
  Assessed desk;
  desk.charged(50'000);
  EXPECT_EQ(desk.movement(desk.moved("payment", 50'000, "AZN"), desk.context()), Code::amount_differs);
  EXPECT_EQ(desk.movement(desk.moved("gift", 50'000), desk.context()), Code::malformed);
  EXPECT_EQ(desk.movement(desk.moved("payment", 50'000), desk.context()), Code::internal);
}

TEST(Money, P6_WaiverWhereTheServiceIsNotHere_GoesNoFurtherThanWhatIsOpen) {
  Assessed desk;
  desk.charged(50'000);
  desk.service.fees[0].waivable = false;
  EXPECT_EQ(desk.movement(desk.moved("waiver", 1), desk.context()), Code::amount_differs);
  auto bare = desk.context();
  bare.service = nullptr;
  EXPECT_EQ(desk.movement(desk.moved("waiver", 50'000), bare), Code::internal);
  EXPECT_EQ(desk.movement(desk.moved("waiver", 50'001), bare), Code::amount_differs);
}

TEST(Money, P6_ShiftCountedInAnotherCurrency_IsRefused) {
  Desk desk;
  auto o = desk.op();
  o.of = "lahore/shift/s1";
  o.post = model::Post{"float", {1'000, "PKR"}, "cash", "s1", ""};
  desk.take(o);
  o.post = model::Post{"count", {1'000, "AZN"}, "cash", "s1", ""};
  EXPECT_EQ(check_shift(desk.record, o).error().code, Code::amount_differs);
  o.post->amount.currency = "PKR";
  EXPECT_TRUE(check_shift(desk.record, o));
}

}  // namespace
}  // namespace karvan::rules
