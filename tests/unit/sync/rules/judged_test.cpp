#include <gtest/gtest.h>

#include <algorithm>

#include "sync/rules/acts.h"
#include "sync/rules/check.h"
#include "sync/rules/closing.h"
#include "tests/unit/sync/rules/desk.h"

// What becomes of acts in the less usual cases: after an ending, by the wrong person, out of their order.
namespace karvan::rules {
namespace {

using model::Fate;
using samples::Desk;
using samples::noon;

struct Ended : Desk {
  Ended() { take(filing()); }
  void end(const char* how) { record.closed = {{how, ""}, "bus-01/e1/90", "a", {noon + 10, 0}}; }
  model::Op after() {
    auto o = op();
    o.time = {noon + 50, 0};
    return o;
  }
  bool alarmed(const model::Op& o, const std::string& alarm) {
    const auto alarms = judge(o).alarms;
    return std::find(alarms.begin(), alarms.end(), alarm) != alarms.end();
  }
};

TEST(Judged, P5_AfterTheEnd_ReceiptsAreIssuedAndCertificatesAreInQuestion) {
  Ended desk;
  desk.end("withdrawn");
  auto receipt = desk.after();
  receipt.issue = model::Serial{"receipt", 7001};
  EXPECT_EQ(desk.judge(receipt).alarms, std::vector<std::string>{});
  desk.lend_licences();
  desk.service.policy = catalogue::Policy::issue;
  auto paper = desk.after();
  paper.issue = model::Serial{"licence", 41};
  EXPECT_TRUE(desk.alarmed(paper, "disputed:licence/41"));
  desk.record.closed.reset();
  EXPECT_FALSE(desk.alarmed(paper, "disputed:licence/41"));
}

TEST(Judged, AfterTheEnd_HandingOverIsInQuestion) {
  Ended desk;
  desk.record.documents.push_back({"bus-01/e1/7", {"licence", 41}, "issued", {}, {}});
  auto over = desk.after();
  over.handed_over = model::HandedOver{{"licence", 41}, "Ali Khan", "self", "card"};
  EXPECT_FALSE(desk.alarmed(over, "handed_over:licence/41"));
  desk.end("withdrawn");
  EXPECT_TRUE(desk.alarmed(over, "handed_over:licence/41"));
}

TEST(Judged, AfterTheEnd_ReturnsAndSetsAreRefused) {
  Ended desk;
  desk.end("withdrawn");
  desk.as(Role::supervisor);
  auto o = desk.after();
  o.returned = model::Returned{{"filed"}, "no signature"};
  o.add = {{"papers", "deed"}};
  const auto verdict = desk.judge(o);
  EXPECT_EQ(verdict.returned, Fate::refused);
  EXPECT_EQ(verdict.fields.at("papers"), Fate::refused);
  EXPECT_EQ(verdict.reason, name_of(Code::application_closed));
}

TEST(Judged, ReturnOfOtherStagesOrWithoutAReason_IsRefusedAndNotLost) {
  Ended desk;
  desk.as(Role::supervisor);
  auto o = desk.op();
  o.returned = model::Returned{{"filed"}, "no signature"};
  ASSERT_EQ(desk.take(o), model::Verdict{});
  EXPECT_EQ(desk.judge(o).returned, Fate::lost);
  o.returned->reopens = {"reviewed"};
  EXPECT_EQ(desk.judge(o).returned, Fate::refused);
  o.returned = model::Returned{{"filed"}, ""};
  EXPECT_EQ(desk.judge(o).returned, Fate::refused);
  EXPECT_EQ(desk.judge(o).reason, name_of(Code::reason_missing));
}

TEST(Judged, ClosingThatIsNotOffered_IsRefusedAndNotLost) {
  Ended desk;
  auto o = desk.op();
  o.closed = model::Closed{"expired", "late"};
  EXPECT_EQ(desk.judge(o).closed, Fate::refused);
  EXPECT_EQ(desk.judge(o).reason, name_of(Code::closing_not_offered));
}

TEST(Judged, StageThatTheServiceDoesNotHave_IsRefusedAndWaitsForNothing) {
  Ended desk;
  auto o = desk.op();
  o.advance = "blessed";
  const auto verdict = desk.judge(o);
  EXPECT_EQ(verdict.advance, Fate::refused);
  EXPECT_EQ(verdict.alarms, std::vector<std::string>{"refused:blessed:stage_not_reached"});
}

TEST(Judged, P9_EarlyStageOfAfterTheEnd_IsNotReachedByWhatComesLater) {
  Ended desk;
  const model::Milestone before{stage::reviewed, {noon + 5, 0}, "s", "bus-09/e1/4", 1};
  const model::Milestone after{stage::documents_captured, {noon + 20, 0}, "a", "bus-09/e1/5", 1};
  desk.record.early = {before, after};
  auto o = desk.after();
  o.note = "looked at";
  EXPECT_EQ(desk.judge(o).ripe, (std::vector<std::string>{before.writer, after.writer}));
  desk.end("withdrawn");
  EXPECT_EQ(desk.judge(o).ripe, std::vector<std::string>{before.writer});
  desk.record.closed.reset();
  desk.record.milestones.push_back({stage::delivered, {noon + 10, 0}, "a", "bus-01/e1/90", 1});
  EXPECT_EQ(desk.judge(o).ripe, (std::vector<std::string>{before.writer, after.writer}));
}

// P5, P6: whatever such a person reports has happened and is kept; somebody has to look at it.
TEST(Judged, P6_EachFactOfAPersonWithoutTheRight_IsLookedAt) {
  Ended desk;
  desk.as(Role::technician);
  const std::vector<void (*)(model::Op&)> facts = {
      [](model::Op& o) { o.post = model::Post{"payment", {1, "PKR"}, "cash", "s1", ""}; },
      [](model::Op& o) { o.issue = model::Serial{"receipt", 7001}; },
      [](model::Op& o) { o.voided = model::Voided{{"receipt", 7001}, "smeared"}; },
      [](model::Op& o) { o.decided = model::Decided{"granted", "", ""}; },
      [](model::Op& o) { o.handed_over = model::HandedOver{{"receipt", 7001}, "Ali", "self", ""}; },
      [](model::Op& o) { o.sheet = model::Sheet{"2026-11-21", std::string(64, 'a'), "x"}; },
      [](model::Op& o) { o.attach = {{"photo", std::string(64, 'a'), 1, "image/jpeg", ""}}; },
      [](model::Op& o) { o.shown = {{"applicant", 1, "identity", "card", "Ali", "", "35"}}; },
      [](model::Op& o) { o.lease = model::LeaseEnd{"l1", "returned", 1, {}}; }};
  auto claim = desk.op();
  claim.set["phone"] = "2";
  EXPECT_FALSE(desk.alarmed(claim, "actor"));
  for (std::size_t i = 0; i < facts.size(); ++i) {
    auto o = claim;
    facts[i](o);
    EXPECT_EQ(desk.judge(o).op, Fate::refused) << i;
    EXPECT_TRUE(desk.alarmed(o, "actor")) << i;
  }
}

TEST(Judged, ShownByNobodyWhomTheCatalogueKnows_IsLookedAtWhereItIsHere) {
  Ended desk;
  auto o = desk.op();
  o.shown = {{"uncle", 1, "identity", "card", "Ali", "", "35"}};
  EXPECT_EQ(desk.judge(o).alarms, std::vector<std::string>{"shown:uncle"});
  EXPECT_EQ(desk.refusal(o), Code::party_missing);
  o.of = "lahore/token/t1";
  auto bare = desk.context();
  bare.service = nullptr;
  EXPECT_EQ(judge({}, o, bare).alarms, std::vector<std::string>{});
  EXPECT_TRUE(check({}, o, bare));
}

TEST(Judged, BoxesOwnWordAboutItsLease_MaySayMoreOfIt) {
  Ended desk;
  auto o = desk.op();
  o.of = "lahore/lease/l1";
  o.actor.clear();
  o.lease = model::LeaseEnd{"l1", "returned", 7100, {}};
  o.set["why"] = "damaged";
  auto context = desk.context();
  context.actor = nullptr;
  context.service = nullptr;
  EXPECT_EQ(judge({}, o, context), model::Verdict{});
}

TEST(Judged, RecordOfNoForm_IsChangedOverWhatStandsAndHeldWhereItWasNotSeen) {
  Ended desk;
  auto context = desk.context();
  context.service = nullptr;
  auto call = desk.op();
  call.of = "lahore/token/t1";
  call.set["state"] = "called";
  auto record = model::apply({}, call, judge({}, call, context));
  auto other = desk.op("bus-02");
  other.of = call.of;
  other.set["state"] = "gone";
  EXPECT_EQ(judge(record, other, context), model::Verdict{});  // over the record's first
  record = model::apply(record, other, {});
  auto unseen = desk.op("bus-03");
  unseen.of = call.of;
  unseen.set["state"] = "served";
  EXPECT_EQ(judge(record, unseen, context).fields.at("state"), Fate::held);
}

TEST(CheckPin, P8_OfAServiceThatIsNotHereOrAnother_IsUnknown) {
  Ended desk;
  auto bare = desk.context();
  bare.service = nullptr;
  EXPECT_EQ(check_pin({}, desk.filing(), bare).error().code, Code::unknown_service);
  auto other = desk.filing();
  other.pin->service = "passport";
  EXPECT_EQ(check_pin({}, other, desk.context()).error().code, Code::unknown_service);
}

TEST(CheckStage, IsReachedByWhomTheServiceNames) {
  Ended desk;
  auto o = desk.op();
  o.advance = stage::reviewed;
  for (auto& each : desk.service.stages)
    if (each.id == stage::reviewed) each.by.clear();
  EXPECT_TRUE(check_stage(desk.record, o, desk.context()));  // of nobody in particular: the desk's
  o.advance = "blessed";
  EXPECT_EQ(check_stage(desk.record, o, desk.context()).error().code, Code::stage_not_reached);
  o.advance = stage::decided;
  EXPECT_EQ(check_stage(desk.record, o, desk.context()).error().code, Code::role_not_allowed);
  desk.as(Role::officer);
  EXPECT_EQ(check_stage(desk.record, o, desk.context()).error().code, Code::stage_not_reached);
  auto bare = desk.context();
  bare.service = nullptr;
  o.advance = stage::identity_checked;
  EXPECT_TRUE(check_stage(desk.record, o, bare));
  EXPECT_TRUE(check_identity(desk.record, o, bare));
  EXPECT_FALSE(check_identity(desk.record, o, desk.context()));
}

TEST(CheckReturned, P9_AfterTheHandingOver_IsRefused) {
  Ended desk;
  auto o = desk.op();
  o.returned = model::Returned{{"filed"}, "no signature"};
  auto bare = desk.context();
  bare.service = nullptr;
  EXPECT_TRUE(check_returned(desk.record, o, bare));
  desk.record.milestones.push_back({stage::delivered, {noon, 0}, "a", "bus-01/e1/90", 1});
  EXPECT_EQ(check_returned(desk.record, o, bare).error().code, Code::handed_over_already);
}

TEST(CheckRoom, P8_SetWithAsManyContendersAsAResolutionCanName_TakesNoMore) {
  Ended desk;
  auto& papers = desk.record.fields["papers"];
  papers.candidates.resize(model::candidates_max - 1);
  auto o = desk.op();
  o.add = {{"papers", "deed"}};
  EXPECT_TRUE(check_room(desk.record, o));
  papers.replaced.emplace_back();
  EXPECT_EQ(check_room(desk.record, o).error().code, Code::record_full);
}

TEST(CheckResolved, P8_NamesAContenderThatIsThereAndEachThatThereIs) {
  Ended desk;
  auto& name = desk.record.fields.at("full_name");
  name.held = true;
  name.candidates = {{"Ali Hassan", "bus-02/e1/1", "a", {noon, 0}}};
  auto o = desk.op("centre");
  o.resolve = model::Resolved{"full_name", "Ali Hassan", "bus-02/e1/1", {"bus-02/e1/1", name.writer}, "as on the card"};
  EXPECT_TRUE(check_resolved(desk.record, o));
  auto other = o;
  other.resolve->field = "nothing";
  EXPECT_EQ(check_resolved(desk.record, other).error().code, Code::field_not_held);
  other = o;
  other.resolve->chosen = "bus-03/e1/1";
  other.resolve->seen.push_back("bus-03/e1/1");
  EXPECT_EQ(check_resolved(desk.record, other).error().code, Code::malformed);
  name.candidates.push_back({"Ali Husain", "bus-04/e1/1", "a", {noon, 0}});
  EXPECT_EQ(check_resolved(desk.record, o).error().code, Code::changed_elsewhere);
  EXPECT_EQ(contender(desk.record, "nothing", "bus-02/e1/1"), nullptr);
}

TEST(Central, IsOnlyWhoIsKnownToBe) {
  Ended desk;
  auto context = desk.context();
  EXPECT_FALSE(is_central(context));
  desk.as(Role::clerk);
  EXPECT_TRUE(is_central(context));
  context.actor = nullptr;
  EXPECT_FALSE(is_central(context));
}

TEST(CivilTime, WestOfGreenwich_SaysSo) { EXPECT_EQ(civil_time(noon, -210), "T08:30:00.000-03:30"); }

TEST(AnswersOf, OperationThatAddsOrTakesAway_HasWhatIsThenIn) {
  Ended desk;
  auto add = desk.op(), remove = desk.op();
  add.add = {{"papers", "deed"}};
  EXPECT_EQ(answers_of(model::Record{}, add).at("papers"), "deed");
  remove.remove = {{"papers", "deed", "b/e/1"}};
  EXPECT_EQ(answers_of(model::Record{}, remove).at("papers"), "");
}

}  // namespace
}  // namespace karvan::rules
