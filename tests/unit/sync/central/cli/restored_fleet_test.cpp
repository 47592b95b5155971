#include "sync/central/cli/commands.h"
#include "sync/central/reconcile/fleet.h"
#include "sync/central/store/lives.h"
#include "tests/unit/sync/central/cli/backed_up.h"

// Who is revoked, once the centre goes on from a copy.
namespace karvan::central {
namespace {

using testing::Box;
using testing::counted;
using testing::must;
using testing::noon;

class RestoredFleet : public testing::BackedUp {};

TEST_F(RestoredFleet, P14_WhoWasRevokedInTheLostDays_IsSoAgainAsABoxHandsItBack) {
  note();
  const auto folder = copy();
  Box other("bus-02");
  enrol(other);
  now_ += 1'000;
  must(revoke_node(house_, "bus-01"));
  const auto fleet = must(Feeds(files_->records).last("reference", "fleet", ""))->body;
  std::filesystem::remove(folder_ + ".witness");  // lost with the folder
  bring_back(folder);
  must(in_transaction(files_->inbox, [&] {
    return Nodes(files_->inbox).put({"bus-02", 2, "lahore", seal::to_text(seal::verifying(other.key())), "fp", noon});
  }));
  EXPECT_FALSE(must(Nodes(files_->inbox).get("bus-01"))->revoked_ms);
  hand_back({"fleet", fleet, {}}, "bus-02");
  EXPECT_TRUE(must(Nodes(files_->inbox).get("bus-01"))->revoked_ms);
  EXPECT_TRUE(rules::revoked(must(read_fleet(files_->records, seal::verifying(keys_.signing))), "bus-01"));
}

// Its head is known by the witness; that its work lies below it the chain tells, once that is here again.
TEST_F(RestoredFleet, P14_RevokedBoxThatARestoredCentreMeets_CountsUpToItsHeadOnceItsChainIsHere) {
  constexpr auto a3 = "lahore/application/a3", a4 = "lahore/application/a4";
  box_.write(box_.filing(a1, version_));
  round(box_.request());
  const auto folder = copy();
  box_.write(box_.filing(a2, version_));
  Box first = box_;
  box_.start("e2");
  box_.write(box_.filing(a3, version_));
  round(box_.request());
  must(revoke_node(house_, "bus-01"));
  note();
  bring_back(folder);
  ASSERT_TRUE(must(Nodes(files_->inbox).get("bus-01"))->revoked_ms);
  box_.write(box_.filing(a4, version_));  // beyond the head
  const auto set_aside = [&](const char* of) {
    const auto rows = must(Records(files_->records).parked("lahore", of));
    return rows.size() == 1 && rows[0].reason == "node_revoked";
  };
  round(first.request());
  EXPECT_TRUE(set_aside(a2));
  round(box_.request());
  EXPECT_TRUE(record(a2).reached("filed"));
  EXPECT_TRUE(record(a3).reached("filed"));
  EXPECT_TRUE(set_aside(a4));
  EXPECT_FALSE(record(a4).reached("filed"));
}

TEST_F(RestoredFleet, P14_FleetOfALostLife_RevokesNoBoxThatWasEnrolledAfterTheRestore) {
  note();
  const auto folder = copy();
  now_ += 1'000;
  must(revoke_node(house_, "bus-01"));
  const auto fleet = must(Feeds(files_->records).last("reference", "fleet", ""))->body;
  std::filesystem::remove(folder_ + ".witness");
  bring_back(folder);
  now_ += 1'000;
  const auto fresh = seal::to_text(seal::verifying(seal::make_signing_key("bus-01", counted(4'711))));
  must(in_transaction(files_->inbox,
                      [&] { return Nodes(files_->inbox).put({"bus-01", 1, "lahore", fresh, "fp2", now_}); }));
  Box other("bus-02");
  enrol(other);
  hand_back({"fleet", fleet, {}}, "bus-02");
  EXPECT_FALSE(must(Nodes(files_->inbox).get("bus-01"))->revoked_ms);
  EXPECT_FALSE(rules::revoked(must(read_fleet(files_->records, seal::verifying(keys_.signing))), "bus-01"));
  EXPECT_TRUE(must(Nodes(files_->inbox).revocation("bus-01", seal::to_text(seal::verifying(box_.key())))));
}

// A program of before did not write down when that life ended: who has the name now may be another box.
TEST_F(RestoredFleet, P14_FleetOfALostLifeOfUnknownEnd_RevokesOnlyTheKeyThatWroteWhatItNames) {
  note();
  const auto folder = copy();
  box_.write(box_.filing("lahore/application/w", version_));
  round(box_.request());
  must(revoke_node(house_, "bus-01"));
  const auto fleet = must(read_fleet(files_->records, seal::verifying(keys_.signing)));
  ASSERT_EQ(fleet.revoked.size(), 1u);
  std::filesystem::remove(folder_ + ".witness");
  bring_back(folder);
  const auto fresh = seal::to_text(seal::verifying(seal::make_signing_key("bus-01", counted(4'711))));
  auto revoke_of_unknown_end = [&](rules::Revoked named) {
    must(in_transaction(files_->inbox, [&] {
      return revoke_again(*files_, {LostRevocation{std::move(named), {}}}, lost_ms_unknown, now_);
    }));
  };
  must(in_transaction(files_->inbox,
                      [&] { return Nodes(files_->inbox).put({"bus-01", 1, "lahore", fresh, "fp2", now_}); }));
  revoke_of_unknown_end({"bus-01", "", 0});
  EXPECT_TRUE(must(Nodes(files_->inbox).revocations()).empty());
  round(box_.request());
  revoke_of_unknown_end(fleet.revoked.front());
  EXPECT_FALSE(must(Nodes(files_->inbox).get("bus-01"))->revoked_ms);
  EXPECT_TRUE(must(Nodes(files_->inbox).revocation("bus-01", seal::to_text(seal::verifying(box_.key())))));
}

// Before a box that had heard of it came in touch, the centre was restored once more.
TEST_F(RestoredFleet, P14_FleetOfTheFirstOfTwoLostLives_IsBelieved) {
  note();
  const auto folder = copy();
  Box other("bus-02");
  enrol(other);
  now_ += 1'000;
  must(revoke_node(house_, "bus-01"));
  const auto fleet = must(Feeds(files_->records).last("reference", "fleet", ""))->body;
  std::filesystem::remove(folder_ + ".witness");
  bring_back(folder);
  const auto second = copy();
  must(reconciler_->lend_to("bus-01", {{"receipt", 0, 0}}, 1'000, now_));
  std::filesystem::remove(folder_ + ".witness");
  bring_back(second);
  EXPECT_EQ(must(lost_lives(files_->records)).size(), 2u);
  enrol(other);
  hand_back({"fleet", fleet, {}}, "bus-02");
  EXPECT_TRUE(must(Nodes(files_->inbox).get("bus-01"))->revoked_ms);
}

// What the second restore brought back is of before the first, and knows nothing of the life between.
TEST_F(RestoredFleet, P14_FleetOfALifeThatTheCopyIsOlderThan_IsBelieved) {
  note();
  const auto folder = copy();
  Box other("bus-02");
  std::filesystem::remove(folder_ + ".witness");
  bring_back(folder);
  now_ += 1'000;
  must(revoke_node(house_, "bus-01"));
  const auto fleet = must(Feeds(files_->records).last("reference", "fleet", ""))->body;
  bring_back(folder);  // as it was before the word on the fleet
  EXPECT_FALSE(must(Nodes(files_->inbox).get("bus-01"))->revoked_ms);
  enrol(other);
  hand_back({"fleet", fleet, {}}, "bus-02");
  EXPECT_TRUE(must(Nodes(files_->inbox).get("bus-01"))->revoked_ms);
}

}  // namespace
}  // namespace karvan::central
