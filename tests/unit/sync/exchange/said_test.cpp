#include "sync/exchange/said.h"

#include <gtest/gtest.h>

#include "storage/model/op.h"
#include "sync/exchange/codec.h"
#include "tests/unit/sync/exchange/samples.h"

// What the centre signs of its people's words, and what comes back of it after a restore.
namespace karvan::exchange {
namespace {

std::string line_by(const std::string& node, const std::string& actor) {
  model::Op op;
  op.id = {node, "c1", 1};
  op.time = {1, 0};
  op.salt = "00";
  op.actor = actor;
  op.of = "lahore/application/a1";
  op.note = "a \"node\":\"centre\" in the words";
  return model::write_op(op);
}

Entry entry(std::uint64_t at, std::string line) { return {at, {}, 0, std::move(line), {}}; }

TEST(Said, WordsOfPersonsAtHeadquarters_AndNobodyElses) {
  EXPECT_TRUE(is_said(line_by("centre", "leyla"), "centre"));
  EXPECT_FALSE(is_said(line_by("centre", "centre"), "centre"));
  EXPECT_FALSE(is_said(line_by("bus-01", "asma"), "centre"));
  EXPECT_FALSE(is_said(write_erased({1, {}}), "centre"));
  const auto said = line_by("centre", "leyla");
  const std::vector<Entry> entries = {{1, "e1", 1, {}, {}},
                                      entry(2, line_by("bus-02", "omar")),
                                      entry(3, said),
                                      entry(4, line_by("centre", "centre")),
                                      entry(5, said)};
  EXPECT_EQ(said_in(entries, "centre"), said + "\n" + said + "\n");
}

TEST(Said, P13_OnceALineWasErased_IsStillKnownForWhatWasSigned) {
  const auto one = line_by("centre", "leyla"), other = line_by("centre", "omar");
  const auto signed_so = digest_of_said(one + "\n" + other + "\n");
  EXPECT_EQ(digest_of_said(write_erased({1, seal::sha256(one)}) + "\n" + other + "\n"), signed_so);
  EXPECT_NE(digest_of_said(write_erased({1, seal::sha256(other)}) + "\n" + other + "\n"), signed_so);
  EXPECT_NE(digest_of_said(other + "\n" + one + "\n"), signed_so);
  EXPECT_NE(digest_of_said(one + "\n"), signed_so);
  EXPECT_EQ(digest_of_said(""), seal::Digest{});
}

TEST(Said, CheckpointThatSignsIt_RoundTrips) {
  Checkpoint checkpoint{"c1", "bus-01", 3, 2, 1, 0, seal::sha256("a"), seal::sha256("b"), seal::sha256("c")};
  const auto without = write_checkpoint(checkpoint);
  EXPECT_EQ(parse_checkpoint(without), checkpoint);
  checkpoint.said = seal::sha256("d");
  EXPECT_EQ(parse_checkpoint(write_checkpoint(checkpoint)), checkpoint);
  EXPECT_NE(write_checkpoint(checkpoint), without);
  EXPECT_EQ(parse_checkpoint(without.substr(0, without.size() - 1) + " 77\n").error().code, Code::malformed);
}

TEST(Said, TailAndWhatWasLost_Travel) {
  Request request;
  request.node = "bus-01";
  request.tail = {{"lease", "karvan/lease/v1\n\nsigned\n", {}}, {"said", "note\n", line_by("centre", "leyla") + "\n"}};
  request.batches = {{samples::run('1', 2), "note\n"}};
  auto read = decode_request(encode(request, 3));
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_EQ(read->tail, request.tail);
  EXPECT_EQ(read->batches.size(), 1u);
  Answer answer;
  answer.checkpoint = "note\n";
  answer.safe_at = 812;
  answer.lost = {{"e1", 4, seal::sha256("x")}, {"e2", 0, {}}};
  auto told = decode_answer(encode(answer, 3));
  ASSERT_TRUE(told) << describe(told.error());
  EXPECT_EQ(told->safe_at, 812u);
  EXPECT_EQ(told->lost, answer.lost);
}

TEST(Said, TailBeyondItsBounds_IsMalformed) {
  Request request;
  request.node = "bus-01";
  request.tail.assign(tails_max + 1, {"lease", "note\n", {}});
  EXPECT_EQ(parse_request(write_request(request)).error().code, Code::malformed);
  request.tail.resize(1);
  auto text = write_request(request);
  text.replace(text.find("\"note\":5"), 8, "\"note\":6");
  EXPECT_EQ(parse_request(text).error().code, Code::malformed);
}

}  // namespace
}  // namespace karvan::exchange
