#include "tests/unit/sync/central/fixture.h"

// A box that was revoked, and another one that has its name since.
namespace karvan::central {
namespace {

using testing::Box;
using testing::must;
using testing::noon;

constexpr auto a3 = "lahore/application/a3";

class Revoked : public testing::Centre {
 protected:
  Revoked() {
    enrol(old_);
    old_.write(old_.filing(a1, version_));
    round(old_.request());
    fresh_.runs_.clear();
    fresh_.start("n1");
  }
  void revoke_and_enrol_anew() {
    must(in_transaction(files_->inbox, [&]() -> Result<void> {
      Nodes nodes(files_->inbox);
      TRY_VOID(nodes.revoke("bus-01", noon + 1'500));
      return nodes.put({"bus-01", 1, "lahore", seal::to_text(seal::verifying(fresh_key_)), "fp2", noon + 1'600});
    }));
  }
  static exchange::Request signed_by(const seal::SigningKey& key, const Box& box) {
    exchange::Outbox outbox;
    outbox.node = box.name();
    outbox.runs = box.runs_;
    std::erase_if(outbox.runs, [](const exchange::Run& run) { return run.lines.empty(); });
    outbox.bytes_per_second = 10 << 20;
    return exchange::build(outbox, key);
  }
  void file_anew(const char* of) {
    fresh_.write(fresh_.filing(of, version_));
    round(signed_by(fresh_key_, fresh_));
  }
  std::string parked_for(const char* of) {
    const auto rows = must(Records(files_->records).parked("lahore", of));
    return rows.size() == 1 ? rows[0].fate + " " + rows[0].reason : "";
  }
  std::string fork() { return must(Nodes(files_->inbox).get("bus-01"))->fork; }

  Box old_{"bus-01"}, fresh_{"bus-01"};
  seal::SigningKey fresh_key_ = seal::make_signing_key("bus-01", testing::counted(4'711));
};

TEST_F(Revoked, P14_LaterWorkOfTheOldKey_IsAcknowledgedAndSetAsideAndTheNewBoxGoesOn) {
  revoke_and_enrol_anew();
  old_.write(old_.filing(a2, version_));
  old_.start("e2");
  old_.write(old_.filing(a3, version_));
  const auto got = round(old_.request());
  EXPECT_TRUE(got.refused.empty());
  EXPECT_NE(std::find(got.receipts.begin(), got.receipts.end(), old_.end()), got.receipts.end());
  EXPECT_EQ(parked_for(a2), "parked node_revoked");
  EXPECT_EQ(parked_for(a3), "parked node_revoked");
  EXPECT_FALSE(record(a2).reached("filed"));
  file_anew("lahore/application/n");
  EXPECT_TRUE(record("lahore/application/n").reached("filed"));
  EXPECT_EQ(fork(), "");
}

TEST_F(Revoked, P14_WhatWasReceivedBefore_CountsThoughTheNameIsEnrolledAnew) {
  old_.write(old_.filing(a2, version_));
  must(accept(old_.request()));
  revoke_and_enrol_anew();
  reconcile();
  EXPECT_TRUE(record(a2).reached("filed"));
}

// The epoch that went on came first.
TEST_F(Revoked, P14_HeadThatWasWitnessed_IsTheLastOfTheLog) {
  Box all = old_;
  all.write(all.filing(a2, version_));
  all.start("e2");
  all.write(all.filing(a3, version_));
  Box last = all;
  last.runs_.erase(last.runs_.begin());
  must(accept(last.request()));
  must(accept(all.request()));
  revoke_and_enrol_anew();
  reconcile();
  EXPECT_TRUE(record(a2).reached("filed"));
  EXPECT_TRUE(record(a3).reached("filed"));
}

// After a restore the centre knows the head from its witness before it has the work again, which comes in several
// requests.
TEST_F(Revoked, P14_WorkBelowAHeadThatComesLater_CountsOnceThatIsThere) {
  must(in_transaction(files_->inbox, [&] {
    return Nodes(files_->inbox).revoke({"bus-01", seal::to_text(seal::verifying(old_.key())), "e2", 1, noon + 1'500});
  }));
  old_.write(old_.filing(a2, version_));
  round(old_.request());
  ASSERT_EQ(parked_for(a2), "parked node_revoked");
  old_.start("e2");
  old_.write(old_.filing(a3, version_));
  old_.write(old_.filing("lahore/application/a4", version_));
  round(old_.request());
  reconcile();
  EXPECT_TRUE(record(a2).reached("filed"));
  EXPECT_TRUE(record(a3).reached("filed"));
  EXPECT_EQ(parked_for("lahore/application/a4"), "parked node_revoked");
}

TEST_F(Revoked, P14_NewLogUnderTheOldKey_IsSetAsideAndIsNoFork) {
  revoke_and_enrol_anew();
  Box thief("bus-01");
  thief.runs_.clear();
  thief.start("t1");
  thief.write(thief.filing(a2, version_));
  round(thief.request());
  EXPECT_EQ(parked_for(a2), "parked node_revoked");
  file_anew(a3);
  EXPECT_TRUE(record(a3).reached("filed"));
  EXPECT_EQ(fork(), "");
}

TEST_F(Revoked, P14_OldKeyThatGoesOnFromTheNewBox_TakesNoPlaceInItsLogAndStopsNoNumbers) {
  revoke_and_enrol_anew();
  file_anew(a2);
  Box thief = fresh_;
  thief.write(thief.filing("lahore/application/t", version_));
  thief.start("t2");
  thief.write(thief.filing("lahore/application/u", version_));
  round(signed_by(old_.key(), thief));
  round(signed_by(old_.key(), thief));  // P10
  EXPECT_FALSE(record("lahore/application/t").reached("filed"));
  EXPECT_FALSE(record("lahore/application/u").reached("filed"));
  file_anew(a3);
  fresh_.start("n2");
  file_anew("lahore/application/a4");
  EXPECT_TRUE(record(a3).reached("filed"));
  EXPECT_TRUE(record("lahore/application/a4").reached("filed"));
  EXPECT_EQ(fork(), "");
  const auto apart = must(Records(files_->records).parked_apart(0, 10));
  ASSERT_FALSE(apart.empty());
  for (const auto& row : apart) EXPECT_EQ(row.reason, "node_revoked");
}

// P14 of the very place that was witnessed, and the next.
TEST_F(Revoked, P14_TheWitnessedHeadItself_CountsAndTheNextDoesNot) {
  old_.write(old_.filing(a2, version_));
  must(accept(old_.request()));
  must(in_transaction(files_->inbox, [&] { return Nodes(files_->inbox).revoke("bus-01", noon + 1'500); }));
  const auto head = *must(Nodes(files_->inbox).revocation("bus-01", seal::to_text(seal::verifying(old_.key()))));
  EXPECT_EQ(head.epoch, "e1");
  EXPECT_EQ(head.seq, 2u);
  old_.write(old_.filing(a3, version_));
  round(old_.request());
  EXPECT_TRUE(record(a2).reached("filed"));
  EXPECT_EQ(parked_for(a3), "parked node_revoked");
}

// What goes on from the head is another epoch, of which nothing was witnessed.
TEST_F(Revoked, P14_EpochThatGoesOnFromTheWitnessedHead_DoesNotCount) {
  must(in_transaction(files_->inbox, [&] { return Nodes(files_->inbox).revoke("bus-01", noon + 1'500); }));
  old_.start("e2");
  old_.write(old_.filing(a2, version_));
  round(old_.request());
  EXPECT_EQ(parked_for(a2), "parked node_revoked");
  EXPECT_TRUE(record(a1).reached("filed"));
}

TEST_F(Revoked, P14_KeyStaysRevoked_TheNewOneIsNot) {
  revoke_and_enrol_anew();
  for (const auto& key : must(Nodes(files_->inbox).keys())) EXPECT_EQ(key.revoked, !key.present);
  EXPECT_FALSE(must(Nodes(files_->inbox).get("bus-01"))->revoked_ms);
}

TEST_F(Revoked, P15_WhatIsSetAsideOfTheOldKey_KeepsNobodyWaiting) {
  revoke_and_enrol_anew();
  auto late = old_.op(a1);
  late.set["phone"] = "2";
  old_.write(late);
  round(old_.request());
  ASSERT_EQ(parked_for(a1), "parked node_revoked");
  auto change = fresh_.op(a1);
  change.set["phone"] = "3";
  change.over["phone"] = record(a1).fields.at("phone").writer;
  fresh_.write(change);
  round(signed_by(fresh_key_, fresh_));
  EXPECT_EQ(record(a1).fields.at("phone").value, "3");
}

}  // namespace
}  // namespace karvan::central
