#include <gtest/gtest.h>

#include "tests/unit/sync/rules/filed.h"

namespace karvan::rules {
namespace {

using model::Fate;
using samples::Apart;
using samples::Desk;

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
  auto d = samples::definition("domicile");
  for (int i = 0; i < links; ++i) {
    const auto same = i == 0 ? "" : ". = ${" + link(i - 1) + "}";
    d.questions.push_back(samples::question(link(i), "review", same));
    d.children.push_back({false, static_cast<std::size_t>(i)});
  }
  Desk desk;
  desk.service.form = samples::made(std::move(d));
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

}  // namespace
}  // namespace karvan::rules
