#include "sync/central/reconcile/tail.h"

#include "sync/central/store/inbox.h"
#include "sync/central/store/nodes.h"
#include "sync/exchange/said.h"
#include "tests/unit/sync/central/fixture.h"

// What a box hands back of the centre's own words, of which some were ordered away since.
namespace karvan::central {
namespace {

using testing::Box;
using testing::must;
using testing::noon;

class Unsaid : public testing::Centre {
 protected:
  Unsaid() {
    enrol(box_);
    box_.write(box_.filing(a1, version_));
    round(box_.request());
  }
  // Of a life of the centre that was lost.
  static model::Op act(std::uint64_t seq, const std::string& field, const std::string& value) {
    model::Op op;
    op.id = {"centre", "c9", seq};
    op.time = {noon + static_cast<std::int64_t>(seq), 0};
    op.salt = "00";
    op.actor = "leyla";
    op.of = a1;
    op.set = {{field, value}};
    return op;
  }
  static std::string word(std::uint64_t seq, const std::string& field, const std::string& value) {
    return model::write_op(act(seq, field, value));
  }
  exchange::Tail signed_for(const std::string& lines) const {
    exchange::Checkpoint then;
    then.centre_epoch = "life-1";
    then.node = "bus-01";
    then.office_hash = seal::sha256("the feed");
    then.said = exchange::digest_of_said(lines);
    return {"said", seal::sign_note(exchange::write_checkpoint(then), keys_.signing), lines};
  }
  void hand_back(const exchange::Tail& tail) {
    must(admit_tail(*files_, keys_.signing, *must(Nodes(files_->inbox).get("bus-01")), {tail}, noon));
    reconcile();
  }
  bool has(std::uint64_t seq) { return must(Inbox(files_->inbox).line({"centre", "c9", seq})).has_value(); }

  const std::string gone_ = word(1, "full_name", "a word too many"), stays_ = word(2, "phone", "77");
  Box box_{"bus-01"};
};

TEST_F(Unsaid, P9_WhatStandsBesideAnErasedLine_IsAdmitted) {
  auto tail = signed_for(gone_ + "\n" + stays_ + "\n");
  tail.body = exchange::write_erased({1, seal::sha256(gone_)}) + "\n" + stays_ + "\n";
  hand_back(tail);
  EXPECT_FALSE(has(1));
  EXPECT_TRUE(has(2));
}

TEST_F(Unsaid, WhatWasNotSigned_IsNotAdmittedBesideAnErasedLine) {
  auto tail = signed_for(gone_ + "\n" + stays_ + "\n");
  tail.body = exchange::write_erased({1, seal::sha256(gone_)}) + "\n" + word(2, "phone", "99") + "\n";
  hand_back(tail);
  EXPECT_FALSE(has(2));
  tail.body = stays_ + "\n";
  hand_back(tail);
  EXPECT_FALSE(has(2));
}

// On an application that no box has brought again yet; the second was written over the first.
class OutOfOrder : public Unsaid {
 protected:
  OutOfOrder() {
    first_.of = second_.of = a2;
    second_.over = {{"full_name", model::to_text(first_.id)}};
  }
  void come_back_the_later_first() {
    hand_back(signed_for(model::write_op(second_) + "\n"));
    hand_back(signed_for(model::write_op(first_) + "\n"));
    ASSERT_EQ(waiting(), 2u);
    box_.write(box_.filing(a2, version_));
    round(box_.request());
  }
  std::size_t waiting() { return must(Records(files_->records).parked_for("chain_gap", 0, 100)).size(); }

  model::Op first_ = act(1, "full_name", "Zara"), second_ = act(2, "full_name", "Sara");
};

TEST_F(OutOfOrder, P16_TwoWordsOfOneEpoch_DoNotWaitForEachOther) {
  come_back_the_later_first();
  EXPECT_EQ(waiting(), 0u);
}

TEST_F(OutOfOrder, P16_TwoWordsOfTwoEpochs_DoNotWaitForEachOther) {
  second_.id = {"centre", "d1", 1};
  come_back_the_later_first();
  EXPECT_EQ(waiting(), 0u);
}

}  // namespace
}  // namespace karvan::central
