#include "sync/central/cli/commands.h"
#include "sync/central/store/leases.h"
#include "sync/central/store/lives.h"
#include "tests/unit/sync/central/cli/backed_up.h"

// A centre that goes on from a copy.
namespace karvan::central {
namespace {

using testing::Box;
using testing::must;
using testing::noon;

class Restored : public testing::BackedUp {};

TEST_F(Restored, P1_WhatCameAfterTheCopy_ComesAgainFromItsBox) {
  box_.write(box_.filing(a1, version_));
  round(box_.request());
  const auto folder = copy();
  box_.write(box_.filing("lahore/application/a2", version_));
  round(box_.request());
  note();
  bring_back(folder);
  EXPECT_TRUE(record("lahore/application/a2").creator.empty());
  auto told = round(box_.request());
  EXPECT_FALSE(record("lahore/application/a2").creator.empty());
  EXPECT_EQ(told.receipts.at(0), box_.end());
}

TEST_F(Restored, P9_WhatAClerkSaidAfterTheCopy_IsHandedBackByTheBoxThatHeardIt) {
  box_.write(box_.filing(a1, version_));
  round(box_.request());
  const auto folder = copy();
  const auto op = change_phone("77").op;
  const auto tail = said(round(box_.request()));
  EXPECT_FALSE(tail.body.empty());
  note();
  bring_back(folder);
  EXPECT_EQ(record(a1).fields.at("phone").value, "1");
  hand_back(tail);
  EXPECT_EQ(record(a1).fields.at("phone").value, "77");
  EXPECT_EQ(record(a1).fields.at("phone").writer, model::to_text(op));
  const auto entries = feed().size();
  hand_back(tail);  // P10
  EXPECT_EQ(feed().size(), entries);
  // The centre's own log goes on, also over a start.
  change_phone("78");
  close();
  open();
  change_phone("79");
  EXPECT_EQ(record(a1).fields.at("phone").value, "79");
}

// The box has seen what the clerk said, which the centre has lost, and has not heard of that.
TEST_F(Restored, P8_WorkOfABoxThatDoesNotKnowOfTheRestore_WaitsForWhatItHandsBack) {
  box_.write(box_.filing(a1, version_));
  round(box_.request());
  const auto folder = copy();
  const auto op = change_phone("77").op;
  const auto got = round(box_.request());
  const auto tail = said(got);
  box_.cursors.centre_epoch = checkpoint(got).centre_epoch;
  note();
  bring_back(folder);
  auto change = box_.op(a1);
  change.set["phone"] = "88";
  change.over["phone"] = model::to_text(op);
  box_.write(change);
  const auto put_off = round(box_.request());
  ASSERT_FALSE(put_off.refused.empty());
  EXPECT_EQ(put_off.refused[0].code, "busy");
  EXPECT_EQ(record(a1).fields.at("phone").value, "1");
  hand_back(tail);
  box_.cursors.centre_epoch = checkpoint(put_off).centre_epoch;
  const auto taken = round(box_.request());
  EXPECT_TRUE(taken.refused.empty());
  EXPECT_EQ(taken.receipts.at(0), box_.end());
  EXPECT_EQ(record(a1).fields.at("phone").value, "88");
  EXPECT_TRUE(record(a1).fields.at("phone").candidates.empty());
}

// What it is about comes from another box, later.
TEST_F(Restored, P4_WhatWasSaidOfALostApplication_WaitsForIt) {
  const auto folder = copy();
  box_.write(box_.filing(a1, version_));
  round(box_.request());
  change_phone("77");
  const auto tail = said(round(box_.request()));
  note();
  bring_back(folder);
  hand_back(tail);
  EXPECT_TRUE(record(a1).creator.empty());
  round(box_.request());
  EXPECT_EQ(record(a1).fields.at("phone").value, "77");
}

TEST_F(Restored, P4_AnOrderOfErasureThatWasHandedBack_WaitsForWhatItNames) {
  box_.write(box_.filing(a1, version_));
  round(box_.request());
  const auto folder = copy();
  auto change = box_.op(a1);
  change.set["phone"] = "2";
  box_.write(change);
  round(box_.request());
  PersonsAct act{"0123456789abcdef", "erase", "leyla", a1, {}};
  act.make = [&change](const Before&) -> Result<model::Op> {
    model::Op op;
    op.erase = model::Erase{model::to_text(change.id), "court order", {}};
    return op;
  };
  must(reconciler_->act(act, noon + 3'000));
  const auto tail = said(round(box_.request()));
  note();
  bring_back(folder);
  hand_back(tail);
  EXPECT_TRUE(record(a1).erased.empty());
  round(box_.request());
  EXPECT_EQ(record(a1).erased.size(), 1u);
  EXPECT_TRUE(exchange::erased_of(must(Inbox(files_->inbox).line(change.id))->line));
}

TEST_F(Restored, WhatTheCentreDidNotSign_IsLeftAlone) {
  box_.write(box_.filing(a1, version_));
  round(box_.request());
  const auto folder = copy();
  change_phone("77");
  const auto tail = said(round(box_.request()));
  note();
  bring_back(folder);
  auto forged = tail;
  forged.body.replace(forged.body.find("\"77\""), 4, "\"99\"");
  hand_back(forged);
  Box other("bus-02");
  enrol(other);
  hand_back(tail, "bus-02");
  EXPECT_EQ(record(a1).fields.at("phone").value, "1");
}

TEST_F(Restored, P5_LeaseOfTheLostDays_IsKnownAgainAndNoNumberIsLentTwice) {
  const auto folder = copy();
  must(reconciler_->lend_to("bus-01", {{"receipt", 0, 0}}, 1'000, now_));
  const auto lost = must(LeaseBook(files_->records).of_node("bus-01", "receipt"))[1].lease;
  const auto note_of = must(Feeds(files_->records).last("node/bus-01", "lease", lost.id))->body;
  note();
  bring_back(folder);
  hand_back({"lease", note_of, {}});
  hand_back({"lease", note_of, {}});
  EXPECT_EQ(must(LeaseBook(files_->records).holding({"receipt", lost.first}))->lease, lost);
  must(release_numbers(house_, lost.last));
  must(reconciler_->lend_to("bus-01", {{"receipt", 0, 0}}, 1'000'000, now_));
  const auto held = must(LeaseBook(files_->records).of_node("bus-01", "receipt"));
  EXPECT_GT(held.back().lease.first, lost.last);
}

TEST_F(Restored, LostLives_OfAnEarlierVersionAreRead) {
  must(in_transaction(files_->records, [&] { return Records(files_->records).put_meta(meta_restored_from, "c0 4"); }));
  EXPECT_EQ(must(lost_lives(files_->records)), (std::vector{LostLife{"c0", 4, INT64_MAX}}));
  const std::vector lives = {LostLife{"c0", 4, INT64_MAX}, LostLife{"c1", 0, 77}};
  must(in_transaction(files_->records, [&] { return put_lost_lives(files_->records, lives); }));
  EXPECT_EQ(must(lost_lives(files_->records)), lives);
}

}  // namespace
}  // namespace karvan::central
