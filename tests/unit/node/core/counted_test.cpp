#include "sync/exchange/epoch_code.h"
#include "tests/support/memory_vfs.h"
#include "tests/unit/node/core/box.h"

// A box whose TPM counts: a book that was put back is noticed without anybody at the other end of a link.
namespace karvan::core {
namespace {

using samples::Box;
using samples::code_of;

struct CountedBox : testing::Test {
  CountedBox() {
    box.round();
    exchange::Answer answer;
    answer.documents = {box.lease(8001, 8400)};
    box.say(std::move(answer));
    box.counter = "slot";
    restart();
  }
  // The TPM does what it is asked.
  void count() {
    box.drain(Tick{});
    while (!box.raises.empty()) {
      stands = std::max(stands, box.raises.back().to);
      box.raises.clear();
      box.drain(CounterAnswer{stands});
    }
  }
  void restart() {
    box.restart();
    count();
    box.sign_in("bilal");
  }
  void put_back(const test::MemoryVfs::Image& image) {
    box.stop();
    disk.put(image);
    restart();
  }
  // Takes a fee; the receipt's number.
  std::int64_t pay() {
    const auto number = box.paid(box.filed()).at("receipt").at("number").as_int64();
    count();
    return number;
  }
  Code refusal() { return code_of(box.ask(counter::TakePayment{{}, box.filed(), "cash", {50'000, "PKR"}, ""})); }
  std::optional<Code> stopped() { return box.core->book().money_stopped(); }
  std::vector<model::LeaseEnd> ends() {
    std::vector<model::LeaseEnd> found;
    const auto lines = *box.store().log().newest(1'000);
    for (const auto& line : lines)
      if (auto op = model::parse_op(line.line); op && op->lease) found.push_back(*op->lease);
    return found;
  }

  test::MemoryVfs disk{"counted"};
  Box box{disk.name()};
  std::uint64_t stands = 40;
};

TEST_F(CountedBox, P7_AnOlderBook_IsNoticedAtItsFirstStart) {
  pay();
  const auto image = disk.image();
  restart();
  EXPECT_FALSE(stopped());
  put_back(image);
  EXPECT_EQ(stopped(), Code::fork_noticed);
  EXPECT_EQ(refusal(), Code::fork_noticed);
  for (const auto& lease : *box.store().leases().list()) EXPECT_EQ(lease.state, "returned");
  EXPECT_EQ(box.core->book().epoch_challenge().size(), 9u) << "a person settles it, as a fork";
}

TEST_F(CountedBox, P7_AnOlderBookOfTheSameStart_IsNoticedOnceABlockHasGone) {
  const auto image = disk.image();
  for (int i = 0; i < block_numbers; ++i) pay();
  put_back(image);
  EXPECT_EQ(stopped(), Code::fork_noticed);
}

TEST_F(CountedBox, P5_AnOlderBookOfTheSameBlock_GivesNoNumberTwice) {
  pay();
  const auto image = disk.image();
  pay();
  const auto last = pay();
  put_back(image);
  EXPECT_FALSE(stopped()) << "nobody can tell";
  const auto next = pay();
  EXPECT_GT(next, last);
  EXPECT_GT(next, 7010);
}

TEST_F(CountedBox, P5_WhatAStartFindsOfABlock_IsVoidAndAccountedFor) {
  pay();
  restart();
  EXPECT_EQ(pay(), 8001 + block_numbers);
  for (const auto& lease : *box.store().leases().list()) {
    const auto used = *box.store().leases().numbers(lease.kind, lease.first, 1'000);
    const auto inside =
        std::count_if(used.begin(), used.end(), [&](const auto& number) { return number.serial.number <= lease.last; });
    EXPECT_EQ(inside, lease.next - lease.first) << lease.id;
  }
  const auto image = disk.image();
  restart();
  put_back(image);
  bool seen = false;
  for (const auto& end : ends()) {
    if (end.id != "l8001") continue;
    seen = true;
    const std::vector<std::pair<std::int64_t, std::int64_t>> gaps = {{8001, 8000 + block_numbers}};
    EXPECT_EQ(end.gaps, gaps);
    EXPECT_EQ(end.next, 8002 + block_numbers);
  }
  EXPECT_TRUE(seen);
}

TEST_F(CountedBox, P5_UntilTheTpmHasAnswered_NoNumberIsIssued) {
  box.restart();
  box.sign_in("bilal");
  ASSERT_EQ(box.raises.size(), 1u);
  EXPECT_EQ(box.raises.back().to, 0u) << "first it is only compared";
  EXPECT_EQ(refusal(), Code::busy);
  box.drain(CounterAnswer{stands});
  ASSERT_EQ(box.raises.size(), 2u);
  EXPECT_GT(box.raises.back().to, stands);
  EXPECT_EQ(refusal(), Code::busy) << "the book has risen, the counter has not";
  stands = box.raises.back().to;
  box.drain(CounterAnswer{stands});
  EXPECT_NO_THROW(box.paid(box.filed()));
}

TEST_F(CountedBox, P5_WithoutTheTpm_NumbersWaitAndTheRestGoesOn) {
  box.restart();
  box.sign_in("bilal");
  box.drain(CounterAnswer{fail(Code::tpm_missing)});
  EXPECT_EQ(refusal(), Code::tpm_missing);
  EXPECT_EQ(box.raises.size(), 1u);
  box.now += count_again_ms;
  count();
  EXPECT_NO_THROW(box.paid(box.filed()));
}

// The book is written first.
TEST_F(CountedBox, P7_ACrashBeforeTheCounterRose_IsNoRollback) {
  for (int i = 0; i < 3; ++i) {
    box.restart();
    box.drain(Tick{});
    box.drain(CounterAnswer{stands});
  }
  restart();
  EXPECT_FALSE(stopped());
  EXPECT_NO_THROW(pay());
}

TEST_F(CountedBox, P7_AnotherWhoCountsWithIt_IsNoticed) {
  stands += 5;
  for (int i = 0; i < block_numbers && !stopped(); ++i) pay();
  EXPECT_EQ(stopped(), Code::fork_noticed);
}

TEST_F(CountedBox, P5_ABlockThatWasNotRisenFor_IsNotIssued) {
  int issued = 0;
  while (issued < 100 && box.ask(counter::TakePayment{{}, box.filed(), "cash", {50'000, "PKR"}, ""})) ++issued;
  EXPECT_GE(issued, block_numbers);
  EXPECT_LE(issued, block_numbers + 10) << "and the lease before";
  EXPECT_EQ(refusal(), Code::busy);
  count();
  EXPECT_NO_THROW(pay());
}

TEST_F(CountedBox, P5_WhereItsCommitIsLost_NothingOfItCounts) {
  for (const auto io : {test::Io::sync, test::Io::write}) {
    box.restart();
    box.sign_in("bilal");
    disk.fail(io, 1, test::io_error_fsync);
    box.drain(CounterAnswer{stands});
    disk.heal();
    EXPECT_NE(refusal(), Code::internal);
    box.now += count_again_ms;
    box.drain(Tick{});
    box.now += count_again_ms;
    count();
    EXPECT_FALSE(stopped());
    const auto image = disk.image();
    pay();
    restart();
    put_back(image);
    EXPECT_EQ(stopped(), Code::fork_noticed);
    const auto code = exchange::epoch_code(box.centre_key(), seal::verifying(box.core->book().options().key), "bus-01",
                                           box.core->book().epoch_challenge());
    box.must(counter::SettleFork{{}, *code});
    box.round();
    exchange::Answer answer;
    answer.documents = {box.lease(io == test::Io::sync ? 9001 : 9501, io == test::Io::sync ? 9400 : 9900)};
    box.say(std::move(answer));
    count();
    EXPECT_FALSE(stopped());
  }
}

TEST_F(CountedBox, P7_OnceSettled_ItGoesOnWithNewNumbers) {
  const auto image = disk.image();
  restart();
  put_back(image);
  ASSERT_EQ(stopped(), Code::fork_noticed);
  const auto code = exchange::epoch_code(box.centre_key(), seal::verifying(box.core->book().options().key), "bus-01",
                                         box.core->book().epoch_challenge());
  box.must(counter::SettleFork{{}, *code});
  box.round();
  exchange::Answer answer;
  answer.documents = {box.lease(9001, 9400)};
  box.say(std::move(answer));
  count();
  EXPECT_EQ(pay(), 9001);
  restart();
  EXPECT_FALSE(stopped());
}

}  // namespace
}  // namespace karvan::core
