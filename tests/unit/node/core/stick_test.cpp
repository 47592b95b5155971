#include "storage/seal/hash.h"
#include "tests/unit/node/core/stick_box.h"

// What goes onto a stick.
namespace karvan::core {
namespace {

using samples::Box;

class Stick : public samples::StickBox {};

TEST_F(Stick, WhatTheCentreHasNot_GoesOntoItAndStaysUnsent) {
  box.filed();
  const auto before = unsent();
  const auto piece = written();
  EXPECT_TRUE(piece.first);
  EXPECT_TRUE(piece.last);
  EXPECT_EQ(piece.marks.operations, before);
  std::size_t lines = 0;
  for (const auto& batch : piece.request.batches) lines += batch.run.lines.size();
  EXPECT_EQ(lines, before);
  EXPECT_TRUE(piece.request.safe);
  EXPECT_FALSE(piece.request.back.office.empty());
  EXPECT_EQ(unsent(), before);
  const auto& told = box.core->stick();
  EXPECT_EQ(told.doing, "");
  EXPECT_EQ(told.did, "written");
  EXPECT_EQ(told.operations, before);
  EXPECT_EQ(told.files, 2u);
  EXPECT_EQ(told.files_left, 1u);
}

TEST_F(Stick, NextPiece_GoesOnAfterTheLast) {
  box.filed();
  const auto begun = order(false);
  const auto* first = only<WriteStick>(begun);
  ASSERT_TRUE(first);
  EXPECT_EQ(box.core->stick().doing, "writing");
  box.filed();
  const auto out = box.drain(StickWritten{first->marks, std::optional<StickWritten::Whole>()});
  const auto* next = only<WriteStick>(out);
  ASSERT_TRUE(next);
  EXPECT_FALSE(next->first);
  EXPECT_TRUE(next->last);
  ASSERT_FALSE(next->request.batches.empty());
  EXPECT_EQ(next->request.batches.front().run.after.seq, first->marks.operations);
  EXPECT_EQ(next->marks.operations, unsent());
}

TEST_F(Stick, P8_HoweverMuchIsHandedBack_AllOfItGoesOntoOneStickBeforeTheWork) {
  box.round();
  exchange::Answer leases;
  for (int i = 0; i < 70; ++i) leases.documents.push_back(box.lease(100'000 + i * 10, 100'009 + i * 10));
  box.say(std::move(leases));
  box.checkpoint.centre_epoch = "centre-2";
  box.checkpoint.office = 0;
  box.round();
  box.say({});
  box.filed();
  const auto begun = order(false);
  const auto* first = only<WriteStick>(begun);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->request.tail.size(), exchange::tails_max);
  EXPECT_TRUE(first->request.batches.empty());
  EXPECT_FALSE(first->last);
  const auto out = box.drain(StickWritten{first->marks, std::optional<StickWritten::Whole>()});
  const auto* next = only<WriteStick>(out);
  ASSERT_TRUE(next);
  EXPECT_FALSE(next->first);
  EXPECT_TRUE(next->last);
  EXPECT_EQ(next->request.tail.size(), 72 - exchange::tails_max);
  EXPECT_FALSE(next->request.batches.empty());
}

// A new box whose office fills more than one stick.
class StickOfANewBox : public Stick {
 protected:
  static exchange::Snapshot whole(std::uint64_t at, const std::string& id) {
    model::Record record;
    record.id = Box::application(id);
    record.creator = "bus-02/e9/1";
    return {at, record.id, model::write_record(record)};
  }
  exchange::Answer part(const std::string& id, std::uint64_t left) const {
    exchange::Answer answer;
    answer.records = exchange::Records{7, seal::sha256("seven"), left};
    answer.snapshots = {whole(5, id)};
    answer.more = true;
    return answer;
  }
  // What was asked for by network meanwhile, in vain.
  void no_network() { box.drain(ExchangeAnswer{box.exchanges.back().round, fail(Code::link_down), {}}); }
  std::uint64_t office() { return box.store().cursors().get("office/lahore")->position; }
  const exchange::Mark seven{7, exchange::mark_of(seal::sha256("seven"))};
};

TEST_F(StickOfANewBox, NextStick_GoesOnWithTheRecordsAlsoAfterARestart) {
  box.checkpoint.office = 9;
  const auto first = written();
  EXPECT_EQ(first.request.take, exchange::Take{});
  EXPECT_FALSE(read(content(first, part("a1", 1))).fault);
  box.restart();
  box.sign_in("bilal");
  no_network();
  const auto second = written();
  EXPECT_EQ(second.request.take, (exchange::Take{seven, Box::application("a1")}));
  EXPECT_FALSE(read(content(second, part("a2", 0))).fault);
  EXPECT_EQ(office(), 7u);
  EXPECT_TRUE(box.store().records().settled(Box::application("a2"))->has_value());
  no_network();
  EXPECT_FALSE(written().request.take);
}

// Put back to an earlier day, or the sticks were mixed up: the records between would be missing for good.
TEST_F(StickOfANewBox, P16_RecordsThatGoOnFromWhereItIsNot_AreNotTaken) {
  box.checkpoint.office = 9;
  const auto first = written();
  auto beyond = content(first, part("a3", 0));
  beyond.head.after = Box::application("a2");
  EXPECT_EQ(read(beyond).fault, Code::changed_elsewhere);
  EXPECT_EQ(office(), 0u);
  no_network();
  EXPECT_EQ(written().request.take, exchange::Take{});
  EXPECT_FALSE(read(content(first, part("a1", 1))).fault);
  no_network();
  EXPECT_EQ(read(content(first, part("a1", 1))).fault, Code::changed_elsewhere) << "it has moved on";
}

TEST_F(Stick, WhileOneIsUnderWay_AnotherOrderChangesNothing) {
  order(false);
  const auto again = order(false);
  EXPECT_FALSE(refused);
  EXPECT_FALSE(only<WriteStick>(again));
}

TEST_F(Stick, AnOperator_OrdersNone) {
  box.sign_in("asma");
  seat = "digest of asma";
  EXPECT_FALSE(only<WriteStick>(order(false)));
  EXPECT_EQ(refused, Code::role_not_allowed);
  EXPECT_FALSE(only<ReadStick>(order(true)));
}

TEST_F(Stick, NoStickThere_IsTold) {
  order(false);
  box.drain(StickWritten{{}, fail(Code::not_found)});
  EXPECT_EQ(box.core->stick().fault, Code::not_found);
  EXPECT_EQ(box.core->stick().doing, "");
}

}  // namespace
}  // namespace karvan::core
