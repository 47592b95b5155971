#include "sync/central/cli/witness.h"

#include "sync/central/cli/commands.h"
#include "sync/central/reconcile/fleet.h"
#include "sync/central/reconcile/lend.h"
#include "sync/central/store/fork_words.h"
#include "sync/central/store/leases.h"
#include "sync/exchange/epoch_code.h"
#include "tests/unit/sync/central/cli/housed.h"

namespace karvan::central {
namespace {

namespace fs = std::filesystem;
using testing::Box;
using testing::counted;
using testing::must;
using testing::noon;

class Restore : public testing::Housed {
 protected:
  Restore() {
    enrol(box_);
    reconcile();
  }
  void note() {
    now_ += witness_each_ms;
    if (!witness_) witness_ = std::make_unique<Witness>(house_, "");
    must(witness_->note());
  }
  void bring_back() {
    witness_.reset();
    put_back(backup_);
  }
  std::string epoch() { return must(Records(files_->records).meta(meta_centre_epoch)); }
  std::size_t leases() { return must(LeaseBook(files_->records).of_node("bus-01", "receipt")).size(); }
  void lend() { must(reconciler_->lend_to("bus-01", {{"receipt", 0, 0}}, 1'000, now_)); }

  Box box_{"bus-01"};
  std::unique_ptr<Witness> witness_;
};

TEST_F(Restore, NothingLost_IsNoticedOverAnyNumberOfStarts) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(check());
    box_.write(box_.filing("lahore/application/a" + std::to_string(i), version_));
    round(box_.request());
    note();
    close();
    open();
  }
  EXPECT_EQ(epoch(), "c1");
}

TEST_F(Restore, P5_OfYesterday_IsANewLifeInWhichNothingIsLentUntilAPersonSaysSo) {
  EXPECT_FALSE(check());
  back_up();
  lend();
  note();
  const auto lent = must(LeaseBook(files_->records).allocated()).at("receipt");
  bring_back();
  EXPECT_TRUE(check());
  EXPECT_NE(epoch(), "c1");
  EXPECT_FALSE(check());
  lend();
  EXPECT_EQ(leases(), 1u);
  EXPECT_EQ(release_numbers(house_, lent - 2).error().code, Code::malformed);
  must(release_numbers(house_, lent + 5'000));
  lend();
  ASSERT_EQ(leases(), 2u);
  EXPECT_EQ(must(LeaseBook(files_->records).of_node("bus-01", "receipt"))[1].lease.first, lent + 5'001);
}

TEST_F(Restore, P14_WhoWasRevokedSinceTheBackup_StaysSo) {
  EXPECT_FALSE(check());
  back_up();
  must(revoke_node(house_, "bus-01"));
  note();
  bring_back();
  EXPECT_TRUE(check());
  EXPECT_TRUE(must(Nodes(files_->inbox).get("bus-01"))->revoked_ms);
  auto fleet = must(read_fleet(files_->records, seal::verifying(keys_.signing)));
  EXPECT_TRUE(rules::revoked(fleet, "bus-01"));
  EXPECT_EQ(fleet.centre_epoch, epoch());
}

// Of the two boxes the copy knows the first alone, and knows no harm of it.
TEST_F(Restore, P14_WhoWasRevokedAndReplacedSinceTheBackup_StaysSo) {
  box_.write(box_.filing("lahore/application/a1", version_));
  round(box_.request());
  EXPECT_FALSE(check());
  back_up();
  must(revoke_node(house_, "bus-01"));
  const auto fresh = seal::to_text(seal::verifying(seal::make_signing_key("bus-01", counted(4'711))));
  must(in_transaction(files_->inbox,
                      [&] { return Nodes(files_->inbox).put({"bus-01", 1, "lahore", fresh, "fp2", noon + 100}); }));
  note();
  bring_back();
  EXPECT_TRUE(check());
  const auto old = seal::to_text(seal::verifying(box_.key()));
  const auto kept = must(Nodes(files_->inbox).revocation("bus-01", old));
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->seq, 1u);
  EXPECT_FALSE(must(Nodes(files_->inbox).revocation("bus-01", fresh)));
}

TEST_F(Restore, WitnessThatIsGone_IsTakenForARestore) {
  EXPECT_FALSE(check());
  fs::remove(folder_ + ".witness");
  EXPECT_TRUE(check());
}

TEST_F(Restore, P5_WitnessThatCannotBeRead_LetsNobodyServe) {
  EXPECT_FALSE(check());
  fs::remove(folder_ + ".witness");
  fs::create_directory(folder_ + ".witness");
  EXPECT_FALSE(Witness(house_, "").watch());
  EXPECT_EQ(epoch(), "c1");
}

TEST_F(Restore, P5_WitnessThatCannotBeWritten_StopsOnlyWhoAskedForIt) {
  const auto part = folder_ + ".witness.new";
  fs::create_directory(part);
  for (int start = 0; start < 2; ++start) {
    Witness blind(house_, "");
    EXPECT_TRUE(blind.watch());
    EXPECT_TRUE(blind.note());
    EXPECT_FALSE(Witness(house_, folder_ + ".witness").watch());
  }
  fs::remove(part);
  EXPECT_FALSE(check());
  EXPECT_EQ(epoch(), "c1");
}

TEST_F(Restore, WitnessText_RoundTrips) {
  const Witnessed seen{
      "c1", 4, 90, {{"licence", 501}, {"receipt", 7}}, {{{"bus-02", "", 0}}, {{"bus-03", "e1", 5}, "c74f20a3"}}};
  EXPECT_EQ(parse_witnessed(write_witnessed(seen)), seen);
  for (const auto& text : {std::string(), std::string("karvan/witness/v1\n"), write_witnessed(seen) + "other 3\n",
                           write_witnessed(seen) + "revoked bus-03 e1\n", write_witnessed(seen) + "inbox 1"})
    EXPECT_EQ(parse_witnessed(text).error().code, Code::malformed) << text;
}

TEST_F(Restore, P5_LeaseHandedBack_IsKnownAgainAndNeverLentTwice) {
  back_up();
  lend();
  const auto lost = must(LeaseBook(files_->records).of_node("bus-01", "receipt"))[1];
  const auto note = must(Feeds(files_->records).last("node/bus-01", "lease", lost.lease.id))->body;
  bring_back();
  auto node = *must(Nodes(files_->inbox).get("bus-01"));
  auto admit = [&] {
    return must(in_transaction(files_->records,
                               [&] { return admit_lease(*files_, seal::verifying(keys_.signing), node, note); }));
  };
  EXPECT_TRUE(admit());
  EXPECT_FALSE(admit());
  EXPECT_EQ(must(LeaseBook(files_->records).holding({"receipt", lost.lease.first}))->lease, lost.lease);
  EXPECT_EQ(must(LeaseBook(files_->records).allocated()).at("receipt"), lost.lease.last + 1);
}

// The allocator was set past the first of its numbers alone.
TEST_F(Restore, P5_LeaseHandedBackWhoseNumbersWereLentAnew_IsNotAdmittedAndHoldsGrants) {
  back_up();
  lend();
  const auto lost = must(LeaseBook(files_->records).of_node("bus-01", "receipt"))[1].lease;
  const auto note = must(Feeds(files_->records).last("node/bus-01", "lease", lost.id))->body;
  bring_back();
  LeaseBook book(files_->records);
  auto anew = lost;
  anew.id = "anew";
  anew.node = "bus-02";
  anew.first = lost.first + 100;
  anew.last = anew.first + 49;
  must(in_transaction(files_->records, [&] { return book.put({anew, 1}); }));
  must(in_transaction(files_->records, [&] { return Records(files_->records).put_meta(meta_grants_held, ""); }));
  auto node = *must(Nodes(files_->inbox).get("bus-01"));
  EXPECT_FALSE(must(in_transaction(files_->records,
                                   [&] { return admit_lease(*files_, seal::verifying(keys_.signing), node, note); })));
  for (const auto& row : must(book.list("receipt"))) EXPECT_NE(row.lease.id, lost.id);
  EXPECT_EQ(must(Records(files_->records).meta(meta_grants_held)), "bus-01");  // the page says whose it was
  EXPECT_EQ(must(book.allocated()).at("receipt"), lost.last + 1) << "none of it is lent once more";
}

TEST_F(Restore, Numbers_TellWhatBecameOfEachLease) {
  box_.write(box_.filing("lahore/application/a1", version_));
  const auto lease = must(LeaseBook(files_->records).of_node("bus-01", "receipt"))[0].lease;
  auto paid = box_.op("lahore/application/a1");
  paid.issue = model::Serial{"receipt", lease.first};
  box_.write(paid);
  auto back = box_.op("lahore/lease/" + lease.id);
  back.lease = model::LeaseEnd{lease.id, "returned", lease.first + 1, {}};
  box_.write(back);
  round(box_.request());
  auto told = must(list_numbers(house_, "receipt")).at("leases").as_array();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].at("state").as_string(), "returned");
  EXPECT_EQ(told[0].at("issued").as_int64(), 1);
  EXPECT_EQ(told[0].at("void").as_int64(), lease.last - lease.first) << "what was given back";
  EXPECT_EQ(told[0].at("unused").as_int64(), 0);
}

TEST_F(Restore, P7_CodeOfAFork_IsTheBoxesOwn) {
  must(in_transaction(files_->inbox, [&] { return Nodes(files_->inbox).note_fork("bus-01", "e1/1"); }));
  auto told = must(settle_fork(house_, "bus-01", "0742-9913"));
  auto own = must(exchange::epoch_code(box_.key(), seal::verifying(keys_.signing), "bus-01", "07429913"));
  EXPECT_EQ(std::string_view(told.at("code").as_string()), own);
  EXPECT_TRUE(must(Nodes(files_->inbox).get("bus-01"))->fork.empty());
  const auto key = seal::to_text(seal::verifying(box_.key()));
  EXPECT_EQ(must(ForkWords(files_->inbox).last("bus-01", key))->code, own);
  EXPECT_TRUE(round(box_.request()).fork) << "it has not said the code";
  auto stating = box_.request();
  stating.opened = exchange::Opened{own, "e9"};
  EXPECT_FALSE(round(stating).fork);
  EXPECT_EQ(settle_fork(house_, "bus-02", "0742-9913").error().code, Code::not_enrolled);
}

}  // namespace
}  // namespace karvan::central
