#include "sync/central/reconcile/reconcile.h"

#include "storage/model/verdict.h"
#include "sync/central/store/leases.h"
#include "tests/unit/sync/central/fixture.h"

namespace karvan::central {
namespace {

using model::Fate;
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

TEST_F(Reconcile, P15_PoisonousLine_IsParkedAlone) {
  Box box("bus-01");
  enrol(box);
  box.write_line("{\"v\":1,\"not an operation\":");
  auto o = box.filing(a1, version_);
  box.write(o);
  auto got = round(box.request());
  EXPECT_TRUE(record(a1).reached("filed"));
  ASSERT_FALSE(got.entries.empty());
  EXPECT_EQ(got.entries.front().verdict.op, Fate::parked);
  EXPECT_EQ(must(Records(files_->records).count_parked("bus-01")), 1u);
}

TEST_F(Reconcile, P15_RecordThatHasGrownTooLarge_StopsNothingElse) {
  Box box("bus-01");
  enrol(box);
  const std::string body = "{\"id\":\"" + std::string(model::record_bytes_max, 'x') + "\"}";
  must(in_transaction(files_->records, [&] { return Records(files_->records).put_record("lahore", a1, {body, 1}); }));
  box.write(box.op(a1));
  box.write(box.filing(a2, version_));
  auto got = round(box.request());
  EXPECT_TRUE(record(a2).reached("filed"));
  EXPECT_EQ(got.entries.front().verdict.op, Fate::parked);
  EXPECT_EQ(got.entries.front().verdict.reason, "body_too_large");
}

TEST_F(Reconcile, P15_OneNodeThatCannotBeSettled_HoldsUpNoOther) {
  Box first("bus-01"), second("bus-02");
  enrol(first);
  enrol(second);
  // The file is damaged: what waits on the record has lost its line.
  must(in_transaction(files_->records, [&] {
    return Records(files_->records).park({"lahore", a1, {"bus-09", "e9", 1}, "waiting", "chain_gap"});
  }));
  first.write(first.filing(a1, version_));
  second.write(second.filing(a2, version_));
  must(accept(first.request()));
  must(accept(second.request()));
  for (int i = 0; i < 5; ++i) (void)reconciler_->step(testing::noon + 2'000);
  EXPECT_FALSE(record(a1).reached("filed"));
  EXPECT_TRUE(record(a2).reached("filed"));
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

// A clerk's word, as it stands in the centre's own log.
PersonsAct word_on(const std::string& writer, const std::string& outcome) {
  PersonsAct act;
  act.cmd = "0123456789abcdef-" + outcome;
  act.asked = outcome;
  act.actor = "leyla";
  act.of = a1;
  act.make = [=](const auto&) -> Result<model::Op> {
    model::Op op;
    op.settled = model::Settled{"parked", writer, outcome, "looked at"};
    return op;
  };
  return act;
}

TEST_F(Reconcile, P15_WhatWaitsForWhatNeverComes_IsReleasedOrRejectedByAPerson) {
  must(put_staff(*files_, {"leyla", "Leyla", rules::Role::clerk, "x", {}, {}, {}, true}));
  Box box("bus-01");
  enrol(box);
  box.write(box.filing(a1, version_));
  std::vector<std::string> waiting;
  for (const char* phone : {"2", "3"}) {
    auto change = box.op(a1);
    change.set["phone"] = phone;
    change.over["phone"] = "bus-09/e9/9";  // a node that was lost with its log
    waiting.push_back(model::to_text(box.write(change)));
  }
  round(box.request());
  ASSERT_EQ(record(a1).waiting.size(), 2u);
  auto rejected = must(reconciler_->act(word_on(waiting[0], "rejected"), testing::noon + 3'000));
  EXPECT_TRUE(rejected.settled);
  EXPECT_EQ(record(a1).fields.at("phone").value, "1");
  must(reconciler_->act(word_on(waiting[1], "released"), testing::noon + 4'000));
  EXPECT_TRUE(record(a1).waiting.empty());
  EXPECT_EQ(must(Records(files_->records).count_parked("bus-01")), 0u);
}

// P15: a word that does nothing would be taken for one that did.
TEST_F(Reconcile, P15_WhatTheRecordCannotHold_IsNotReleasedInSilenceAndCanStillBeRejected) {
  must(put_staff(*files_, {"leyla", "Leyla", rules::Role::clerk, "x", {}, {}, {}, true}));
  Box first("bus-01");
  enrol(first);
  first.write(first.filing(a1, version_));
  round(first.request());
  std::vector<std::string> parked;
  int keys = 0;
  // Ever smaller ones, each kind by a box of its own, until not even the last finds room.
  for (const auto& [count, bytes] : {std::pair(10, 16'000), {1, 16'000}, {1, 2'000}, {1, 200}}) {
    Box box("bus-1" + std::to_string(parked.size()));
    enrol(box);
    for (std::string writer; record(a1).waiting.size() == parked.size();) {
      auto said = box.op(a1);
      for (int i = 0; i < count; ++i) said.set["unknown" + std::to_string(++keys)] = std::string(bytes, 'x');
      writer = model::to_text(box.write(said));
      round(box.request());
      if (record(a1).waiting.size() > parked.size()) parked.push_back(writer);
    }
  }
  const auto released = reconciler_->act(word_on(parked[0], "released"), testing::noon + 3'000);
  ASSERT_FALSE(released);
  EXPECT_EQ(released.error().code, Code::record_full);
  auto reject = word_on(parked[0], "rejected");
  reject.make = [&](const auto&) -> Result<model::Op> {
    model::Op op;
    op.settled = model::Settled{"parked", parked[0], "rejected", std::string(1'000, 'r')};
    return op;
  };
  must(reconciler_->act(reject, testing::noon + 4'000));
  EXPECT_EQ(record(a1).waiting.size(), parked.size() - 1);
}

// Of an application whose filing was lost with its box.
TEST_F(Reconcile, P15_WhatIsOnAnApplicationThatNeverCame_IsNotReleasedInSilence) {
  must(put_staff(*files_, {"leyla", "Leyla", rules::Role::clerk, "x", {}, {}, {}, true}));
  Box box("bus-01");
  enrol(box);
  auto paid = box.op(a1);
  paid.post = model::Post{"payment", {500, "PKR"}, "cash", "s1", ""};
  const auto writer = model::to_text(box.write(paid));
  round(box.request());
  ASSERT_EQ(record(a1).waiting.size(), 1u);
  const auto released = reconciler_->act(word_on(writer, "released"), testing::noon + 3'000);
  ASSERT_FALSE(released);
  EXPECT_EQ(released.error().code, Code::filing_missing);
  must(reconciler_->act(word_on(writer, "rejected"), testing::noon + 4'000));
  EXPECT_TRUE(record(a1).waiting.empty());
}

// From the bus the same word is told as refused, for the same reason.
TEST_F(Reconcile, P15_WordOfABusThatWouldReleaseNothing_IsRefusedWithTheReason) {
  must(put_staff(*files_, {"bilal", "Bilal", rules::Role::supervisor, "x", {}, {}, {}, true}));
  Box box("bus-01"), other("bus-02");
  enrol(box);
  enrol(other);
  auto paid = box.op(a1);
  paid.post = model::Post{"payment", {500, "PKR"}, "cash", "s1", ""};
  const auto writer = model::to_text(box.write(paid));
  round(box.request());
  auto word = other.op(a1);
  word.actor = "bilal";
  word.settled = model::Settled{"parked", writer, "released", "try"};
  other.write(word);
  round(other.request());
  EXPECT_EQ(feed().back().verdict.settled, Fate::refused);
  EXPECT_EQ(feed().back().verdict.reason, "filing_missing");
  EXPECT_EQ(record(a1).waiting.size(), 1u);
}

TEST_F(Reconcile, LineUnderAnotherIdentity_IsParked) {
  Box box("bus-01");
  enrol(box);
  auto o = box.filing(a1, version_);
  o.id.node = "bus-02";
  box.write(o);
  round(box.request());
  EXPECT_TRUE(record(a1).creator.empty());
  EXPECT_EQ(must(Records(files_->records).count_parked("bus-01")), 1u);
}

TEST_F(Reconcile, P4_ChangeBeforeItsCause_WaitsAndIsThenApplied) {
  Box first("bus-01"), second("bus-02");
  enrol(first);
  enrol(second);
  auto filing = first.write(first.filing(a1, version_));
  auto change = second.op(a1);
  change.set["phone"] = "2";
  change.over["phone"] = model::to_text(filing);
  second.write(change);
  round(second.request());
  EXPECT_EQ(feed().back().verdict.op, Fate::waiting);
  round(first.request());
  EXPECT_EQ(record(a1).fields.at("phone").value, "2");
  EXPECT_TRUE(record(a1).waiting.empty());
  EXPECT_EQ(must(Records(files_->records).count_parked("bus-02")), 0u);
}

TEST_F(Reconcile, DependantsOfAWaitingOperation_WaitAndOthersGoOn) {
  Box box("bus-01");
  enrol(box);
  box.write(box.filing(a1, "of a version that has not come"));
  auto change = box.op(a1);
  change.set["phone"] = "2";
  box.write(change);
  box.write(box.filing(a2, version_));
  round(box.request());
  EXPECT_EQ(must(Records(files_->records).count_parked("bus-01")), 2u);
  EXPECT_TRUE(record(a2).reached("filed"));
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

TEST_F(Reconcile, P5_LeasesOfTwoNodes_NeverOverlap) {
  Box first("bus-01"), second("bus-02");
  enrol(first);
  enrol(second);
  reconcile();
  LeaseBook book(files_->records);
  auto a = must(book.of_node("bus-01", "receipt")), b = must(book.of_node("bus-02", "receipt"));
  ASSERT_EQ(a.size(), 1u);
  ASSERT_EQ(b.size(), 1u);
  EXPECT_TRUE(a[0].lease.last < b[0].lease.first || b[0].lease.last < a[0].lease.first);
}

TEST_F(Reconcile, P10_AskedAgainBeforeTheLeaseCame_GrantsNoSecond) {
  Box box("bus-01");
  enrol(box);
  reconcile();
  must(reconciler_->lend_to("bus-01", {{"receipt", 0, 0}}, 0, testing::noon));
  EXPECT_EQ(must(LeaseBook(files_->records).of_node("bus-01", "receipt")).size(), 1u);
  must(reconciler_->lend_to("bus-01", {{"receipt", 0, 0}}, 100, testing::noon));
  EXPECT_EQ(must(LeaseBook(files_->records).of_node("bus-01", "receipt")).size(), 2u);
}

TEST_F(Reconcile, P14_RevokedNode_GetsNoNumbersAndItsWorkIsSetAside) {
  Box box("bus-01");
  enrol(box);
  reconcile();
  must(in_transaction(files_->inbox, [&] { return Nodes(files_->inbox).revoke("bus-01", testing::noon); }));
  box.write(box.filing(a1, version_));
  round(box.request());
  must(reconciler_->lend_to("bus-01", {{"receipt", 0, 0}}, 100, testing::noon));
  EXPECT_EQ(must(LeaseBook(files_->records).of_node("bus-01", "receipt")).size(), 1u);
  EXPECT_EQ(feed().back().verdict.reason, "node_revoked");
  EXPECT_FALSE(record(a1).reached("filed"));
}

TEST_F(Reconcile, Roster_ReachesEachNodeOnceAndAgainWhenItChanges) {
  Box box("bus-01");
  enrol(box);
  reconcile();
  reconcile();
  auto staff = [&] { return must(Feeds(files_->records).documents("node/bus-01", 0, 100)); };
  auto count = [&] {
    auto all = staff();
    return std::count_if(all.begin(), all.end(), [](const auto& d) { return d.kind == "staff"; });
  };
  EXPECT_EQ(count(), 1);
  must(put_staff(*files_, {"ayesha", "Ayesha", rules::Role::operator_, "new", {}, {}, {}, true}));
  reconcile();
  EXPECT_EQ(count(), 2);
}

TEST_F(Reconcile, PersonOfAnotherNode_StaysOutOfTheFeed) {
  Box box("bus-01");
  enrol(box);
  must(put_staff(*files_, {"zara", "Zara", rules::Role::operator_, "x", {"bus-09"}, {}, {}, true}));
  reconcile();
  EXPECT_FALSE(must(Feeds(files_->records).last("node/bus-01", "staff", "zara")));
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
