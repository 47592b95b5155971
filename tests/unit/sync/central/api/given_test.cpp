#include "sync/central/store/leases.h"
#include "tests/unit/sync/central/fixture.h"

// What a box is given: leases, and the people who may sign in there.
namespace karvan::central {
namespace {

using testing::Box;
using testing::must;

class Given : public testing::Centre {};

TEST_F(Given, P5_LeasesOfTwoNodes_NeverOverlap) {
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

TEST_F(Given, P10_AskedAgainBeforeTheLeaseCame_GrantsNoSecond) {
  Box box("bus-01");
  enrol(box);
  reconcile();
  must(reconciler_->lend_to("bus-01", {{"receipt", 0, 0}}, 0, testing::noon));
  EXPECT_EQ(must(LeaseBook(files_->records).of_node("bus-01", "receipt")).size(), 1u);
  must(reconciler_->lend_to("bus-01", {{"receipt", 0, 0}}, 100, testing::noon));
  EXPECT_EQ(must(LeaseBook(files_->records).of_node("bus-01", "receipt")).size(), 2u);
}

TEST_F(Given, P14_RevokedNode_GetsNoNumbersAndItsWorkIsSetAside) {
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

TEST_F(Given, Roster_ReachesEachNodeOnceAndAgainWhenItChanges) {
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

TEST_F(Given, PersonOfAnotherNode_StaysOutOfTheFeed) {
  Box box("bus-01");
  enrol(box);
  must(put_staff(*files_, {"zara", "Zara", rules::Role::operator_, "x", {"bus-09"}, {}, {}, true}));
  reconcile();
  EXPECT_FALSE(must(Feeds(files_->records).last("node/bus-01", "staff", "zara")));
}

}  // namespace
}  // namespace karvan::central
