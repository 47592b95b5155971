#include "sync/central/receive/receive.h"

#include <set>

#include "storage/seal/note.h"
#include "sync/central/store/rows.h"
#include "tests/unit/sync/central/api/busy.h"

namespace karvan::central {
namespace {

using testing::Box;
using testing::must;

class Receive : public testing::Busy {};

// The same box's request with only one part of its log.
exchange::Request part(const Box& box, std::size_t from, std::size_t count) {
  exchange::Outbox outbox;
  outbox.node = box.name();
  outbox.bytes_per_second = 10 << 20;
  exchange::Run run = box.runs_.front();
  for (std::size_t i = 0; i < from; ++i)
    run.after = {run.after.epoch, i + 1, seal::chain(run.after.hash, run.lines[i])};
  run.lines = {run.lines.begin() + static_cast<std::ptrdiff_t>(from),
               run.lines.begin() + static_cast<std::ptrdiff_t>(from + count)};
  outbox.runs = {run};
  return exchange::build(outbox, box.key());
}

TEST_F(Receive, SoundBatch_IsAcknowledgedWithItsHash) {
  Box box = busy();
  auto got = answer(must(accept(box.request())));
  ASSERT_EQ(got.receipts.size(), 1u);
  EXPECT_EQ(got.receipts[0], box.end());
}

TEST_F(Receive, P10_SentAgain_GetsTheSameReceipt) {
  Box box = busy();
  auto first = answer(must(accept(box.request())));
  auto again = answer(must(accept(box.request())));
  EXPECT_EQ(first.receipts, again.receipts);
  EXPECT_EQ(must(Inbox(files_->inbox).received("bus-01")), 3u);
}

TEST_F(Receive, ReceiptThatIsKnown_IsNotSaidAgain) {
  Box box = busy();
  auto request = box.request();
  request.known = {box.end()};
  EXPECT_TRUE(answer(must(accept(request))).receipts.empty());
}

TEST_F(Receive, P2_OutOfOrderBatch_IsStoredAndAcknowledgedOnceTheGapIsFilled) {
  Box box = busy();
  auto later = answer(must(accept(part(box, 2, 1))));
  EXPECT_EQ(later.receipts.at(0).seq, 0u);
  auto all = answer(must(accept(part(box, 0, 2))));
  EXPECT_EQ(all.receipts.at(0), box.end());
}

TEST_F(Receive, P7_OtherLineUnderTheSameIdentity_IsNoticedAndTheFirstStands) {
  Box box = busy(), clone = busy();
  clone.runs_.front().lines.back() += " ";
  must(accept(box.request()));
  auto got = answer(must(accept(clone.request())));
  EXPECT_TRUE(got.fork);
  EXPECT_FALSE(fork_of("bus-01").empty());
  EXPECT_EQ(got.receipts.at(0), box.end());
}

TEST_F(Receive, P7_TwoEpochsFromOnePlace_AreNoticed) {
  Box box = busy();
  Box clone = box;
  box.start("e2");
  clone.start("e3");
  box.write(box.op(a1));
  clone.write(clone.op(a1));
  must(accept(box.request()));
  EXPECT_EQ(fork_of("bus-01"), "");
  must(accept(clone.request()));
  EXPECT_NE(fork_of("bus-01"), "");
}

TEST_F(Receive, P7_RestoredBox_IsNoticedAtFirstContact) {
  Box box = busy();
  Box old = box;
  box.write(box.op(a1));
  must(accept(box.request()));
  old.start("e2");
  old.write(old.op(a1));
  must(accept(old.request()));
  EXPECT_NE(fork_of("bus-01"), "");
}

TEST_F(Receive, P7_ManyRestartsOfOneBox_AreNoFork) {
  Box box = busy();
  for (int i = 2; i < 40; ++i) {
    box.start("e" + std::to_string(i));
    if (i % 3 == 0) box.write(box.op(a1));  // in most starts nothing is done
    if (i % 5 == 0) must(accept(box.request()));
  }
  must(accept(box.request()));
  reconcile();
  EXPECT_EQ(fork_of("bus-01"), "");
  EXPECT_EQ(must(Records(files_->records).settled("bus-01")), 16u);
}

TEST_F(Receive, P7_OtherWorkOfAForkedNodeGoesOn) {
  Box box = busy();
  Box clone = box;
  box.start("e2");
  clone.start("e3");
  box.write(box.filing("lahore/application/b", version_));
  clone.write(clone.filing("lahore/application/c", version_));
  round(box.request());
  round(clone.request());
  EXPECT_TRUE(record("lahore/application/b").reached("filed"));
  EXPECT_TRUE(record("lahore/application/c").reached("filed"));
}

TEST_F(Receive, UnknownNode_IsRefused) { EXPECT_EQ(accept(Box("bus-77").request()).error().code, Code::not_enrolled); }

TEST_F(Receive, RequestInAnothersName_IsRefused) {
  Box box = busy();
  auto body = exchange::encode(box.request(), 3);
  enrol(Box("bus-02"));
  EXPECT_EQ(receiver_->accept("bus-02", body, 0).error().code, Code::not_enrolled);
}

TEST_F(Receive, P15_OneBadBatch_IsRefusedAloneAndTheOthersAreTaken) {
  Box box = busy();
  auto request = box.request();
  request.batches.insert(request.batches.begin(), request.batches.front());
  request.batches.front().run.lines.front() += " ";
  auto got = answer(must(accept(request)));
  ASSERT_EQ(got.refused.size(), 1u);
  EXPECT_EQ(got.refused[0], (exchange::Refused{request.batches.front().run.after, "chain_broken"}));
  EXPECT_EQ(got.receipts.at(0), box.end());
}

TEST_F(Receive, P2_WorkOfTheBoxThatWasReplaced_IsTakenWhenItComesAtLast) {
  Box box = busy();
  auto fresh = seal::make_signing_key("bus-01", testing::counted(4711));
  must(in_transaction(files_->inbox, [&] {
    return Nodes(files_->inbox).put({"bus-01", 1, "lahore", seal::to_text(seal::verifying(fresh)), "fp2", 0});
  }));
  auto got = answer(must(accept(box.request())));  // on a stick, say
  EXPECT_TRUE(got.refused.empty());
  EXPECT_EQ(got.receipts.at(0), box.end());
}

TEST_F(Receive, IdleExchange_WritesNothingWithinAMinute) {
  Box box = busy();
  must(accept(box.request()));
  exchange::Outbox idle;
  idle.node = box.name();
  auto body = exchange::encode(exchange::build(idle, box.key()), 3);
  auto version = [&] { return must(number(files_->inbox.query("PRAGMA data_version"))); };
  Files other = must(open_files({folder_, std::string(32, 'i'), std::string(32, 'r')}));
  Receiver beside(other, keys_);
  const auto before = version();
  must(beside.accept("bus-01", body, testing::noon + 50'000));
  EXPECT_EQ(version(), before);
  must(beside.accept("bus-01", body, testing::noon + 70'000));
  EXPECT_NE(version(), before);
}

TEST_F(Receive, RandomBytes_AreRefused) {
  Box box = busy();
  EXPECT_FALSE(receiver_->accept("bus-01", "not zstd", 0));
}

// The box's name with another key, as a new enrolment leaves it, and one application by it.
exchange::Request replaced(Files& files, Box fresh, const std::string& version) {
  auto key = seal::make_signing_key(fresh.name(), testing::counted(4711));
  must(in_transaction(files.inbox, [&] {
    return Nodes(files.inbox)
        .put({fresh.name(), 1, "lahore", seal::to_text(seal::verifying(key)), "fp2", testing::noon});
  }));
  exchange::Outbox outbox;
  outbox.node = fresh.name();
  fresh.runs_.front().after.epoch = "f1";
  fresh.write(fresh.filing("lahore/application/new", version));
  outbox.runs = fresh.runs_;
  return exchange::build(outbox, key);
}

TEST_F(Receive, ReplacedBox_MayBeginItsLogAnew) {
  Box box = busy();
  must(accept(box.request()));
  must(accept(replaced(*files_, Box("bus-01"), version_)));
  EXPECT_EQ(fork_of("bus-01"), "");
}

TEST_F(Receive, P7_NewEnrolment_SettlesTheFork) {
  Box box = busy();
  Box clone = box;
  box.start("e2");
  clone.start("e3");
  box.write(box.op(a1));
  clone.write(clone.op(a1));
  must(accept(box.request()));
  must(accept(clone.request()));
  ASSERT_NE(fork_of("bus-01"), "");
  must(accept(replaced(*files_, Box("bus-01"), version_)));
  EXPECT_EQ(fork_of("bus-01"), "");
}

}  // namespace
}  // namespace karvan::central
