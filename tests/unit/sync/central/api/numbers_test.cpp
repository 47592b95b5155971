#include <algorithm>

#include "storage/model/time_interval.h"
#include "sync/central/reconcile/fleet.h"
#include "sync/central/reconcile/lend.h"
#include "sync/central/store/leases.h"
#include "tests/unit/sync/central/fixture.h"

// Numbers, the fleet and the time, at the centre.
namespace karvan::central {
namespace {

using model::Fate;
using testing::Box;
using testing::must;
using testing::noon;

constexpr std::int64_t year_ms = 365 * 86'400'000LL;

class Numbers : public testing::Centre {
 protected:
  Numbers() {
    enrol(box_);
    reconcile();
  }
  rules::Lease lease() { return must(LeaseBook(files_->records).of_node("bus-01", "receipt")).at(0).lease; }
  void revoke(std::int64_t at_ms) {
    must(in_transaction(files_->inbox, [&] { return Nodes(files_->inbox).revoke("bus-01", at_ms); }));
  }
  Box box_{"bus-01"};
};

TEST_F(Numbers, P5_OfABoxWhoseClockIsAYearAhead_AreNotDisputed) {
  auto filing = box_.filing(a1, version_);
  filing.time.ms += year_ms;
  box_.write(filing);
  auto paid = box_.op(a1);
  paid.time.ms += year_ms;
  paid.post = model::Post{"payment", {50'000, "PKR"}, "cash", "s1", "", ""};
  paid.issue = model::Serial{"receipt", lease().first};
  box_.write(paid);
  round(box_.request());
  ASSERT_EQ(record(a1).documents.size(), 1u);
  EXPECT_EQ(record(a1).documents[0].state, "issued");
}

TEST_F(Numbers, P4_ABoxWhoseClockIsAYearAhead_DragsTheCentreNotAlong) {
  auto filing = box_.filing(a1, version_);
  filing.time.ms += year_ms;
  box_.write(filing);
  round(box_.request());
  ASSERT_TRUE(record(a1).reached("received_by_centre"));
  EXPECT_LE(record(a1).milestones.back().time.ms, noon + 2'000 + model::ahead_ms_max);
}

TEST_F(Numbers, P14_RevokedNode_IsTold) {
  box_.write(box_.filing(a1, version_));
  round(box_.request());
  auto end = box_.end();
  revoke(noon + 1'500);
  auto answer = round(box_.request());
  auto told = std::find_if(answer.documents.begin(), answer.documents.end(), [](auto& d) { return d.kind == "fleet"; });
  ASSERT_NE(told, answer.documents.end());
  EXPECT_EQ(told->feed, exchange::Feed::reference);
  auto state = must(rules::parse_fleet(must(seal::open_note(told->body, seal::verifying(keys_.signing)))));
  EXPECT_EQ(state.revoked, (std::vector<rules::Revoked>{{"bus-01", end.epoch, end.seq}}));
  auto note = must(seal::open_note(answer.checkpoint, seal::verifying(keys_.signing)));
  EXPECT_EQ(must(exchange::parse_checkpoint(note)).fleet, state.number);
}

TEST_F(Numbers, P14_WorkBeforeTheWitnessedHead_CountsWheneverItIsSettled) {
  box_.write(box_.filing(a1, version_));
  must(accept(box_.request()));
  revoke(noon + 1'500);
  reconcile();
  EXPECT_TRUE(record(a1).reached("filed"));
  box_.start("e2");
  box_.write(box_.filing(a2, version_));
  round(box_.request());
  EXPECT_EQ(feed().back().verdict.reason, "node_revoked");
}

TEST_F(Numbers, P14_FleetState_RisesWithEachChangeOnly) {
  revoke(noon + 1'500);
  reconcile();
  auto state = must(read_fleet(files_->records, seal::verifying(keys_.signing)));
  must(publish_fleet(*files_, keys_.signing));
  EXPECT_EQ(must(read_fleet(files_->records, seal::verifying(keys_.signing))), state);
  const auto other = seal::to_text(seal::verifying(seal::make_signing_key("bus-01", testing::counted(4'711))));
  must(in_transaction(files_->inbox, [&] {
    return Nodes(files_->inbox).put({"bus-01", 1, "lahore", other, "fp2", noon});  // another box takes the name
  }));
  reconcile();
  auto after = must(read_fleet(files_->records, seal::verifying(keys_.signing)));
  EXPECT_EQ(after.number, state.number + 1);
  EXPECT_TRUE(after.revoked.empty());
}

TEST_F(Numbers, P5_ALeaseIsAsLongAsTheWorkWantsIt) {
  must(reconciler_->lend_to("bus-01", {{"receipt", 120, 400}}, 100, noon));
  auto leases = must(LeaseBook(files_->records).of_node("bus-01", "receipt"));
  ASSERT_EQ(leases.size(), 2u);
  EXPECT_EQ(leases[1].lease.last - leases[1].lease.first + 1, 52'000 - 120);
  must(reconciler_->lend_to("bus-01", {{"receipt", 0, ~0ull}}, 100, noon));
  must(reconciler_->lend_to("bus-01", {{"receipt", 0, ~0ull}}, 100, noon));
  must(reconciler_->lend_to("bus-01", {{"receipt", 0, ~0ull}}, 100, noon));
  leases = must(LeaseBook(files_->records).of_node("bus-01", "receipt"));
  EXPECT_LE(leases.back().lease.last, 300'000);
}

TEST_F(Numbers, P5_OfALeaseThatWasGivenBack_AreDisputed) {
  box_.write(box_.filing(a1, version_));
  auto back = box_.op("lahore/lease/" + lease().id);
  back.lease = model::LeaseEnd{lease().id, "returned", lease().first + 1, {}};
  box_.write(back);
  for (auto number : {lease().first, lease().first + 1}) {
    auto paid = box_.op(a1);
    paid.issue = model::Serial{"receipt", number};
    box_.write(paid);
  }
  round(box_.request());
  auto documents = record(a1).documents;
  ASSERT_EQ(documents.size(), 2u);
  EXPECT_EQ(documents[0].state, "issued");
  EXPECT_EQ(documents[1].state, "disputed");
}

// A box whose clock was set to a wrong year takes all its leases for over.
TEST_F(Numbers, P16_WhatABoxHasGivenBack_KeepsNobodyFromLendingItMore) {
  const auto leases = [&] { return must(LeaseBook(files_->records).of_node("bus-01", "receipt")); };
  const auto ask = [&] { must(reconciler_->lend_to("bus-01", {{"receipt", 0, 0}}, 100, noon)); };
  for (auto times = 2 * lent_unused_max; times > 0; --times) ask();
  const auto held = leases();
  EXPECT_EQ(held.size(), static_cast<std::size_t>(lent_unused_max));
  for (const auto& row : held) {
    auto back = box_.op("lahore/lease/" + row.lease.id);
    back.lease = model::LeaseEnd{row.lease.id, "expired", row.lease.first, {}};
    box_.write(back);
  }
  round(box_.request());
  ask();
  ASSERT_EQ(leases().size(), held.size() + 1);
  EXPECT_GT(leases().back().lease.first, held.back().lease.last);  // none of them is lent again
}

TEST_F(Numbers, P7_SettledFork_LetsNumbersBeLentAgain) {
  must(in_transaction(files_->inbox, [&] { return Nodes(files_->inbox).note_fork("bus-01", "e1/1"); }));
  must(reconciler_->lend_to("bus-01", {{"receipt", 0, 0}}, 100, noon));
  EXPECT_EQ(must(LeaseBook(files_->records).of_node("bus-01", "receipt")).size(), 1u);
  must(in_transaction(files_->inbox, [&] { return Nodes(files_->inbox).settle_forks("bus-01"); }));
  must(reconciler_->lend_to("bus-01", {{"receipt", 0, 0}}, 100, noon));
  EXPECT_EQ(must(LeaseBook(files_->records).of_node("bus-01", "receipt")).size(), 2u);
  EXPECT_FALSE(round(box_.request()).fork);
}

}  // namespace
}  // namespace karvan::central
