#include <gtest/gtest.h>

#include "storage/model/fields.h"
#include "storage/model/record.h"
#include "tests/unit/storage/model/samples.h"

// What stands after acts that come twice, out of their order, or about what is not there.
namespace karvan::model {
namespace {

using samples::act;

Op saying(std::string node, std::uint64_t seq, std::map<std::string, std::string> answers) {
  Op op = act(std::move(node), seq);
  op.set = std::move(answers);
  return op;
}

Op removing(std::string node, std::uint64_t seq, std::vector<Removed> acts) {
  Op op = act(std::move(node), seq);
  op.remove = std::move(acts);
  return op;
}

const Verdict papers_held{.fields = {{"papers", Fate::held}}};

Record with_papers() { return apply({}, saying("bus-01", 1, {{"papers", "cnic photo"}}), {}); }

TEST(Words, AreWhatStandsBetweenBlanks) {
  EXPECT_EQ(words_of(" cnic  photo "), (std::vector<std::string>{"cnic", "photo"}));
  EXPECT_TRUE(words_of("  ").empty());
}

TEST(Sets, SameWordTwiceInOneOperation_IsInOnce) {
  Op op = act("bus-02", 2);
  op.add = {{"papers", "deed"}, {"papers", "deed"}};
  const Record record = apply(with_papers(), op, {});
  EXPECT_EQ(record.fields.at("papers").value, "cnic photo deed");
  EXPECT_EQ(record.fields.at("papers").members.size(), 3u);
}

TEST(Sets, WordOfTwoAuthors_IsThereOnceUntilBothAreTakenOut) {
  Op op = act("bus-02", 2);
  op.add = {{"papers", "photo"}};
  Record record = apply(with_papers(), op, {});
  EXPECT_EQ(record.fields.at("papers").value, "cnic photo");
  record = apply(record, removing("bus-03", 3, {{"papers", "photo", "bus-01/e1/1"}}), {});
  EXPECT_EQ(record.fields.at("papers").value, "cnic photo");
  record = apply(record, removing("bus-03", 4, {{"papers", "photo", "bus-02/e1/2"}}), {});
  EXPECT_EQ(record.fields.at("papers").value, "cnic");
}

TEST(Sets, P8_WholeValueOverASet_TakesOutWhatIsNotInItAndBringsWhatIs) {
  Op op = act("bus-02", 2);
  op.add = {{"papers", "deed"}};
  Record record = apply(with_papers(), op, {});
  record = apply(record, removing("bus-02", 3, {{"papers", "cnic", "bus-01/e1/1"}}), {});
  record = apply(record, saying("bus-02", 4, {{"papers", "photo bill"}}), {});
  const Field& papers = record.fields.at("papers");
  EXPECT_EQ(papers.value, "photo bill");
  ASSERT_EQ(papers.members.size(), 4u);
  EXPECT_EQ(papers.members[0].removed_by, "bus-02/e1/3");  // who took it out first stays named
  EXPECT_EQ(papers.members[2].removed_by, "bus-02/e1/4");
}

TEST(Sets, P8_HeldRemoval_ContendsForWhatWasAnsweredLastAndForNothingElse) {
  Record record = apply({}, saying("bus-01", 1, {{"papers", "a b"}, {"note", "x"}}), {});
  record = apply(record, saying("bus-02", 2, {{"papers/a/age", "7"}}), {});
  record = apply(record, saying("bus-03", 5, {{"papers/a/name", "Sana"}}), {});
  record = apply(record, saying("bus-02", 4, {{"papers/a/rest", "y"}}), {});
  record = apply(record, saying("bus-02", 6, {{"papers/a/void", ""}}), {});
  Op again = act("bus-02", 3);
  again.add = {{"papers", "b"}};
  record = apply(record, again, {});
  const Op gone = removing(
      "bus-04", 7, {{"note", "x", "bus-01/e1/1"}, {"papers", "a", "bus-01/e1/1"}, {"papers", "b", "bus-01/e1/1"}});
  record = apply(record, gone, papers_held);
  const Field& papers = record.fields.at("papers");
  EXPECT_EQ(papers.value, "b");  // another had put it in, too
  ASSERT_EQ(papers.candidates.size(), 1u);
  EXPECT_EQ(papers.candidates[0].value, "a");
  EXPECT_EQ(papers.candidates[0].writer, "bus-03/e1/5");
  EXPECT_TRUE(apply(with_papers(), removing("bus-04", 7, {{"papers", "cnic", "bus-01/e1/1"}}), papers_held)
                  .fields.at("papers")
                  .candidates.empty());
}

TEST(Sets, P8_AnswersInWhatTwoHadPutIn_BringItBackOnce) {
  Record record = with_papers();
  for (std::uint64_t seq : {2, 3}) {
    Op op = act("bus-02", seq);
    op.add = {{"papers", "deed"}};
    record = apply(record, op, {});
  }
  record = apply(
      record,
      removing(
          "bus-03", 4,
          {{"papers", "deed", "bus-02/e1/2"}, {"papers", "deed", "bus-02/e1/3"}, {"papers", "photo", "bus-01/e1/1"}}),
      {});
  const Op answers =
      saying("bus-04", 5, {{"papers/cnic/number", "1"}, {"papers/deed/number", "2"}, {"papers/photo/number", "3"}});
  record = apply(record, answers, papers_held);
  const Field& papers = record.fields.at("papers");
  EXPECT_TRUE(papers.held);
  ASSERT_EQ(papers.candidates.size(), 2u);  // cnic is in
  EXPECT_NE(papers.candidates[0].value, papers.candidates[1].value);
}

TEST(Sets, P8_ChoosingOneContender_BringsInWhatThatOneSays) {
  Record record = with_papers();
  record = apply(record, removing("bus-02", 2, {{"papers", "cnic", "bus-01/e1/1"}}), {});
  record.fields["papers"].candidates = {{"cnic", "bus-03/e1/3", "a", {}}, {"bill", "bus-04/e1/4", "a", {}}};
  Op settled = act("centre", 9);
  settled.resolve = Resolved{"papers", "cnic", "bus-03/e1/3", {"bus-02/e1/2", "bus-03/e1/3", "bus-04/e1/4"}, "seen"};
  record = apply(record, settled, {});
  EXPECT_EQ(record.fields.at("papers").value, "photo cnic");
  EXPECT_TRUE(record.fields.at("papers").candidates.empty());
}

TEST(Sets, P8_AnswerBesideWhatWasTakenAway_BringsNothingBack) {
  Record record = apply(with_papers(), removing("bus-03", 4, {{"papers", "photo", "bus-01/e1/1"}}), {});
  record = apply(record, saying("bus-04", 5, {{"papers/zzz/number", "3"}}), papers_held);
  EXPECT_TRUE(record.fields.at("papers").candidates.empty());
}

TEST(Resolved, P8_WhatThePersonHadNotSeenOfWhatWasReplaced_StaysBeside) {
  Record record = apply({}, saying("bus-01", 1, {{"name", "Ali"}}), {});
  record.fields["name"].candidates = {{"Aly", "bus-02/e1/3", "a", {}}};
  record.fields["name"].replaced = {{"Alee", "bus-02/e1/2", "a", {}}};
  Op settled = act("centre", 9);
  settled.resolve = Resolved{"name", "Aly", "bus-02/e1/3", {"bus-01/e1/1", "bus-02/e1/3"}, "seen"};
  record = apply(record, settled, {});
  EXPECT_EQ(record.fields.at("name").value, "Aly");
  ASSERT_EQ(record.fields.at("name").replaced.size(), 1u);
  EXPECT_EQ(record.fields.at("name").replaced[0].writer, "bus-02/e1/2");
}

TEST(Earlier, P8_OfAFieldThatChangesOften_KeepsTheLatest) {
  Record record = apply({}, saying("bus-01", 1, {{"phone", "1"}}), {});
  for (std::uint64_t seq = 2; seq <= earlier_max + 3; ++seq) {
    Op op = saying("bus-01", seq, {{"phone", std::to_string(seq)}});
    op.over["phone"] = "bus-01/e1/" + std::to_string(seq - 1);
    record = apply(record, op, {});
  }
  const Field& phone = record.fields.at("phone");
  ASSERT_EQ(phone.earlier.size(), earlier_max);
  EXPECT_EQ(phone.earlier.front().writer, "bus-01/e1/3");
  EXPECT_EQ(phone.earlier.back().value, std::to_string(earlier_max + 2));
}

TEST(Candidates, P8_OfNoOperationThatCanBeTold_IsNobodysToReplace) {
  Record record = apply({}, saying("bus-01", 1, {{"name", "Ali"}}), {});
  record.fields["name"].candidates = {{"Aly", "somebody", "ayesha", {}}};
  record = apply(record, saying("bus-02", 2, {{"name", "Alee"}}), {.fields = {{"name", Fate::held}}});
  EXPECT_EQ(record.fields.at("name").candidates.size(), 2u);
  EXPECT_TRUE(record.fields.at("name").replaced.empty());
}

TEST(Unseen, IsWhatAnotherBoxWroteAndNothingElse) {
  Record record = apply({}, saying("bus-01", 1, {{"name", "Ali"}, {"phone", ""}}), {});
  record = apply(record, saying("bus-02", 2, {{"name", "Aly"}}), {});
  const Op op = act("bus-03", 3);
  EXPECT_TRUE(is_unseen(record, op, "name"));
  EXPECT_FALSE(is_unseen(record, op, "nothing"));
  EXPECT_TRUE(is_answer_unseen(record, op, "name", "bus-01/e1/1"));
  EXPECT_FALSE(is_answer_unseen(record, op, "name", "bus-02/e1/2"));
  EXPECT_FALSE(is_answer_unseen(record, op, "phone", "bus-01/e1/1"));
  EXPECT_FALSE(is_answer_unseen(record, op, "nothing", "bus-01/e1/1"));
  record.fields["name"].writer = "somebody";
  EXPECT_FALSE(is_unseen(record, op, "name"));
}

TEST(Computed, ThatSaysWhatStands_OrOverItsOwn_KeepsNothingBeside) {
  Op op = saying("bus-01", 1, {{"total", "2"}});
  const Record record = apply({}, op, {.computed = {{"total", "3"}, {"fresh", "1"}}});
  EXPECT_EQ(record.fields.at("total").value, "3");
  EXPECT_TRUE(record.fields.at("total").candidates.empty());
  EXPECT_EQ(record.fields.at("fresh").value, "1");
  const Record same = apply(record, act("bus-02", 2), {.computed = {{"total", "3"}}});
  EXPECT_EQ(same.fields.at("total").writer, "bus-02/e1/2");
  EXPECT_TRUE(same.fields.at("total").candidates.empty());
}

TEST(Verdict, OfAFieldThatIsNotThere_MarksNothing) {
  const Record record = with_papers();
  const Record same =
      apply(record, act("bus-02", 2),
            {.fields = {{"nothing", Fate::held}}, .ripe = {"bus-09/e1/1"}, .alarms = {"late_review:nothing"}});
  EXPECT_EQ(same.fields, record.fields);
  EXPECT_TRUE(same.milestones.empty());
  EXPECT_EQ(same.alarms.size(), 1u);
}

TEST(Erased, P8_OfWhatOthersHaveSaidSince_GoesAloneAndTheirsStays) {
  Record record = apply({}, saying("bus-01", 1, {{"name", "secret"}, {"papers", "secret"}, {"phone", "secret"}}), {});
  Op more = act("bus-02", 2);
  more.add = {{"papers", "deed"}};
  record = apply(record, more, {});
  Op settled = act("centre", 3);
  settled.resolve = Resolved{"name", "secret", "bus-01/e1/1", {"bus-01/e1/1"}, "card"};
  record.fields["name"].held = true;
  record = apply(record, settled, {});
  Op over = saying("bus-02", 4, {{"name", "Ali"}});
  over.over["name"] = "centre/e1/3";
  record = apply(record, over, {});
  Op order = act("centre", 5);
  order.erase = Erase{"bus-01/e1/1", "a court's order", {"name", "papers", "phone", "nothing"}};
  record = apply(record, order, {});
  EXPECT_EQ(record.fields.at("name").value, "Ali");
  EXPECT_FALSE(record.fields.at("name").erased);
  EXPECT_EQ(record.fields.at("papers").value, "deed");
  EXPECT_EQ(record.fields.at("phone").value, "");
  EXPECT_TRUE(record.fields.at("phone").erased);
  for (const auto& said : record.fields.at("name").earlier) {
    if (said.writer != "bus-01/e1/1") continue;
    EXPECT_EQ(said.value, "");
  }
  EXPECT_EQ(record.resolutions.at(0).resolved.act.value, "");
}

TEST(Erased, WholeValueOfASetThatItsAuthorWroteLast_LeavesTheWordsOfOthers) {
  Op op = act("bus-02", 2);
  op.add = {{"papers", "deed"}};
  Record record = apply(with_papers(), op, {});
  record = apply(record, saying("bus-03", 3, {{"papers", "deed secret"}}), {});
  Op order = act("centre", 5);
  order.erase = Erase{"bus-03/e1/3", "a court's order", {"papers"}};
  record = apply(record, order, {});
  EXPECT_EQ(record.fields.at("papers").value, "deed");
  EXPECT_TRUE(record.fields.at("papers").erased);
}

TEST(Erased, WhatIsInForceAndWasChosen_GoesOnceAndForAll) {
  Record record = apply({}, saying("bus-01", 1, {{"name", "secret"}}), {});
  record.resolutions.push_back({{{"name", "secret", "bus-01/e1/1", {}, "card"}, "centre/e1/2", "c", {}}, {}, false});
  record.resolutions.push_back({{{"phone", "9", "bus-01/e1/1", {}, "card"}, "centre/e1/3", "c", {}}, {}, false});
  Op order = act("centre", 5);
  order.erase = Erase{"bus-01/e1/1", "a court's order", {"name"}};
  record = apply(record, order, {});
  EXPECT_EQ(record.resolutions[0].resolved.act.value, "");
  EXPECT_EQ(record.resolutions[1].resolved.act.value, "9");
  EXPECT_TRUE(record.fields.at("name").erased);
}

TEST(Base, OfAFieldThatIsNotThereOrWasTheCreators_IsTheRecordsFirst) {
  Record record = apply({}, saying("bus-01", 1, {{"name", ""}}), {});
  const Op op = act("bus-02", 2);
  EXPECT_EQ(base_of(record, op, "nothing"), "bus-01/e1/1");
  EXPECT_EQ(base_of(record, op, "name"), "bus-01/e1/1");
  auto& name = record.fields["name"];
  name.writer = "bus-03/e1/1";
  EXPECT_EQ(base_of(record, op, "name"), "bus-03/e1/1");  // blank, and the creator never said a word of it
  name.candidates = {{"Ali", "bus-01/e1/1", "a", {}}};
  EXPECT_EQ(base_of(record, op, "name"), "bus-01/e1/1");
  name.candidates.clear();
  name.earlier.resize(earlier_max);  // nobody can tell what was said before
  EXPECT_EQ(base_of(record, op, "name"), "bus-01/e1/1");
}

TEST(Waits, P15_WithoutAReason_SaysWhatBecameOfIt) {
  EXPECT_EQ(apply({}, act("bus-01", 1), {.op = Fate::parked}).waiting, std::vector<std::string>{"bus-01/e1/1 parked"});
}

TEST(Settled, P15_WordThatFilesToo_CreatesTheRecord) {
  Op word = act("centre", 1);
  word.settled = Settled{"parked", "bus-01/e1/1", "rejected", "twice"};
  EXPECT_TRUE(apply({}, word, {}).creator.empty());
  word.pin = Pin{"domicile", "v1"};
  EXPECT_EQ(apply({}, word, {}).creator, "centre/e1/1");
}

TEST(Settled, P5_FirstWordStands) {
  Op facts = act("bus-01", 1);
  facts.issue = Serial{"licence", 5};
  Record record = apply({}, facts, {.alarms = {"disputed:licence/5"}});
  Op word = act("centre", 2);
  word.settled = Settled{"disputed:licence/5", "bus-01/e1/1", "void", "never printed"};
  record = apply(record, word, {});
  Op second = act("centre", 3);
  second.settled = Settled{"disputed:licence/5", "bus-01/e1/1", "upheld", "it was"};
  record = apply(record, second, {});
  EXPECT_EQ(record.documents[0].state, "void");
  EXPECT_EQ(record.alarms[0].settled->act.reason, "never printed");
}

TEST(Papers, P5_VoidOfANumberThatIsOnNoDocument_IsKept) {
  Op op = act("bus-01", 1);
  op.voided = Voided{{"licence", 5}, "block"};
  op.printed = Printed{{"licence", 6}, "printed"};
  const Record record = apply({}, op, {});
  ASSERT_EQ(record.documents.size(), 1u);
  EXPECT_EQ(record.documents[0].state, "void");
  EXPECT_EQ(record.documents[0].reason, "block");
  EXPECT_TRUE(record.documents[0].prints.empty());
}

TEST(Lease, P5_FirstEnd_Stands) {
  Op end = act("bus-01", 1);
  end.lease = LeaseEnd{"l1", "returned", 7100, {}};
  Record record = apply({}, end, {});
  Op again = act("bus-01", 2);
  again.lease = LeaseEnd{"l1", "returned", 7001, {}};
  record = apply(record, again, {});
  EXPECT_EQ(record.lease->act.next, 7100);
}

}  // namespace
}  // namespace karvan::model
