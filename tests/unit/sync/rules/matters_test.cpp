#include "sync/rules/matters.h"

#include <gtest/gtest.h>

#include "sync/rules/duplicates.h"
#include "tests/unit/sync/rules/desk.h"

namespace karvan::rules {
namespace {

using model::Fate;
using samples::Desk;

// Filed at two desks by one person: the centre tells the second.
struct Second : Desk {
  Second() {
    service.once = {"full_name"};
    pay();
    model::Verdict told;
    told.alarms = {"duplicate:lahore/application/a0"};
    auto later = op();
    later.note = "seen";
    record = model::apply(record, later, told);
  }
  model::Settled word(const std::string& kind, const std::string& what, const std::string& outcome) {
    return word_on(record, kind, what, outcome, "asked them").value();
  }
};

TEST(Matters, Duplicate_IsOpenUntilAPersonSettlesIt) {
  Second desk;
  ASSERT_EQ(matters_of(desk.record).size(), 1u);
  EXPECT_EQ(matters_of(desk.record)[0].kind, "duplicate");
  EXPECT_EQ(matters_of(desk.record)[0].what, "lahore/application/a0");
  desk.as(Role::clerk);
  auto op = desk.op("centre");
  op.settled = desk.word("duplicate", "lahore/application/a0", "upheld");
  ASSERT_TRUE(desk.check(op)) << describe(desk.check(op).error());
  EXPECT_EQ(desk.take(op), model::Verdict{});
  EXPECT_TRUE(matters_of(desk.record).empty());
}

TEST(Matters, DuplicateOfWhatHasEnded_WantsNobody) {
  Second desk;
  auto op = desk.op();
  op.closed = model::Closed{"withdrawn", "the other one goes on"};
  desk.take(op);
  EXPECT_TRUE(matters_of(desk.record).empty());
}

TEST(Matters, EachKind_HasItsOutcomesAndNoOther) {
  EXPECT_TRUE(outcomes_of("held").empty());
  EXPECT_TRUE(outcomes_of("late_review").empty());
  EXPECT_EQ(outcomes_of("disputed"), (std::vector<std::string_view>{"upheld", "void"}));
  EXPECT_EQ(outcomes_of("suspense"), (std::vector<std::string_view>{"booked"}));
  EXPECT_EQ(outcomes_of("parked"), (std::vector<std::string_view>{"released", "rejected"}));
  EXPECT_EQ(outcomes_of("waiting"), outcomes_of("parked"));
  EXPECT_EQ(outcomes_of("fee_differs"), (std::vector<std::string_view>{"upheld"}));
}

TEST(Matters, P15_WhatWasSetAside_SaysWhyAndIsSettledByItsOperation) {
  Desk desk;
  desk.pay();
  auto parked = desk.op("bus-09"), waits = desk.op("bus-09");
  desk.record = model::apply(desk.record, parked, {.op = Fate::parked, .reason = "node_revoked"});
  desk.record = model::apply(desk.record, waits, {.op = Fate::waiting, .reason = "chain_gap"});
  const auto matters = matters_of(desk.record);
  ASSERT_EQ(matters.size(), 2u);
  EXPECT_EQ(matters[0], (Matter{"parked", model::to_text(parked.id), model::to_text(parked.id), "node_revoked"}));
  EXPECT_EQ(matters[1].kind, "waiting");
  EXPECT_EQ(*word_on(desk.record, "waiting", matters[1].what, "rejected", "r"),
            (model::Settled{"parked", matters[1].what, "rejected", "r"}));
}

TEST(Matters, P15_RefusalOfAnAct_IsSettledOnceByItsOperation) {
  Desk desk;
  desk.pay();
  desk.as(Role::supervisor);
  auto op = desk.op();
  op.settled = word_on(desk.record, "refused", "bus-01/e1/3", "upheld", "the operator knows").value();
  EXPECT_EQ(op.settled->what, "refused");
  ASSERT_TRUE(desk.check(op)) << describe(desk.check(op).error());
  desk.take(op);
  EXPECT_EQ(desk.record.settled.size(), 1u);
  EXPECT_EQ(desk.check(op).error().code, Code::not_found);
  EXPECT_EQ(word_on(desk.record, "refused", "no operation", "upheld", "r").error().code, Code::not_found);
}

TEST(Matters, WordOnWhatIsNotOpen_IsNotFound) {
  Desk desk;
  desk.pay();
  EXPECT_EQ(word_on(desk.record, "suspense", "bus-01/e1/1", "booked", "r").error().code, Code::not_found);
  EXPECT_EQ(word_on(desk.record, "disputed", "licence/41", "upheld", "r").error().code, Code::not_found);
}

TEST(Matters, SerialOfADispute_IsReadAndOfNothingElse) {
  EXPECT_EQ(*serial_in("disputed:licence/41"), (model::Serial{"licence", 41}));
  for (const char* what :
       {"suspense", "disputed:licence", "disputed:licence/x", "disputed:licence/41x", "handed_over:licence/41"})
    EXPECT_FALSE(serial_in(what)) << what;
}

std::vector<std::string> told(const model::Record& record) {
  std::vector<std::string> all;
  for (const auto& matter : matters_of(record)) all.push_back(matter.kind + " " + matter.what);
  return all;
}

TEST(Matters, P15_FieldInQuestion_IsToldOnceByItsState) {
  Desk desk;
  desk.pay();
  auto& field = desk.record.fields.at("full_name");
  field.late = true;
  desk.record.alarms = {{"bus-01/e1/9", "late_review:full_name", {}}};
  EXPECT_EQ(told(desk.record), std::vector<std::string>{"late_review full_name"});
  field.held = true;
  EXPECT_EQ(told(desk.record), std::vector<std::string>{"held full_name"});
  field.held = field.late = false;
  EXPECT_TRUE(told(desk.record).empty());
}

TEST(Matters, P15_OfSeveralOperations_IsToldOnceAndNotOnceItIsSettled) {
  Desk desk;
  desk.pay();
  for (const char* writer : {"bus-01/e1/8", "bus-02/e1/8"})
    desk.record.alarms.push_back({writer, "shown:guardian", {}});
  EXPECT_EQ(told(desk.record), std::vector<std::string>{"shown guardian"});
  for (auto& alarm : desk.record.alarms) alarm.settled.emplace();
  EXPECT_TRUE(told(desk.record).empty());
  EXPECT_EQ(word_on(desk.record, "shown", "guardian", "upheld", "r").error().code, Code::not_found);
}

TEST(Matters, RefusedStage_IsOpenUntilItIsReachedOrTheApplicationEnds) {
  Desk desk;
  desk.pay();
  desk.record.alarms = {{"bus-01/e1/9", "refused:reviewed:stage_not_reached", {}}};
  const auto open = desk.record;
  EXPECT_EQ(told(open).size(), 1u);
  desk.record.milestones.push_back({stage::reviewed, {samples::noon, 0}, "a", "bus-01/e1/9", 1});
  EXPECT_TRUE(told(desk.record).empty());
  desk.record = open;
  desk.record.closed.emplace();
  EXPECT_TRUE(told(desk.record).empty());
}

TEST(Matters, InvalidAnswer_IsOpenUntilItIsFiledOrTheApplicationEnds) {
  Desk desk;
  desk.record.creator = "bus-01/e1/1";
  desk.record.alarms = {{"bus-01/e1/9", "invalid:born:constraint", {}}};
  EXPECT_EQ(told(desk.record), std::vector<std::string>{"invalid born:constraint"});
  desk.record.closed.emplace();
  EXPECT_TRUE(told(desk.record).empty());
  desk.record.alarms = {{"bus-01/e1/9", "invalid:born", {}}};  // of a version that says more, or less
  EXPECT_EQ(told(desk.record), std::vector<std::string>{"invalid born"});
}

TEST(Matters, StageThatWaitsAndIsOnTheRecord_IsToldByItsRefusalAlone) {
  Desk desk;
  desk.pay();
  desk.record.early = {{stage::decided, {samples::noon, 0}, "a", "bus-09/e1/4", 1}};
  desk.record.waiting = {"bus-09/e1/4 chain_gap", "bus-09/e1/5"};
  const auto matters = matters_of(desk.record);
  ASSERT_EQ(matters.size(), 1u);
  EXPECT_EQ(matters[0], (Matter{"parked", "bus-09/e1/5", "bus-09/e1/5", ""}));
}

TEST(Duplicates, Identity_IsOfTheLettersOfEveryScriptAndOfNothingThatIsHeld) {
  Desk desk;
  desk.service.once = {"full_name"};
  EXPECT_FALSE(counts_as_open(desk.record, desk.service));
  desk.take(desk.filing());
  EXPECT_TRUE(counts_as_open(desk.record, desk.service));
  auto& name = desk.record.fields.at("full_name");
  EXPECT_EQ(identity_of(desk.record, desk.service), "domicile\nfull_name=alikhan");
  name.value = "علی-Khan 2";
  EXPECT_EQ(identity_of(desk.record, desk.service), "domicile\nfull_name=علیkhan2");
  name.held = true;
  EXPECT_EQ(identity_of(desk.record, desk.service), "");
}

TEST(Duplicates, Identity_IsToldByTheFilingAndByWhatSetsOrSettlesIt) {
  Desk desk;
  desk.service.once = {"full_name"};
  auto op = desk.op();
  EXPECT_FALSE(tells_identity(op, {}, desk.service));
  op.resolve = model::Resolved{"phone", "1", "b/e/1", {"b/e/1"}, "r"};
  EXPECT_FALSE(tells_identity(op, {}, desk.service));
  op.resolve->field = "full_name";
  EXPECT_TRUE(tells_identity(op, {}, desk.service));
  op.resolve.reset();
  op.advance = stage::filed;
  EXPECT_TRUE(tells_identity(op, {}, desk.service));
}

TEST(Duplicates, DocumentBesideAnApplicationOfNoId_IsRefusedAllTheSame) {
  Desk desk;
  desk.pay();
  desk.record.alarms = {{"centre/e1/1", "duplicate:elsewhere", {}}};
  const auto checked = check_alone(desk.record, desk.certificate(), &desk.service);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().args.at("application"), "elsewhere");
}

// Nothing else of the record is here: its filing is what waits.
TEST(Words, OnWhatCameBeforeTheFiling_CreateNothingAndWaitForNothing) {
  Desk desk;
  desk.as(Role::supervisor);
  auto filing = desk.op("bus-09");
  desk.record = model::apply({}, filing, {.op = Fate::parked, .reason = "record_full"});
  auto word = desk.op();
  word.settled = word_on(desk.record, "parked", model::to_text(filing.id), "rejected", "twice").value();
  auto context = desk.context();
  context.service = nullptr;
  ASSERT_TRUE(check(desk.record, word, context)) << describe(check(desk.record, word, context).error());
  EXPECT_EQ(judge(desk.record, word, context), model::Verdict{});
  desk.record = model::apply(desk.record, word, {});
  EXPECT_TRUE(desk.record.creator.empty());
  EXPECT_EQ(desk.record.settled.size(), 1u);
}

TEST(Words, OnWhatLiesOnNoRecord_StandUntilItIsRejected) {
  Desk desk;
  desk.as(Role::clerk);
  auto word = desk.op("centre");
  word.of = "lahore/conflict/c1";
  word.settled = model::Settled{"parked", "bus-01/e1/9", "released", "it may read now"};
  EXPECT_TRUE(desk.check(word));
  desk.record = model::apply({}, word, {});
  word.settled->outcome = "rejected";
  EXPECT_TRUE(desk.check(word));
  desk.record = model::apply(desk.record, word, {});
  EXPECT_EQ(desk.check(word).error().code, Code::not_found);
}

TEST(Duplicates, Identity_IsOneHoweverItWasTyped) {
  Desk desk;
  desk.service.once = {"phone", "full_name"};
  auto filing = desk.filing();
  filing.set = {{"full_name", "Ali KHAN"}, {"phone", "35202-1234567-1"}};
  desk.take(filing);
  const auto one = identity_of(desk.record, desk.service);
  desk.record.fields["phone"].value = "35202 1234567 1";
  desk.record.fields["full_name"].value = "ali khan";
  EXPECT_EQ(identity_of(desk.record, desk.service), one);
  EXPECT_FALSE(one.empty());
  desk.record.fields["phone"].value = "35202-1234567-2";
  EXPECT_NE(identity_of(desk.record, desk.service), one);
}

TEST(Duplicates, IdentityThatIsHeldBlankOrNotAsked_IsNobodys) {
  Desk desk;
  desk.service.once = {"phone"};
  desk.pay();
  EXPECT_FALSE(identity_of(desk.record, desk.service).empty());
  desk.record.fields["phone"].held = true;
  EXPECT_TRUE(identity_of(desk.record, desk.service).empty());
  desk.record.fields["phone"] = {.value = "--"};
  EXPECT_TRUE(identity_of(desk.record, desk.service).empty());
  desk.service.once.clear();
  EXPECT_TRUE(identity_of(desk.record, desk.service).empty());
}

TEST(Duplicates, OnlyWhatSaysForWhomItIs_TellsIt) {
  Desk desk;
  desk.service.once = {"phone"};
  EXPECT_TRUE(tells_identity(desk.filing(), {}, desk.service));
  EXPECT_FALSE(tells_identity(desk.payment(), {}, desk.service));
  auto change = desk.op();
  change.set["phone"] = "2";
  EXPECT_TRUE(tells_identity(change, {}, desk.service));
  change = desk.op();
  change.resolve = model::Resolved{"phone", "2", "", {}, "card"};
  EXPECT_TRUE(tells_identity(change, {}, desk.service));
  // What another answer makes of it, or makes wrong of it.
  change = desk.op();
  EXPECT_FALSE(tells_identity(change, {}, desk.service));
  EXPECT_TRUE(tells_identity(change, {.computed = {{"phone", "3"}}}, desk.service));
  EXPECT_TRUE(tells_identity(change, {.fields = {{"phone", model::Fate::held}}}, desk.service));
  desk.service.once.clear();
  EXPECT_FALSE(tells_identity(desk.filing(), {}, desk.service));
}

TEST(Duplicates, SecondApplication_GetsNoPaperButItsReceiptAndKeepsWhatItHas) {
  Second desk;
  desk.as(Role::officer);
  desk.take(desk.decision("granted"));
  desk.as(Role::operator_);
  desk.lend_licences();
  auto licence = desk.certificate();
  ASSERT_FALSE(desk.check(licence));
  EXPECT_EQ(desk.check(licence).error().code, Code::document_field_held);
  EXPECT_TRUE(desk.judge(licence).alarms.empty());  // issued before the desk could know: it stands
  desk.record.alarms.clear();
  EXPECT_TRUE(desk.check(licence)) << describe(desk.check(licence).error());
}

TEST(Duplicates, Told_IsTheRecordOnce) {
  Desk desk;
  auto context = desk.context();
  context.duplicate_of = {"lahore/application/a0"};
  auto filing = desk.filing();
  const auto verdict = judge(desk.record, filing, context);
  EXPECT_EQ(verdict.alarms, (std::vector<std::string>{"duplicate:lahore/application/a0"}));
  EXPECT_EQ(verdict.advance, Fate::applied);  // a suggestion to a person, no hold
  desk.record = model::apply(desk.record, filing, verdict);
  auto change = desk.op();
  change.set["phone"] = "2";
  EXPECT_TRUE(judge(desk.record, change, context).alarms.empty());
}

}  // namespace
}  // namespace karvan::rules
