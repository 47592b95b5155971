#include <gtest/gtest.h>

#include "tests/unit/sync/rules/desk.h"

namespace karvan::rules {
namespace {

using model::Fate;
using samples::Desk;

// A filed application; bus-01 and the centre change it while apart, a clerk settles it.
struct Apart : Desk {
  std::string filing_id;
  Apart() {
    auto op = filing();
    filing_id = model::to_text(op.id);
    take(op);
    as(Role::supervisor);
  }
  model::Op change(const std::string& node, const std::string& field, const std::string& value) {
    auto o = op(node);
    o.set[field] = value;
    return o;
  }
  std::string contest() {
    take(change("centre", "full_name", "Ali Hassan"));
    auto ours = change("bus-01", "full_name", "Ali Hussain");
    take(ours);
    return model::to_text(ours.id);
  }
  const model::Field& name() { return record.fields.at("full_name"); }
  model::Op resolution(const std::string& chosen, const std::string& value) {
    auto o = op("centre");
    o.resolve = model::Resolved{"full_name", value, chosen, {name().writer}, "as on the card"};
    for (const auto& candidate : name().candidates) o.resolve->seen.push_back(candidate.writer);
    return o;
  }
};

TEST(Merge, P8_DifferentFieldsWhileApart_AreBothThereAndMarkedParallel) {
  Apart desk;
  desk.take(desk.change("centre", "phone", "9"));
  auto verdict = desk.take(desk.change("bus-01", "born", "1990-01-01"));
  EXPECT_EQ(verdict.fields.at("born"), Fate::parallel);
  EXPECT_EQ(verdict.fields.at("phone"), Fate::parallel);
  EXPECT_EQ(desk.record.fields.at("born").value, "1990-01-01");
  EXPECT_EQ(desk.record.fields.at("phone").value, "9");
  EXPECT_TRUE(desk.record.fields.at("phone").parallel);
  EXPECT_TRUE(desk.record.fields.at("phone").candidates.empty());
}

// Five services that are asked for together, each for the same year as the one before it: what is held takes its new
// year out again, and with it the ground from under the next.
TEST(Merge, P8_AChainOfAnswersThatRestOnEachOther_IsHeldToItsEnd) {
  constexpr int links = 6;
  const auto link = [](int i) { return "year" + std::to_string(i); };
  form::Definition d;
  d.id = "domicile";
  d.default_language = "en";
  d.languages = {"en"};
  for (int i = 0; i < links; ++i) {
    const auto same = i == 0 ? "" : ". = ${" + link(i - 1) + "}";
    d.questions.push_back(samples::question(link(i), "review", same));
    d.children.push_back({false, static_cast<std::size_t>(i)});
  }
  Desk desk;
  desk.service.form = *form::Form::make(std::move(d));
  auto filing = desk.filing();
  filing.set.clear();
  for (int i = 0; i < links; ++i) filing.set[link(i)] = "2025";
  desk.take(filing);
  desk.as(Role::supervisor);
  auto theirs = desk.op("centre");
  theirs.set[link(0)] = "2026";
  auto ours = desk.op("bus-01");
  for (int i = 0; i < links; ++i) ours.set[link(i)] = "2027";
  desk.take(theirs);
  const auto verdict = desk.take(ours);
  for (int i = 0; i < links; ++i) {
    EXPECT_EQ(verdict.fields.at(link(i)), Fate::held) << i;
    EXPECT_EQ(desk.record.fields.at(link(i)).value, i == 0 ? "2026" : "2025");
  }
}

TEST(Merge, AuthorWhoSawTheOtherChange_IsNotParallel) {
  Apart desk;
  auto theirs = desk.change("centre", "phone", "9");
  desk.take(theirs);
  auto ours = desk.change("bus-01", "born", "1990-01-01");
  ours.over["phone"] = model::to_text(theirs.id);
  EXPECT_EQ(desk.take(ours), model::Verdict{});
}

TEST(Merge, AuthorWhoseBoxKnewOfTheOtherChange_NotesItAndIsNotParallel) {
  Apart desk;
  desk.take(desk.change("centre", "phone", "9"));
  auto ours = desk.change("bus-01", "born", "1990-01-01");
  note_seen(desk.record, "bus-01", ours);
  EXPECT_EQ(ours.over.size(), 1u);
  EXPECT_EQ(desk.take(ours), model::Verdict{});
}

TEST(Merge, OnesOwnEarlierChange_IsNotParallel) {
  Apart desk;
  desk.take(desk.change("bus-01", "phone", "9"));
  EXPECT_EQ(desk.take(desk.change("bus-01", "born", "1990-01-01")), model::Verdict{});
}

TEST(Merge, P8_ParallelChangeThatMakesAnAnswerMeaningless_HoldsItAndErasesNothing) {
  Desk desk;
  auto filing = desk.filing();
  filing.set["married"] = "yes";
  filing.set["photo"] = std::string(64, 'a');
  desk.take(filing);
  auto theirs = desk.op("centre");
  theirs.set["spouse"] = "Bibi";
  desk.take(theirs);
  auto ours = desk.op("bus-01");
  ours.set["married"] = "no";
  auto verdict = desk.take(ours);
  EXPECT_EQ(verdict.fields.at("spouse"), Fate::held);
  EXPECT_TRUE(desk.record.held("spouse"));
  EXPECT_EQ(desk.record.fields.at("spouse").value, "Bibi");
  EXPECT_EQ(desk.record.fields.at("married").value, "no");
}

TEST(Merge, P8_ParallelChangesThatBreakAConstraintTogether_AreHeld) {
  Desk desk;
  auto filing = desk.filing();
  filing.set["married"] = "yes";
  filing.set["spouse"] = "Bibi";
  desk.take(filing);
  auto theirs = desk.op("centre");
  theirs.set["full_name"] = "Sana";
  desk.take(theirs);
  auto ours = desk.op("bus-01");
  ours.set["spouse"] = "Sana";
  EXPECT_EQ(desk.take(ours).fields.at("spouse"), Fate::held);
  EXPECT_EQ(desk.record.fields.at("spouse").value, "Bibi");
  EXPECT_EQ(desk.record.fields.at("spouse").candidates.at(0).value, "Sana");
}

TEST(Change, OfAHeldField_IsRefusedAtTheDesk) {
  Apart desk;
  desk.contest();
  auto op = desk.change("bus-01", "full_name", "Third");
  op.over["full_name"] = desk.name().writer;
  EXPECT_EQ(desk.refusal(op), Code::field_held);
}

TEST(Change, OverAStaleValue_IsRefusedAtTheDesk) {
  Apart desk;
  desk.take(desk.change("centre", "full_name", "Ali Hassan"));
  EXPECT_EQ(desk.refusal(desk.change("bus-01", "full_name", "Third")), Code::changed_elsewhere);
}

TEST(Change, OfTheInstitutionsField_IsRefusedAtTheDeskAndTheClerksWork) {
  Apart desk;
  EXPECT_EQ(desk.refusal(desk.change("bus-01", "ruling", "yes")), Code::role_not_allowed);
  desk.as(Role::clerk);
  EXPECT_TRUE(desk.check(desk.change("centre", "ruling", "yes")));
  EXPECT_TRUE(desk.check(desk.change("centre", "phone", "7")));
}

TEST(Change, OfTheInstitutionsField_AtFilingIsRefusedAtTheDeskAsByTheCentre) {
  Desk desk;
  auto filing = desk.filing();
  filing.set["ruling"] = "yes";
  EXPECT_EQ(desk.refusal(filing), Code::role_not_allowed);
  EXPECT_EQ(desk.judge(filing).fields.at("ruling"), Fate::refused);
}

TEST(Resolve, P8_OfAHeldField_PutsTheChosenInForce) {
  Apart desk;
  auto ours = desk.contest();
  auto op = desk.resolution(ours, "Ali Hussain");
  ASSERT_TRUE(desk.check(op)) << describe(desk.check(op).error());
  EXPECT_EQ(desk.take(op), model::Verdict{});
  EXPECT_FALSE(desk.record.held("full_name"));
  EXPECT_EQ(desk.name().value, "Ali Hussain");
  EXPECT_EQ(desk.record.resolutions.at(0).among.size(), 2u);
}

TEST(Resolve, IsTheSupervisorsAndTheClerksUnlessTheServiceSaysOtherwise) {
  Apart desk;
  auto op = desk.resolution(desk.contest(), "Ali Hussain");
  desk.as(Role::operator_);
  EXPECT_EQ(desk.refusal(op), Code::role_not_allowed);
  EXPECT_EQ(desk.judge(op).op, Fate::refused);
  desk.as(Role::clerk);
  EXPECT_TRUE(desk.check(op));
  desk.service.may["resolve"] = {"supervisor"};
  EXPECT_EQ(desk.refusal(op), Code::role_not_allowed);
}

TEST(Resolve, WithoutWhatItNeeds_IsRefused) {
  Apart desk;
  auto before = desk.resolution(desk.filing_id, "Ali Khan");
  EXPECT_EQ(desk.refusal(before), Code::field_not_held);
  auto ours = desk.contest();
  auto op = desk.resolution(ours, "Ali Hussain");
  auto silent = op, other = op, blind = op, unseen = op;
  silent.resolve->reason.clear();
  EXPECT_EQ(desk.refusal(silent), Code::reason_missing);
  EXPECT_EQ(desk.judge(silent).resolve, Fate::refused);
  other.resolve->value = "Someone";
  EXPECT_EQ(desk.refusal(other), Code::malformed);
  EXPECT_EQ(desk.judge(other).resolve, Fate::refused);
  unseen.resolve->seen = {desk.name().writer};
  EXPECT_EQ(desk.refusal(unseen), Code::malformed);
  blind.resolve->seen = {ours};
  EXPECT_EQ(desk.refusal(blind), Code::changed_elsewhere);
}

TEST(Resolve, P8_TheFirstStands_TheSecondOpensALateReview) {
  Apart desk;
  auto ours = desk.contest();
  auto first = desk.resolution(ours, "Ali Hussain");
  auto second = desk.resolution(desk.name().writer, "Ali Hassan");
  desk.take(first);
  auto verdict = desk.take(second);
  EXPECT_EQ(verdict.resolve, Fate::lost);
  EXPECT_EQ(verdict.alarms, std::vector<std::string>{"late_review:full_name"});
  EXPECT_EQ(desk.name().value, "Ali Hussain");
  EXPECT_TRUE(desk.name().late);
  EXPECT_FALSE(desk.name().held);
}

TEST(Resolve, P8_ContenderAfterIt_IsLostKeptAndReviewedLate) {
  Apart desk;
  desk.take(desk.resolution(desk.contest(), "Ali Hussain"));
  auto verdict = desk.take(desk.change("bus-02", "full_name", "Ali Haider"));
  EXPECT_EQ(verdict.fields.at("full_name"), Fate::lost);
  EXPECT_EQ(verdict.alarms, std::vector<std::string>{"late_review:full_name"});
  EXPECT_EQ(desk.name().value, "Ali Hussain");
  EXPECT_EQ(desk.name().candidates.at(0).value, "Ali Haider");
  EXPECT_TRUE(desk.name().late);
}

TEST(Resolve, OfALateReviewByWhoSawTheResolution_ClosesIt) {
  Apart desk;
  desk.take(desk.resolution(desk.contest(), "Ali Hussain"));
  auto late = desk.change("bus-02", "full_name", "Ali Haider");
  desk.take(late);
  auto op = desk.resolution(model::to_text(late.id), "Ali Haider");
  EXPECT_TRUE(desk.check(op));
  EXPECT_EQ(desk.take(op), model::Verdict{});
  EXPECT_EQ(desk.name().value, "Ali Haider");
  EXPECT_FALSE(desk.name().late);
  EXPECT_EQ(desk.record.resolutions.size(), 2u);
}

TEST(Resolve, ContenderWhoReplacedTheirOwnValueMeanwhile_LeavesWhatWasSeenStanding) {
  Apart desk;
  auto ours = desk.contest();
  auto op = desk.resolution(ours, "Ali Hussain");
  desk.take(desk.change("bus-01", "full_name", "Ali Husain"));  // takes its own candidate's place
  auto verdict = desk.take(op);
  EXPECT_EQ(verdict.resolve, Fate::applied);
  EXPECT_EQ(verdict.alarms, std::vector<std::string>{"late_review:full_name"});
  EXPECT_EQ(desk.name().value, "Ali Hussain");
  EXPECT_EQ(desk.name().candidates.at(0).value, "Ali Husain");
  EXPECT_TRUE(desk.name().late);
}

TEST(Resolve, P8_OfWhoSawAnEqualValueOfAnother_IsNotLate) {
  Apart desk;
  auto theirs = desk.change("centre", "full_name", "Ali Hassan");
  desk.take(theirs);
  auto ours = desk.change("bus-01", "full_name", "Ali Hussain");
  auto equal = desk.change("bus-02", "full_name", "Ali Hassan");
  auto settled = desk.op("centre");
  settled.resolve = model::Resolved{"full_name", "Ali Hassan", model::to_text(theirs.id), {}, "as on the card"};
  settled.resolve->seen = {model::to_text(theirs.id), model::to_text(ours.id)};
  desk.take(equal);
  desk.take(ours);
  EXPECT_EQ(desk.take(settled), model::Verdict{});
  EXPECT_FALSE(desk.name().late || desk.name().held);
}

TEST(Resolve, P8_OfWhatAnotherHasSettledMeanwhile_IsKeptAsLate) {
  Apart desk;
  auto ours = desk.contest();
  auto first = desk.resolution(desk.name().writer, "Ali Hassan");
  auto second = desk.resolution(ours, "Ali Hussain");
  second.id.node = "bus-01";
  desk.take(first);
  auto verdict = desk.take(second);
  EXPECT_EQ(verdict.resolve, Fate::lost);
  EXPECT_EQ(verdict.alarms, std::vector<std::string>{"late_review:full_name"});
  EXPECT_TRUE(desk.record.resolutions.back().late);
}

TEST(Merge, P8_AnswerThatTheOtherChangeMakesMeaningless_IsHeldThoughItsAuthorWasAsked) {
  Desk desk;
  auto filing = desk.filing();
  filing.set["married"] = "yes";
  filing.set["photo"] = std::string(64, 'a');
  desk.take(filing);
  auto theirs = desk.op("centre");
  theirs.set["married"] = "no";
  desk.take(theirs);
  auto ours = desk.op("bus-01");
  ours.set["spouse"] = "Bibi";
  auto verdict = desk.take(ours);
  EXPECT_EQ(verdict.fields.at("spouse"), Fate::held);
  EXPECT_EQ(desk.record.fields.at("spouse").candidates.at(0).value, "Bibi");
}

TEST(Resolve, P8_ThatChoseWhatNobodySaid_IsRefused) {
  Apart desk;
  desk.contest();
  auto forged = desk.resolution("bus-09/e1/77", "Somebody Else");
  forged.resolve->seen.push_back("bus-09/e1/77");
  auto verdict = desk.take(forged);
  EXPECT_EQ(verdict.resolve, Fate::refused);
  EXPECT_EQ(verdict.reason, "changed_elsewhere");
  EXPECT_TRUE(desk.name().held);
}

TEST(Resolve, P8_OfAnAnswerThatAnotherDependsOn_HoldsWhatNoLongerAgrees) {
  Apart desk;
  auto married = desk.change("bus-01", "married", "yes");
  married.set["photo"] = std::string(64, 'a');
  desk.take(married);
  auto spouse = desk.change("bus-01", "spouse", "Ali Hussain");
  spouse.over["married"] = model::to_text(married.id);
  desk.take(spouse);
  auto ours = desk.change("bus-02", "full_name", "Ali Hassan");
  note_seen(desk.record, "bus-02", ours);
  desk.take(ours);
  auto theirs = desk.change("bus-03", "full_name", "Ali Hussain");
  note_seen(desk.record, "bus-03", theirs);
  theirs.over["full_name"] = desk.filing_id;
  desk.take(theirs);
  ASSERT_TRUE(desk.name().held);
  auto verdict = desk.take(desk.resolution(model::to_text(theirs.id), "Ali Hussain"));
  EXPECT_EQ(verdict.fields.at("spouse"), Fate::held);
  EXPECT_EQ(desk.record.fields.at("spouse").value, "Ali Hussain");
}

TEST(HeldField, DocumentThatSaysIt_WaitsAtTheDesk) {
  Apart desk;
  desk.lend_licences();
  desk.service.policy = catalogue::Policy::issue;
  desk.contest();
  EXPECT_EQ(desk.refusal(desk.certificate()), Code::document_field_held);
}

// The proof "facts never refused": paper and cash of a bus that did not know of the conflict.
TEST(HeldField, P5_P6_P8_PaperAndCashOfABusThatDidNotKnow_AreIssuedDisputedAndBooked) {
  Apart desk;
  desk.service.policy = catalogue::Policy::issue;
  desk.take(desk.charge());
  desk.contest();
  EXPECT_EQ(desk.take(desk.payment()).alarms, std::vector<std::string>{});  // the receipt says what was paid, no more
  desk.lend_licences();
  auto verdict = desk.take(desk.certificate());
  EXPECT_EQ(verdict.alarms, std::vector<std::string>{"disputed:licence/41"});
  EXPECT_EQ(desk.record.documents.back().state, "disputed");
  EXPECT_EQ(balance(desk.record).received, 50'000);
  EXPECT_TRUE(desk.record.held("full_name"));
  EXPECT_EQ(desk.record.alarms.at(0).what, "disputed:licence/41");
}

}  // namespace
}  // namespace karvan::rules
