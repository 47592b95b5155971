#include <gtest/gtest.h>

#include "sync/rules/acts.h"
#include "sync/rules/closing.h"
#include "tests/unit/sync/rules/desk.h"

// What ends an application, what still may follow, and who may end it: case by case.
namespace karvan::rules {
namespace {

using catalogue::Closing;
using samples::Desk;
using samples::noon;
constexpr std::int64_t a_day = 86'400'000;

Closing closing_by(std::string how, std::string by, int after_days = 0) {
  Closing closing;
  closing.how = std::move(how);
  closing.by = std::move(by);
  closing.after_days = after_days;
  return closing;
}

struct Ends : Desk {
  Ends() { take(filing()); }
  void reach(const char* stage, std::int64_t ms) {
    record.milestones.push_back({stage, {ms, 0}, "a", "bus-01/e1/8", 1});
  }
  void refuse(std::int64_t ms) { record.decisions.push_back({{"refused", "forged", ""}, "centre/e1/2", "o", {ms, 0}}); }
  void close(const char* how) { record.closed = {{how, ""}, "bus-01/e1/9", "a", {noon + a_day, 0}}; }
  void issue(const char* state = "issued") {
    record.documents.push_back({"bus-01/e1/7", {"licence", 41}, state, {}, {}});
    reach(stage::document_issued, noon + a_day);
  }
  Code closing(const std::string& how, const Context& context, std::int64_t days = 0) {
    auto o = op();
    o.time.ms += days * a_day;
    o.closed = model::Closed{how, ""};
    const auto checked = check_closed(record, o, context);
    return checked ? Code::internal : checked.error().code;
  }
  Code closing(const std::string& how, std::int64_t days = 0) { return closing(how, context(), days); }
};

TEST(Endings, EachStops_WhatCannotFollowIt) {
  struct {
    const char *how, *stopped, *goes_on;
  } const endings[] = {
      {"delivered", "", "advance:delivered handed_over decided issue charge payment refund"},
      {"completed", "", "advance:delivered handed_over decided issue charge payment refund"},
      {"refused", "advance:reviewed advance:delivered handed_over", "decided issue charge payment refund"},
      {"withdrawn", "advance:reviewed advance:delivered handed_over decided issue charge payment", "refund waiver"},
      {"returned", "advance:delivered handed_over decided issue charge payment", "refund"},
      {"expired", "advance:delivered handed_over decided issue charge payment", "refund"},
      {"uncollected", "advance:reviewed decided issue charge", "advance:delivered handed_over payment refund"}};
  for (const auto& [how, stopped, goes_on] : endings) {
    const Ending ending{how, {noon, 0}, "a", "b/e/1", "", nullptr};
    for (const char* always : {"set", "returned", "closed"}) EXPECT_TRUE(stops(ending, always)) << how << always;
    for (const auto& act : model::words_of(stopped)) EXPECT_TRUE(stops(ending, act)) << how << " " << act;
    for (const auto& act : model::words_of(goes_on)) EXPECT_FALSE(stops(ending, act)) << how << " " << act;
  }
}

TEST(Endings, P9_RefusalAfterTheHandingOver_IsHowItEndedAndOneBeforeItIsNot) {
  Ends desk;
  desk.reach(stage::delivered, noon + 2 * a_day);
  EXPECT_EQ(closing_of(desk.record, &desk.service)->how, "delivered");
  desk.refuse(noon + a_day);
  EXPECT_EQ(closing_of(desk.record, &desk.service)->how, "delivered");
  desk.refuse(noon + 3 * a_day);
  EXPECT_EQ(closing_of(desk.record, &desk.service)->how, "refused");
}

TEST(Endings, WhereTheServiceIsNotHere_WhatClosedItCounts) {
  Ends desk;
  EXPECT_FALSE(closing_of(desk.record, nullptr));
  for (const char* how : {"withdrawn", "expired"}) {
    desk.close(how);
    const auto ending = closing_of(desk.record, nullptr);
    ASSERT_TRUE(ending) << how;
    EXPECT_EQ(ending->how, how);
    EXPECT_FALSE(ending->way);
  }
}

TEST(Endings, ServiceOfNoStages_IsNeverCompleted) {
  Ends desk;
  desk.service.stages.clear();
  EXPECT_FALSE(closing_of(desk.record, &desk.service));
}

TEST(Endings, OfNothingThatWasFiledHere_NoneIsOffered) {
  Ends desk;
  const auto context = desk.context();
  auto o = desk.op();
  o.closed = model::Closed{"withdrawn", ""};
  EXPECT_EQ(check_closed({}, o, context).error().code, Code::closing_not_offered);
  auto bare = context;
  bare.service = nullptr;
  EXPECT_EQ(desk.closing("withdrawn", bare), Code::closing_not_offered);
  o.of = "lahore/token/t1";
  EXPECT_EQ(check_closed(desk.record, o, context).error().code, Code::closing_not_offered);
}

TEST(Endings, WayThatIsNoActOfAPerson_IsNotOffered) {
  Ends desk;
  desk.service.closings = {closing_by("refused", "desk")};
  EXPECT_EQ(desk.closing("refused"), Code::closing_not_offered);
}

TEST(Endings, WayOfNobodyInParticular_IsTheDesks) {
  Ends desk;
  desk.service.closings = {closing_by("withdrawn", "")};
  EXPECT_EQ(desk.closing("withdrawn"), Code::reason_missing);  // the last that is asked of who may
  desk.as(Role::technician);
  EXPECT_EQ(desk.closing("withdrawn"), Code::role_not_allowed);
  desk.as(Role::officer);
  EXPECT_EQ(desk.closing("withdrawn"), Code::role_not_allowed);
}

TEST(Endings, ByNobodyWhoIsKnown_StillWantsAReason) {
  Ends desk;
  auto context = desk.context();
  context.actor = nullptr;
  EXPECT_EQ(desk.closing("withdrawn", context), Code::reason_missing);
  desk.as(Role::centre);
  EXPECT_EQ(desk.closing("withdrawn"), Code::internal);
}

TEST(Endings, P5_DocumentThatStands_KeepsItFromBeingWithdrawn_AVoidOneDoesNot) {
  Ends desk;
  desk.as(Role::centre);
  desk.issue("void");
  EXPECT_EQ(desk.closing("withdrawn"), Code::internal);
  desk.issue();
  EXPECT_EQ(desk.closing("withdrawn"), Code::document_issued_already);
}

TEST(Endings, Uncollected_IsWhereADocumentStandsAndTheTimeIsOver) {
  Ends desk;
  desk.as(Role::centre);
  desk.service.closings = {closing_by("uncollected", "centre", 60)};
  desk.issue("void");
  EXPECT_EQ(desk.closing("uncollected", 90), Code::closing_not_offered);
  desk.issue();
  EXPECT_EQ(desk.closing("uncollected", 50), Code::closing_not_offered);
  EXPECT_EQ(desk.closing("uncollected", 90), Code::internal);
}

TEST(Endings, Lapse_IsTheFirstOfThoseThatComeByThemselves) {
  Ends desk;
  desk.service.stages.back().awaits = "citizen";
  desk.issue();
  desk.reach(stage::decided, noon);
  desk.reach(stage::fee_paid, noon);
  desk.service.closings = {closing_by("expired", "centre", 30), closing_by("uncollected", "centre", 60)};
  EXPECT_EQ(lapse_of(desk.record, desk.service).how, "expired");
  EXPECT_EQ(lapse_of(desk.record, desk.service).at_ms, noon + 31 * a_day);
  desk.service.closings[1].after_days = 10;
  EXPECT_EQ(lapse_of(desk.record, desk.service).how, "uncollected");
  EXPECT_EQ(lapse_of(desk.record, desk.service).at_ms, noon + 11 * a_day);
  for (auto& closing : desk.service.closings) closing.after_days = 0;
  EXPECT_EQ(lapse_of(desk.record, desk.service).at_ms, 0);
}

TEST(Endings, P6_RefundOfNamedFeesThatCannotBeWorkedOut_IsNothing) {
  Ends desk;
  desk.take(desk.charge());
  desk.take(desk.payment());
  auto withdrawn = closing_by("withdrawn", "desk");
  withdrawn.refund = Closing::Refund::lines;
  withdrawn.refund_lines = {"fee"};
  EXPECT_EQ(refund_by(desk.record, desk.service, withdrawn).minor, 50'000);
  desk.service.fees[0].by = {"full_name"};
  desk.service.fees[0].rows = {{{"Sana"}, 50'000}};
  EXPECT_EQ(refund_by(desk.record, desk.service, withdrawn).minor, 0);
}

TEST(Endings, P6_OfWhatWasDelivered_NothingIsGivenBack) {
  Ends desk;
  desk.take(desk.charge());
  desk.take(desk.payment());
  desk.reach(stage::delivered, noon + a_day);
  EXPECT_EQ(refund_due(desk.record, desk.service), (model::Money{0, "PKR"}));
}

}  // namespace
}  // namespace karvan::rules
