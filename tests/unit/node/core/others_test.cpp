#include "storage/seal/hash.h"
#include "tests/unit/node/core/box.h"

// What comes of others by the feed, and of this box from a centre that has it only again.
namespace karvan::core {
namespace {

using samples::Box;

model::HybridTime newest_time(Box& box) { return model::parse_op(box.store().log().newest(1)->at(0).line)->time; }

// Another box changes the phone; its clock is ahead of ours.
model::Op change_of_another(const Box& box, const std::string& id, std::int64_t ahead_ms) {
  model::Op op;
  op.id = {"bus-02", "e9", 1};
  op.time = {box.now + ahead_ms, 0};
  op.salt = "00";
  op.actor = "omar";
  op.of = "lahore/application/" + id;
  op.set = {{"phone", "0300"}};
  op.over = {};
  return op;
}

// Gives the operation, folded.
model::Op folded_from_another(Box& box, const std::string& id, std::int64_t ahead_ms) {
  box.say(box.applied(box.round()));
  box.round();
  auto op = change_of_another(box, id, ahead_ms);
  exchange::Answer answer;
  answer.entries.push_back({++box.checkpoint.office, "", 0, model::write_op(op), {}});
  box.say(std::move(answer));
  return op;
}

TEST(Others, AnotherNodesOperation_IsFoldedAndItsTimeObserved) {
  Box box;
  box.sign_in();
  auto id = box.filed();
  auto op = folded_from_another(box, id, 30'000);
  EXPECT_EQ(box.core->book().application(id)->record.fields.at("phone").value, "0300");
  box.filed();
  EXPECT_GT(newest_time(box), op.time);
}

// P3: what another box wrote under this one's name.
TEST(Others, P3_AnOwnOperationThatIsNotHere_IsAskedForWithItsContentAndNothingBeyondItIsLost) {
  Box box;
  box.sign_in();
  auto id = box.filed();
  box.say(box.applied(box.round()));
  auto twins = change_of_another(box, id, 30'000);
  twins.id = {"bus-01", "twin", 1};
  exchange::Answer answer;
  answer.entries = {{++box.checkpoint.office, "twin", 1, "", {}}};
  const auto before = box.round().cursors.office;
  box.say(answer);
  EXPECT_FALSE(box.core->book().application(id)->record.fields.contains("phone"));
  const auto again = box.exchanges.back().request;  // at once
  EXPECT_TRUE(again.contents);
  EXPECT_EQ(again.cursors.office, before);
  answer.entries[0] = {box.checkpoint.office, "", 0, model::write_op(twins), {}};
  box.say(answer);
  EXPECT_EQ(box.core->book().application(id)->record.fields.at("phone").value, "0300");
  EXPECT_FALSE(box.round().contents);
}

TEST(Others, P3_AnOwnOperationThatComesWithItsContent_IsSettled) {
  Box box;
  box.sign_in();
  auto id = box.filed();
  auto request = box.round();
  auto answer = box.applied(request);
  for (std::size_t i = 0; i < answer.entries.size(); ++i) {
    answer.entries[i].epoch.clear();
    answer.entries[i].seq = 0;
    answer.entries[i].line = request.batches[0].run.lines[i];
  }
  box.say(answer);
  EXPECT_EQ(*box.store().log().count_unsettled(), 0u);
  EXPECT_TRUE(box.core->book().application(id));
}

TEST(Others, P4_AClockThatIsAYearAhead_DragsNoOtherBoxAlong) {
  Box box;
  box.sign_in();
  auto id = box.filed();
  folded_from_another(box, id, 365 * 86'400'000LL);
  EXPECT_EQ(box.core->book().application(id)->record.fields.at("phone").value, "0300");
  box.filed();
  EXPECT_LE(newest_time(box).ms, box.now + model::ahead_ms_max);
}

TEST(Others, AfterTheCentreWasRestored_SettledRecordsAreBuiltAnew) {
  Box box;
  box.sign_in();
  auto id = box.filed();
  auto request = box.round();
  box.say(box.applied(request));
  box.checkpoint.centre_epoch = "centre-2";
  box.checkpoint.office = 0;
  box.round();
  box.say({});
  EXPECT_EQ(box.unsent(), 2u);
  auto again = box.round_after_tail();
  ASSERT_EQ(again.batches.size(), 1u);
  box.say(box.applied(again));
  EXPECT_EQ((*box.store().records().settled("lahore/application/" + id))->position, 2u);
  EXPECT_EQ(box.core->book().application(id)->record.postings.size(), 1u);
}

}  // namespace
}  // namespace karvan::core
