#include <gtest/gtest.h>

#include <algorithm>

#include "storage/model/record.h"

namespace karvan::model {
namespace {

Op act(std::string node, std::uint64_t seq, std::string epoch = "e1") {
  Op op;
  op.id = {std::move(node), std::move(epoch), seq};
  op.time = {1'000 + static_cast<std::int64_t>(seq), 0};
  op.of = "lahore/application/1";
  op.actor = "ayesha";
  return op;
}

Op set(std::string node, std::uint64_t seq, std::string value, std::string over = {}) {
  Op op = act(std::move(node), seq);
  op.set = {{"name", std::move(value)}};
  if (!over.empty()) op.over = {{"name", std::move(over)}};
  return op;
}

Op filed(std::string list) {
  Op op = act("bus-01", 1);
  op.set = {{"members", std::move(list)}};
  return op;
}

Op add(std::string node, std::uint64_t seq, std::string value) {
  Op op = act(std::move(node), seq);
  op.add = {{"members", std::move(value)}};
  return op;
}

Op take_out(std::string node, std::uint64_t seq, std::string value, std::string of) {
  Op op = act(std::move(node), seq);
  op.remove = {{"members", std::move(value), std::move(of)}};
  return op;
}

const Verdict held{.fields = {{"name", Fate::held}}};
const Verdict list_held{.fields = {{"members", Fate::held}}};

TEST(Sets, P8_AdditionsAndRemovalsInAnyOrder_GiveTheSameMembers) {
  const Record begun = apply({}, filed("a b"), {});
  std::vector<Op> ops{add("bus-02", 2, "c"), add("bus-03", 3, "c"), take_out("bus-02", 4, "a", "bus-01/e1/1"),
                      take_out("bus-03", 5, "a", "bus-01/e1/1")};
  auto fold = [&] {
    Record record = begun;
    for (const auto& op : ops) record = apply(record, op, {});
    return record.fields.at("members");
  };
  const Field first = fold();
  EXPECT_EQ(first.value, "b c");
  auto by_seq = [](const Op& a, const Op& b) { return a.id.seq < b.id.seq; };
  while (std::next_permutation(ops.begin(), ops.end(), by_seq)) {
    const Field again = fold();
    EXPECT_EQ(again.value, first.value);
    EXPECT_EQ(again.members, first.members);
  }
}

TEST(Sets, RemovalNamesItsAddition_AnothersOfTheSameValueStays) {
  Record record = apply(apply({}, filed("a"), {}), add("bus-02", 2, "a"), {});
  record = apply(record, take_out("bus-03", 3, "a", "bus-01/e1/1"), {});
  EXPECT_EQ(record.fields.at("members").value, "a");
  record = apply(record, take_out("bus-03", 4, "a", "bus-02/e1/2"), {});
  EXPECT_EQ(record.fields.at("members").value, "");
  EXPECT_EQ(record.fields.at("members").members.size(), 2u);
}

TEST(Sets, RefusedAddition_IsKeptBesideAndNotIn) {
  Record record = apply(apply({}, filed("a"), {}), add("bus-02", 2, "b"), {.fields = {{"members", Fate::refused}}});
  EXPECT_EQ(record.fields.at("members").value, "a");
  EXPECT_EQ(record.fields.at("members").candidates.at(0).value, "b");
  record = apply(record, take_out("bus-03", 3, "a", "bus-01/e1/1"), {.fields = {{"members", Fate::refused}}});
  EXPECT_EQ(record.fields.at("members").value, "a");
  EXPECT_EQ(record.fields.at("members").candidates.size(), 1u);
}

// bus-02 answered in the instance that bus-03 takes away.
Op answer() {
  Op op = act("bus-02", 2);
  op.set = {{"members/a/age", "7"}};
  return op;
}

TEST(Sets, P8_InstanceAnsweredHereAndTakenAwayThere_IsHeldEitherWayAndMayComeBack) {
  const Op gone = take_out("bus-03", 3, "a", "bus-01/e1/1");
  const Record begun = apply({}, filed("a b"), {});
  const Record one = apply(apply(begun, answer(), {}), gone, list_held);
  const Record other = apply(apply(begun, gone, {}), answer(), list_held);
  for (const Record& record : {one, other}) {
    const Field& list = record.fields.at("members");
    EXPECT_TRUE(list.held);
    EXPECT_EQ(list.value, "b");
    ASSERT_EQ(list.candidates.size(), 1u);
    EXPECT_EQ(list.candidates[0].value, "a");
    EXPECT_EQ(list.candidates[0].writer, "bus-02/e1/2");
    EXPECT_EQ(record.fields.at("members/a/age").value, "7");
    Op settled = act("centre", 9);
    settled.resolve = Resolved{"members", "a", "bus-02/e1/2", {list.writer, "bus-02/e1/2"}, "asked the father"};
    const Record back = apply(apply(record, add("bus-04", 8, "c"), {}), settled, {});
    EXPECT_EQ(words_of(back.fields.at("members").value).size(), 3u);
    EXPECT_FALSE(back.fields.at("members").held);
  }
}

TEST(Candidates, P8_OfTwoPeopleAtTheCentre_StandBoth) {
  Record record = apply(apply({}, set("bus-01", 1, "a"), {}), set("bus-02", 2, "b"), held);
  Op first = set("centre", 3, "c"), second = set("centre", 4, "d");
  second.actor = "leyla";
  record = apply(apply(record, first, held), second, held);
  EXPECT_EQ(record.fields.at("name").candidates.size(), 3u);
}

TEST(Candidates, P7_P8_OfTwoBoxesOfOneName_StandBoth) {
  Record record = apply(apply({}, set("bus-01", 1, "a"), {}), set("bus-02", 2, "b"), held);
  Op clone = set("bus-02", 2, "c");
  clone.id.epoch = "e2";
  record = apply(record, clone, held);
  EXPECT_EQ(record.fields.at("name").candidates.size(), 2u);
}

TEST(Candidates, P8_AuthorsOwnLaterOne_TakesTheEarliersPlaceAndThatIsKept) {
  Record record = apply(apply({}, set("bus-01", 1, "a"), {}), set("bus-02", 2, "b"), held);
  Op later = set("bus-02", 3, "c", "bus-02/e1/2");
  later.id.epoch = "e2";
  later.actor = "another";
  record = apply(record, later, held);
  const Field& field = record.fields.at("name");
  ASSERT_EQ(field.candidates.size(), 1u);
  EXPECT_EQ(field.candidates[0].value, "c");
  ASSERT_EQ(field.replaced.size(), 1u);
  EXPECT_EQ(field.replaced[0].value, "b");
}

TEST(Field, WhoeverSawAnEqualValue_SawWhatIsInForce) {
  Record record = apply(apply({}, set("bus-01", 1, "a"), {}), set("bus-02", 2, "b"), {});
  record = apply(record, set("bus-03", 3, "b", "bus-01/e1/1"), {});
  const Field& field = record.fields.at("name");
  EXPECT_EQ(field.writer, "bus-03/e1/3");
  EXPECT_TRUE(is_current(field, "bus-02/e1/2"));
  EXPECT_FALSE(is_current(field, "bus-01/e1/1"));
}

TEST(Computed, IsInForceAndWhatStoodIsKept) {
  Record record = apply({}, set("bus-01", 1, "2"), {});
  record = apply(record, act("bus-02", 2), {.computed = {{"name", "3"}}});
  const Field& field = record.fields.at("name");
  EXPECT_EQ(field.value, "3");
  EXPECT_EQ(field.writer, "bus-02/e1/2");
  EXPECT_EQ(field.candidates.at(0).value, "2");
}

TEST(Erased, ValuesOfTheOrdersFields_GoFromWhereverTheyAre) {
  Record record = apply(apply({}, set("bus-01", 1, "secret"), {}), set("bus-02", 2, "other"), held);
  Op settled = act("centre", 3);
  settled.resolve = Resolved{"name", "secret", "bus-01/e1/1", {"bus-01/e1/1", "bus-02/e1/2"}, "card"};
  record = apply(record, settled, {});
  Op order = act("centre", 4);
  order.erase = Erase{"bus-01/e1/1", "a court's order", {"name"}};
  EXPECT_NE(write_record(apply(record, order, {.erase = Fate::refused})).find("secret"), std::string::npos);
  record = apply(record, order, {});
  EXPECT_EQ(write_record(record).find("secret"), std::string::npos);
  EXPECT_NE(write_record(record).find("other"), std::string::npos);
  EXPECT_TRUE(record.fields.at("name").erased);
  EXPECT_EQ(record.erased.at(0).act.reason, "a court's order");
}

// What a record says after an order that takes an operation's values from the list.
std::string left_after(Record& record, std::string of) {
  Op order = act("centre", 20 + record.erased.size());
  order.erase = Erase{std::move(of), "a court's order", {"members"}};
  record = apply(std::move(record), order, {});
  return write_record(record);
}

TEST(Erased, P13_AdditionOfAnotherThatWasRefused_KeepsNothingOfIt) {
  Record record =
      apply(apply({}, filed("secret"), {}), add("bus-02", 2, "b"), {.fields = {{"members", Fate::refused}}});
  EXPECT_EQ(left_after(record, "bus-01/e1/1").find("secret"), std::string::npos);
  EXPECT_EQ(record.fields.at("members").candidates.at(0).value, "b");
}

TEST(Erased, P13_ListThatAnotherTookSomethingFrom_KeepsNothingOfIt) {
  Record record = apply(apply({}, filed("a secret"), {}), take_out("bus-02", 2, "a", "bus-01/e1/1"), {});
  EXPECT_EQ(record.fields.at("members").value, "secret");
  EXPECT_EQ(left_after(record, "bus-01/e1/1").find("secret"), std::string::npos);
  EXPECT_TRUE(record.fields.at("members").erased);
}

// Whoever settled it had written down what was in the list.
TEST(Erased, P13_ListThatWasSettled_KeepsNothingOfItOnceTheWordIsOrderedAwayToo) {
  const Op gone = take_out("bus-03", 3, "a", "bus-01/e1/1");
  Record record = apply(apply(apply({}, filed("a secret"), {}), answer(), {}), gone, list_held);
  Op settled = act("centre", 9);
  settled.resolve = Resolved{"members", "secret", "bus-03/e1/3", {"bus-03/e1/3", "bus-02/e1/2"}, "asked the father"};
  record = apply(record, settled, {});
  EXPECT_EQ(record.resolutions.at(0).among.size(), 2u);
  left_after(record, "bus-01/e1/1");
  for (const auto& each : record.resolutions.at(0).among) EXPECT_EQ(each.value.find("secret"), std::string::npos);
  EXPECT_EQ(left_after(record, "centre/e1/9").find("secret"), std::string::npos);
}

TEST(Settled, DisputedAndSuspense_AreSettledOnceByAPerson) {
  Op facts = act("bus-01", 1);
  facts.issue = Serial{"licence", 5};
  facts.post = Post{"payment", {100, "PKR"}, "cash", "s1", ""};
  Record record = apply({}, facts, {.alarms = {"disputed:licence/5", "suspense"}});
  Op upheld = act("centre", 2);
  upheld.settled = Settled{"disputed:licence/5", "bus-01/e1/1", "void", "never printed"};
  Op booked = act("centre", 3);
  booked.settled = Settled{"suspense", "bus-01/e1/1", "booked", "in the drawer"};
  EXPECT_EQ(apply(record, upheld, {.settled = Fate::lost}), record);
  record = apply(apply(record, upheld, {}), booked, {});
  EXPECT_EQ(record.documents[0].state, "void");
  EXPECT_FALSE(record.postings[0].suspense);
  EXPECT_FALSE(is_open(record.alarms[0]) || is_open(record.alarms[1]));
}

TEST(Settled, P15_RejectedByAPerson_FoldsNothingAndIsNamed) {
  Op parked = set("bus-01", 1, "a");
  parked.post = Post{"payment", {100, "PKR"}, "cash", "s1", ""};
  Record record = apply({}, parked, {.op = Fate::parked, .reason = "node_revoked"});
  Op word = act("centre", 2);
  word.settled = Settled{"parked", "bus-01/e1/1", "rejected", "the box was stolen"};
  record = apply(record, word, {});
  record = apply(record, parked, {.op = Fate::lost, .reason = "rejected"});
  EXPECT_TRUE(record.waiting.empty() && record.postings.empty() && record.fields.empty());
  EXPECT_EQ(record.settled.at(0).act.reason, "the box was stolen");
}

TEST(Stage, Early_CountsFromItsOwnDateOnceItIsRipe) {
  Op paid = act("bus-02", 2);
  paid.advance = "fee_paid";
  Record record = apply(apply({}, act("bus-01", 1), {}), paid, {.advance = Fate::waiting});
  EXPECT_FALSE(record.reached("fee_paid"));
  ASSERT_EQ(record.early.size(), 1u);
  Op assessed = act("bus-01", 3);
  assessed.advance = "fee_assessed";
  record = apply(record, assessed, {.ripe = {"bus-02/e1/2"}});
  EXPECT_TRUE(record.reached("fee_paid") && record.early.empty());
  EXPECT_EQ(record.milestones.back().time.ms, 1'002);
}

TEST(Bounds, WaitingIds_AreNoMoreThanTheirBound) {
  Record record;
  for (std::uint64_t seq = 1; seq <= waiting_max + 3; ++seq)
    record = apply(std::move(record), act("bus-01", seq), {.op = Fate::waiting, .reason = "chain_gap"});
  EXPECT_EQ(record.waiting.size(), waiting_max);
}

TEST(Bounds, P16_WordsOfControlCharacters_WeighAsTheyAreWritten) {
  for (const char c : {'\x01', '\n', '"', '\\'}) {
    const Op op = set("bus-01", 1, std::string(5'000, c));
    const Record after = apply({}, op, {});
    EXPECT_LE(write_record(after).size(), weight_of(after) + 1'000) << int{c};
    EXPECT_LE(weight_of(after), weight_of(Record{}) + weight_of(op));
  }
}

TEST(Bounds, WhatAnOperationAdds_IsNoMoreThanItsOwnWeight) {
  Op op = set("bus-01", 1, std::string(5'000, 'x'));
  op.add = {{"members", "a"}};
  op.attach = {{"photo", std::string(64, 'a'), 1, "image/jpeg", ""}};
  op.post = Post{"payment", {100, "PKR"}, "cash", "s1", "a reason"};
  const Record before = apply({}, act("bus-01", 9), {});
  for (Fate fate : {Fate::applied, Fate::held}) {
    const Record after = apply(before, op, {.fields = {{"name", fate}}, .alarms = {}});
    EXPECT_LE(weight_of(after), weight_of(before) + weight_of(op));
    EXPECT_LE(write_record(after).size(), weight_of(after) + 1'000);
  }
}

// A person settled on nothing: who saw nothing there saw what is in force.
TEST(Base, P8_OfABlankThatTheCreatorNeverFilled_IsWhatIsInForce) {
  Record record;
  record.creator = "bus-01/e1/1";
  Op op;
  op.id = {"bus-03", "e1", 1};
  op.set["low"] = "1";
  record.fields["low"].writer = "centre/c1/3";
  EXPECT_EQ(base_of(record, op, "low"), "centre/c1/3");
  record.fields["low"].earlier = {{"7", record.creator}};  // the screen showed that
  EXPECT_EQ(base_of(record, op, "low"), record.creator);
  record.fields["low"].earlier.clear();
  record.fields["low"].held = true;
  EXPECT_EQ(base_of(record, op, "low"), record.creator);
  record.fields["low"].held = false;
  record.fields["low"].value = "2";
  EXPECT_EQ(base_of(record, op, "low"), record.creator);
  op.over["low"] = "bus-02/e1/9";
  EXPECT_EQ(base_of(record, op, "low"), "bus-02/e1/9");
}

}  // namespace
}  // namespace karvan::model
