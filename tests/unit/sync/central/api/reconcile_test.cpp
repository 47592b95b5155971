#include "sync/central/reconcile/reconcile.h"

#include "storage/model/verdict.h"
#include "tests/unit/sync/central/fixture.h"

namespace karvan::central {
namespace {

using testing::Box;
using testing::must;

class Reconcile : public testing::Centre {};

TEST_F(Reconcile, FiledApplication_ReachesTheCentresStageByItsOwnOperation) {
  Box box("bus-01");
  enrol(box);
  box.write(box.filing(a1, version_));
  round(box.request());
  auto r = record(a1);
  EXPECT_TRUE(r.reached("filed"));
  ASSERT_TRUE(r.reached("received_by_centre"));
  EXPECT_EQ(r.milestones.back().actor, "centre");
  EXPECT_GT(r.milestones.back().time, r.milestones.front().time);
}

TEST_F(Reconcile, CentresStage_IsReachedOnceOverRestarts) {
  Box box("bus-01");
  enrol(box);
  box.write(box.filing(a1, version_));
  round(box.request());
  close();
  open();
  reconcile();
  EXPECT_EQ(record(a1).milestones.size(), 2u);
  EXPECT_EQ(feed().size(), 2u);
}

// The catalogue may be read by whoever needs it next, before the step that tries again what waits.
TEST_F(Reconcile, P15_WhatWaitedForACatalogueThatALeaseReadFirst_IsTriedAgain) {
  Box box("bus-01");
  enrol(box);
  auto service = rules::samples::service();
  service.once = {"phone"};
  box.write(box.filing(a1, seal::to_hex(seal::sha256(json::write(catalogue::write(service))))));
  round(box.request());
  EXPECT_FALSE(record(a1).reached("filed"));
  publish(service, 2);
  must(reconciler_->lend_to("bus-01", {{"receipt", 0, 0}}, 100, testing::noon));
  reconcile();
  EXPECT_TRUE(record(a1).reached("filed"));
}

TEST_F(Reconcile, P3_FoldingTheFeed_GivesTheStoredBytes) {
  Box box("bus-01");
  enrol(box);
  box.write(box.filing(a1, version_));
  auto change = box.op(a1);
  change.set["phone"] = "2";
  box.write(change);
  round(box.request());
  model::Record folded;
  for (const auto& entry : feed()) {
    auto line = must(Inbox(files_->inbox).line(entry.op));
    folded = model::apply(folded, must(model::parse_op(line->line)), entry.verdict);
  }
  EXPECT_EQ(model::write_record(folded), must(Records(files_->records).record("lahore", a1))->body);
}

TEST_F(Reconcile, P2_SentTwice_IsJudgedOnce) {
  Box box("bus-01");
  enrol(box);
  box.write(box.filing(a1, version_));
  round(box.request());
  auto before = feed().size();
  round(box.request());
  EXPECT_EQ(feed().size(), before);
}

TEST_F(Reconcile, StoppedBetweenTheFiles_GoesOnFromItsCursor) {
  Box box("bus-01");
  enrol(box);
  for (int i = 0; i < 600; ++i) box.write(box.filing("lahore/application/n" + std::to_string(i), version_));
  must(accept(box.request()));
  must(reconciler_->step(testing::noon));  // one slice
  close();
  open();
  reconcile();
  EXPECT_EQ(must(Records(files_->records).settled("bus-01")), 600u);
  EXPECT_EQ(feed().size(), 1'200u);  // each with the centre's own stage
}

TEST_F(Reconcile, FiledAndReturnedInOneExchange_IsNoRefusal) {
  must(put_staff(*files_, {"saima", "Saima", rules::Role::supervisor, "x", {}, {}, {}, true}));
  Box box("bus-01");
  enrol(box);
  box.write(box.filing(a1, version_));
  auto returned = box.op(a1);
  returned.actor = "saima";
  returned.returned = model::Returned{{"filed"}, "The deed is not readable"};
  box.write(returned);
  round(box.request());
  EXPECT_EQ(record(a1).round, 2u);
  EXPECT_EQ(feed().size(), 2u);  // the centre asks for no stage that it cannot have
  EXPECT_EQ(must(Applications(files_->records).get("lahore", "a1"))->state, "settled");
  auto again = box.op(a1);
  again.advance = "filed";
  again.set["phone"] = "2";
  box.write(again);
  round(box.request());
  EXPECT_TRUE(record(a1).reached("received_by_centre"));
}

TEST_F(Reconcile, LogsThatGrow_AreTakenUpFromWhereARestartAsksAgain) {
  Box first("bus-01"), second("bus-02");
  enrol(first);
  enrol(second);
  first.write(first.filing(a1, version_));
  must(accept(first.request()));
  close();
  open();  // received, not yet settled
  second.write(second.filing(a2, version_));
  round(second.request());
  EXPECT_TRUE(record(a1).reached("filed"));
  EXPECT_TRUE(record(a2).reached("filed"));
  auto mark = must(Inbox(files_->inbox).grown_since(0, 10)).back().mark;
  EXPECT_TRUE(must(Inbox(files_->inbox).grown_since(mark, 10)).empty());
  must(accept(first.request()));  // nothing new: nothing to look at
  EXPECT_TRUE(must(Inbox(files_->inbox).grown_since(mark, 10)).empty());
}

TEST_F(Reconcile, ActorIsJudged_AsTheAuthorsNodeKnewThem) {
  Box box("bus-01");
  enrol(box);
  reconcile();
  auto told = must(Feeds(files_->records).last("node/bus-01", "staff", "ayesha"));
  ASSERT_TRUE(told);
  must(put_staff(*files_, {"ayesha", "Ayesha", rules::Role::auditor, "x", {}, {}, {}, true}));  // another post
  reconcile();
  auto before = box.filing(a1, version_);
  before.roster = told->position;
  box.write(before);
  auto after = box.filing(a2, version_);
  after.roster = must(Feeds(files_->records).end("node/bus-01"));
  box.write(after);
  round(box.request());
  EXPECT_TRUE(record(a1).reached("filed"));
  EXPECT_FALSE(record(a2).reached("filed"));
}

TEST_F(Reconcile, P8_ConcurrentNames_AreHeldWhicheverComesFirst) {
  Box first("bus-01"), second("bus-02");
  enrol(first);
  enrol(second);
  auto filing = model::to_text(first.write(first.filing(a1, version_)));
  round(first.request());
  for (Box* box : {&first, &second}) {
    auto change = box->op(a1);
    change.set["full_name"] = "As " + box->name() + " heard it";
    change.over["full_name"] = filing;
    box->write(change);
    round(box->request());
  }
  EXPECT_TRUE(record(a1).fields.at("full_name").held);
  EXPECT_EQ(record(a1).fields.at("full_name").value, "As bus-01 heard it");
}

TEST_F(Reconcile, ApplicationsList_FindsByWordAndStage) {
  Box box("bus-01");
  enrol(box);
  box.write(box.filing(a1, version_));
  round(box.request());
  Applications list(files_->records);
  ApplicationFilter filter;
  filter.words = "kha ali";
  filter.stage = "received_by_centre";
  EXPECT_EQ(must(list.list(filter)).size(), 1u);
  filter.words = "han";
  EXPECT_TRUE(must(list.list(filter)).empty());
}

}  // namespace
}  // namespace karvan::central
