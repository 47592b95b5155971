#include "sync/exchange/exchange.h"

#include <gtest/gtest.h>

#include "sync/exchange/codec.h"
#include "tests/unit/sync/exchange/samples.h"

namespace karvan::exchange {
namespace {

using namespace samples;

std::vector<std::string> lines_of(const Request& request) {
  std::vector<std::string> lines;
  for (const auto& batch : request.batches) lines.insert(lines.end(), batch.run.lines.begin(), batch.run.lines.end());
  return lines;
}

Answer idle_answer() {
  Answer answer;
  answer.checkpoint = seal::sign_note(write_checkpoint({"c0ffee0123456789", "bus-01", 1234, 56, 7, 3, seal::sha256("o"),
                                                        seal::sha256("n"), seal::sha256("r")}),
                                      centre_key());
  return answer;
}

TEST(Exchange, NothingNew_IsAtMost300BytesEachWay) {
  Outbox idle = outbox({});
  idle.cursors = {"c0ffee0123456789", 1234, 56, 7, "0123456789abcdef", "1f2e3d4c5b6a7988", "f0e1d2c3b4a59687"};
  idle.known = {{epoch('b'), 987, seal::sha256("somewhere")}};
  std::size_t up = encode(build(idle, node_key()), 19).size();
  std::size_t down = encode(idle_answer(), 19).size();
  RecordProperty("up", static_cast<int>(up));
  RecordProperty("down", static_cast<int>(down));
  EXPECT_LE(up, 300u);
  EXPECT_LE(down, 300u);
}

TEST(Build, NothingNew_SignsNoHead) { EXPECT_TRUE(build(outbox({}), node_key()).batches.empty()); }

TEST(Build, MoreThanABatchHolds_IsCutIntoBatchesThatExtendEachOther) {
  Request request = build(outbox({run('a', 2500)}), node_key());
  ASSERT_EQ(request.batches.size(), 3u);
  EXPECT_EQ(lines_of(request), run('a', 2500).lines);
  for (std::size_t i = 1; i < request.batches.size(); ++i)
    EXPECT_EQ(request.batches[i].run.after, end_of(request.batches[i - 1].run));
}

TEST(Build, SlowLink_TakesNoMoreThanTenSecondsOfBytes) {
  Outbox slow = outbox({run('a', 1000, 1000)});
  slow.bytes_per_second = 8'000;
  std::size_t bytes = 0;
  for (const auto& line : lines_of(build(slow, node_key()))) bytes += line.size() + 1;
  EXPECT_LE(bytes, 80'000u);
  EXPECT_GT(bytes, 70'000u);
}

TEST(Build, OperationLargerThanTheBudget_GoesAlone) {
  Outbox slow = outbox({run('a', 3, 100'000)});
  slow.bytes_per_second = 1'000;
  EXPECT_EQ(lines_of(build(slow, node_key())).size(), 1u);
}

TEST(Build, SeveralEpochs_KeepTheirOrderAndTheirPriors) {
  auto first = run('a', 2);
  auto second = run('b', 2);
  second.prior = end_of(first);
  second.after.hash = second.prior->hash;
  Request request = build(outbox({first, second}), node_key());
  ASSERT_EQ(request.batches.size(), 2u);
  auto verified = verify(request.batches[1], "bus-01", seal::verifying(node_key()));
  ASSERT_TRUE(verified) << describe(verified.error());
  EXPECT_EQ(verified->head.prior, end_of(first));
}

TEST(Verify, SoundBatch_GivesTheHashAfterEachLine) {
  Batch batch = build(outbox({run('a', 3)}), node_key()).batches[0];
  auto verified = verify(batch, "bus-01", seal::verifying(node_key()));
  ASSERT_TRUE(verified);
  ASSERT_EQ(verified->hashes.size(), 3u);
  EXPECT_EQ(verified->hashes[2], end_of(run('a', 3)).hash);
}

TEST(Verify, P7_FlippedByte_IsNoticed) {
  Batch batch = build(outbox({run('a', 3)}), node_key()).batches[0];
  batch.run.lines[1][5] ^= 1;
  EXPECT_EQ(verify(batch, "bus-01", seal::verifying(node_key())).error().code, Code::chain_broken);
}

TEST(Verify, P7_LeftOutLine_IsNoticed) {
  Batch batch = build(outbox({run('a', 3)}), node_key()).batches[0];
  batch.run.lines.pop_back();
  EXPECT_EQ(verify(batch, "bus-01", seal::verifying(node_key())).error().code, Code::chain_broken);
}

TEST(Verify, FirstBatchThatHidesItsPrior_IsRefused) {
  auto second = run('b', 1);
  second.prior = end_of(run('a', 2));
  Batch batch = build(outbox({second}), node_key()).batches[0];
  EXPECT_EQ(verify(batch, "bus-01", seal::verifying(node_key())).error().code, Code::chain_broken);
}

TEST(Verify, AnotherNodesKey_IsRefused) {
  Batch batch = build(outbox({run('a', 1)}), centre_key()).batches[0];
  EXPECT_EQ(verify(batch, "bus-01", seal::verifying(node_key())).error().code, Code::signature_wrong);
}

TEST(Verify, BatchOfAnotherNode_IsRefusedUnderItsOwnKey) {
  Batch batch = build(outbox({run('a', 1)}), node_key()).batches[0];
  EXPECT_EQ(verify(batch, "bus-02", seal::verifying(node_key())).error().code, Code::signature_wrong);
}

TEST(Read, SoundAnswer_GivesTheCheckpoint) {
  Request asked = build(outbox({}), node_key());
  auto received = read(encode(idle_answer(), 3), asked, seal::verifying(centre_key()));
  ASSERT_TRUE(received) << describe(received.error());
  EXPECT_EQ(received->checkpoint.office, 1234u);
  EXPECT_FALSE(received->centre_changed);
}

TEST(Read, CheckpointByAnyoneElse_IsRefused) {
  Request asked = build(outbox({}), node_key());
  EXPECT_EQ(read(encode(idle_answer(), 3), asked, seal::verifying(node_key())).error().code, Code::signature_wrong);
}

TEST(Read, CheckpointForAnotherNode_IsRefused) {
  Request asked = build(outbox({}), node_key());
  asked.node = "bus-02";
  EXPECT_EQ(read(encode(idle_answer(), 3), asked, seal::verifying(centre_key())).error().code, Code::signature_wrong);
}

TEST(Read, CentreOfAnotherLife_IsSaid) {
  Request asked = build(outbox({}), node_key());
  asked.cursors.centre_epoch = "0000000000000000";
  EXPECT_TRUE(read(encode(idle_answer(), 3), asked, seal::verifying(centre_key()))->centre_changed);
}

TEST(Head, Written_ReadsBackTheSame) {
  Head head{"bus-01", {epoch('b'), 7, seal::sha256("x")}, Point{epoch('a'), 4, seal::sha256("y")}};
  EXPECT_EQ(parse_head(write_head(head)), head);
}

TEST(Level, FollowsTheLink) {
  EXPECT_EQ(level_for(8'000), 19);
  EXPECT_EQ(level_for(10 << 20), 3);
}

}  // namespace
}  // namespace karvan::exchange
