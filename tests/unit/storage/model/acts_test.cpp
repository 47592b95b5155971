#include <gtest/gtest.h>

#include "storage/model/record.h"
#include "tests/unit/storage/model/samples.h"

namespace karvan::model {
namespace {

using samples::act;

Op set(std::string node, std::uint64_t seq, std::string value) {
  Op op = act(std::move(node), seq);
  op.set = {{"father_name", std::move(value)}};
  return op;
}

const Verdict held{.fields = {{"father_name", Fate::held}}};

// bus-01's name is in force, bus-02's waits beside it.
Record contested() { return apply(apply({}, set("bus-01", 1, "Ali"), {}), set("bus-02", 2, "Aly"), held); }

Op resolution(std::uint64_t seq, std::string chosen, std::string value) {
  Op op = act("centre", seq);
  op.actor = "leyla";
  op.resolve = Resolved{"father_name", std::move(value), std::move(chosen), {"bus-01/e1/1", "bus-02/e1/2"}, "card"};
  return op;
}

TEST(Post, WaiverOfOneLine_SaysSoInLineAndRecord) {
  Op op = act("bus-01", 4);
  op.post = Post{"waiver", {20'000, "PKR"}, {}, {}, "a flood", "urgent"};
  auto read = parse_op(write_op(op));
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_EQ(read->post, op.post);
  const Record record = apply(contested(), op, {});
  EXPECT_EQ(parse_record(write_record(record)), record);
  EXPECT_EQ(record.postings.back().post.line, "urgent");
}

TEST(Resolve, P8_OfTwo_PutsTheChosenInForceAndKeepsBoth) {
  Record record = apply(contested(), resolution(3, "bus-02/e1/2", "Aly"), {});
  const Field& field = record.fields.at("father_name");
  EXPECT_EQ(field.value, "Aly");
  EXPECT_EQ(field.writer, "centre/e1/3");
  EXPECT_EQ(field.actor, "leyla");
  EXPECT_FALSE(field.held || field.late);
  EXPECT_TRUE(field.candidates.empty());
  const Resolution& kept = record.resolutions.at(0);
  ASSERT_EQ(kept.among.size(), 2u);
  EXPECT_EQ(kept.among[0].value, "Ali");
  EXPECT_EQ(kept.among[1].value, "Aly");
  EXPECT_EQ(kept.among[1].time.ms, 1'002);
  EXPECT_EQ(kept.resolved.act.reason, "card");
}

TEST(Resolve, P8_ContenderThatWasNotSeen_StaysBesideTheFieldForALateReview) {
  Record record = apply(contested(), set("bus-03", 4, "Alee"), held);
  record = apply(record, resolution(5, "bus-01/e1/1", "Ali"), {});
  const Field& field = record.fields.at("father_name");
  EXPECT_FALSE(field.held);
  EXPECT_TRUE(field.late);
  ASSERT_EQ(field.candidates.size(), 1u);
  EXPECT_EQ(field.candidates[0].value, "Alee");
}

TEST(Resolve, P8_SecondOne_ChangesNothingAndIsKept) {
  Record record = apply(contested(), resolution(3, "bus-02/e1/2", "Aly"), {});
  record = apply(record, resolution(4, "bus-01/e1/1", "Ali"),
                 {.resolve = Fate::lost, .alarms = {"late_review:father_name"}});
  EXPECT_EQ(record.fields.at("father_name").value, "Aly");
  EXPECT_TRUE(record.fields.at("father_name").late);
  ASSERT_EQ(record.resolutions.size(), 2u);
  EXPECT_TRUE(record.resolutions[1].late);
  EXPECT_EQ(record.alarms.at(0).what, "late_review:father_name");
}

TEST(Resolve, P8_LateContender_HoldsNothingAndIsKept) {
  Record record = apply(contested(), resolution(3, "bus-02/e1/2", "Aly"), {});
  record = apply(record, set("bus-01", 9, "Aali"),
                 {.fields = {{"father_name", Fate::lost}}, .alarms = {"late_review:father_name"}});
  const Field& field = record.fields.at("father_name");
  EXPECT_TRUE(field.late);
  EXPECT_FALSE(field.held);
  EXPECT_EQ(field.value, "Aly");
  EXPECT_EQ(field.candidates.at(0).value, "Aali");
}

TEST(Resolve, Refused_LeavesTheFieldHeld) {
  Record record = apply(contested(), resolution(3, "bus-02/e1/2", "Aly"), {.resolve = Fate::refused});
  EXPECT_TRUE(record.held("father_name"));
  EXPECT_TRUE(record.resolutions.empty());
}

Op reach(std::uint64_t seq, std::string stage) {
  Op op = act("bus-01", seq);
  op.advance = std::move(stage);
  return op;
}

Op back(std::uint64_t seq) {
  Op op = act("bus-01", seq);
  op.returned = Returned{{"filed", "reviewed"}, "signature missing"};
  return op;
}

TEST(Return, OpensARound_AndItsStagesAreToBeReachedAgain) {
  Record record = apply(apply(apply({}, reach(1, "filed"), {}), reach(2, "fee_paid"), {}), back(3), {});
  EXPECT_EQ(record.round, 2u);
  EXPECT_FALSE(record.reached("filed"));
  EXPECT_TRUE(record.reached("fee_paid"));
  record = apply(record, reach(4, "filed"), {});
  EXPECT_TRUE(record.reached("filed"));
  EXPECT_EQ(record.milestones.back().round, 2u);
}

TEST(Return, P9_MilestoneFromBeforeItThatArrivesLate_AddsItsDateToItsOwnRound) {
  Record record = apply(apply({}, reach(1, "filed"), {}), back(3), {});
  record = apply(record, reach(2, "reviewed"), {});
  EXPECT_FALSE(record.reached("reviewed"));
  EXPECT_EQ(record.milestones.back().round, 1u);
}

TEST(Return, Refused_ReopensNothing) {
  Record record = apply(apply({}, reach(1, "filed"), {}), back(3), {.returned = Fate::refused});
  EXPECT_EQ(record.round, 1u);
  EXPECT_TRUE(record.reached("filed"));
}

TEST(Decision, P9_LaterOne_FollowsAndTheEarlierStays) {
  Op granted = act("centre", 1), refused = act("centre", 2);
  granted.decided = Decided{"granted", "", "77"};
  refused.decided = Decided{"refused", "forged paper", "77"};
  Record record = apply(apply({}, granted, {}), refused, {});
  ASSERT_EQ(record.decisions.size(), 2u);
  EXPECT_EQ(record.decisions[0].act.outcome, "granted");
  EXPECT_EQ(record.decisions[1].act.outcome, "refused");
}

TEST(Decision, P9_OfSomebodyWhoMayNot_DoesNotCount) {
  Op op = act("bus-01", 1);
  op.decided = Decided{"granted", "", ""};
  Record record = apply({}, op, {.op = Fate::refused, .alarms = {"actor"}, .reason = "role_not_allowed"});
  EXPECT_TRUE(record.decisions.empty());
  EXPECT_EQ(record.alarms.size(), 1u);
}

Op close(std::uint64_t seq, std::string how) {
  Op op = act("bus-01", seq);
  op.closed = Closed{std::move(how), "moves abroad"};
  return op;
}

TEST(Closing, OneThatStands_StaysWhereALaterOneIsLost) {
  Record record = apply(apply({}, close(1, "withdrawn"), {}), close(2, "expired"), {.closed = Fate::lost});
  ASSERT_TRUE(record.closed);
  EXPECT_EQ(record.closed->act.how, "withdrawn");
  EXPECT_EQ(record.closed->writer, "bus-01/e1/1");
  EXPECT_EQ(record.closed->actor, "ayesha");
}

TEST(Closing, RefusedOrLost_ClosesNothing) {
  EXPECT_FALSE(apply({}, close(1, "withdrawn"), {.closed = Fate::refused}).closed);
  EXPECT_FALSE(apply({}, close(1, "withdrawn"), {.closed = Fate::lost}).closed);
}

// One record with every act of its kind.
Record rich() {
  Record record = apply(contested(), resolution(3, "bus-02/e1/2", "Aly"), {});
  record =
      apply(record, set("bus-01", 9, "Aali"), {.fields = {{"father_name", Fate::lost}}, .alarms = {"late_review"}});
  Op facts = act("bus-01", 10);
  facts.attach = {{"photo", "ab", 40'000, "image/jpeg", "no finger"}};
  facts.shown = {{"guardian", 2, "identity", "none", "Bibi", "lost in the flood", ""}};
  facts.handed_over = HandedOver{{"licence", 41}, "Sana", "self", "35202"};
  facts.sheet = Sheet{"2026-11-22", "cd", "bus-01 x"};
  facts.decided = Decided{"granted", "", "77"};
  facts.post = Post{"charge", {20000, "PKR"}, "", "", ""};
  facts.issue = Serial{"licence", 41};
  record = apply(record, facts, {.alarms = {"disputed:licence/41"}});
  Op more = act("bus-01", 13);
  more.uncertain = true;
  more.set = {{"papers", "cnic"}, {"total", "3"}};
  more.advance = "fee_paid";
  record = apply(record, more, {.advance = Fate::waiting, .computed = {{"total", "4"}}, .received_ms = 500});
  Op sets = act("bus-02", 14);
  sets.add = {{"papers", "photo"}};
  sets.remove = {{"papers", "cnic", "bus-01/e1/13"}};
  sets.settled = Settled{"disputed:licence/41", "bus-01/e1/10", "upheld", "seen"};
  sets.erase = Erase{"bus-01/e1/9", "an order", {"father_name"}};
  sets.lease = LeaseEnd{"l1", "expired", 9, {{3, 4}}};
  record = apply(record, sets, {});
  Op parked = act("centre", 15);
  parked.settled = Settled{"parked", "bus-01/e1/99", "rejected", "nonsense"};
  record = apply(record, parked, {});
  return apply(apply(record, back(11), {}), close(12, "withdrawn"), {});
}

TEST(Record, P3_WithEveryAct_RoundTripsByteByByte) {
  Record record = rich();
  auto bytes = write_record(record);
  auto read = parse_record(bytes);
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_EQ(*read, record);
  EXPECT_EQ(write_record(*read), bytes);
}

TEST(Record, P3_BodyOfAnOlderVersion_IsReadAndWrittenTheSame) {
  constexpr auto older =
      R"({"id":"lahore/application/1","service":"domicile","version":"v1","creator":"bus-01/e1/1","created":"1001.0",)"
      R"("round":1,"fields":{"name":{"value":"S","writer":"bus-01/e1/1","time":"1001.0","held":true,)"
      R"("candidates":[{"value":"b","writer":"x/e1/1"}]}},"postings":[],"documents":[],"milestones":[],"waiting":[]})";
  auto read = parse_record(older);
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_EQ(write_record(*read), older);
}

}  // namespace
}  // namespace karvan::model
