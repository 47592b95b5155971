#include "sync/exchange/parts.h"

#include <gtest/gtest.h>

#include "sync/exchange/codec.h"
#include "tests/unit/sync/exchange/samples.h"

namespace karvan::exchange {
namespace {

using namespace samples;

constexpr std::string_view header = "{\"karvan\":1,\"checkpoint\":\"c\"}\n";

Answer parsed(const std::string& lines) {
  auto answer = parse_answer(std::string(header) + lines);
  EXPECT_TRUE(answer) << describe(answer.error());
  return answer.value_or(Answer{});
}

Answer again(const Answer& answer) { return parse_answer(write_answer(answer)).value(); }
Request again(const Request& request) { return parse_request(write_request(request)).value(); }

// ---- erasure

TEST(Erased, ALine_ComesBackAsItsDigest) {
  const Erased erased{7, seal::sha256(line(7))};
  EXPECT_EQ(erased_of(write_erased(erased)), erased);
  EXPECT_EQ(digest_of_line(write_erased(erased)), digest_of_line(line(7)));
  EXPECT_FALSE(erased_of(line(7)));
  EXPECT_FALSE(erased_of("{\"erased\":{\"seq\":7,\"digest\":\"00\"}}"));
}

TEST(Erased, InABatch_LeavesTheChainWhole) {
  auto whole = run('a', 3);
  const auto end = end_of(whole);
  whole.lines[1] = write_erased({2, seal::sha256(whole.lines[1])});
  auto request = again(build(outbox({whole}), node_key()));
  auto verified = verify(request.batches[0], "bus-01", seal::verifying(node_key()));
  ASSERT_TRUE(verified) << describe(verified.error());
  EXPECT_EQ(verified->hashes.back(), end.hash);
}

// ---- what a newer version says

TEST(Answer, AControlLineOfANewerVersion_IsPassedOverWithWhatFollows) {
  auto answer = parsed(
      "{\"later\":{\"bytes\":10}}\n{\"x\n\":1}{}\n{\"sooner\":{\"lines\":2}}\nany\nthing\n{\"bare\":true}\n"
      "{\"own\":{\"at\":1,\"epoch\":\"e\",\"seq\":1}}\n");
  ASSERT_EQ(answer.entries.size(), 1u);
  EXPECT_EQ(answer.entries[0].at, 1u);
}

TEST(Request, AControlLineOfANewerVersion_IsPassedOver) {
  auto text = write_request(build(outbox({run('a', 2)}), node_key()));
  text.insert(text.find('\n') + 1, "{\"later\":{\"lines\":1}}\nany thing\n");
  auto request = parse_request(text);
  ASSERT_TRUE(request) << describe(request.error());
  EXPECT_EQ(request->batches.size(), 1u);
}

TEST(Answer, AVerdictThatCannotBeRead_ConcernsItsEntryAlone) {
  auto answer = parsed(
      "{\"entry\":{\"at\":1,\"verdict\":\"{\\\"op\\\":\\\"pondered\\\"}\",\"lines\":1}}\n{}\n"
      "{\"entry\":{\"at\":2,\"lines\":1}}\n{}\n");
  ASSERT_EQ(answer.entries.size(), 2u);
  EXPECT_TRUE(answer.entries[0].unread);
  EXPECT_FALSE(answer.entries[1].unread);
}

TEST(Answer, MoreLinesThanThereAre_IsMalformed) {
  EXPECT_FALSE(parse_answer(std::string(header) + "{\"later\":{\"lines\":2}}\none\n"));
  EXPECT_FALSE(parse_answer(std::string(header) + "{\"later\":{\"bytes\":99}}\none\n"));
  EXPECT_FALSE(parse_answer(std::string(header) + "{\"one\":{},\"two\":{}}\n"));
}

TEST(Request, WhatTheSenderSpeaks_IsKept) {
  auto request = parse_request("{\"karvan\":1,\"speaks\":[1,2],\"node\":\"bus-01\",\"at\":[0,0,0]}\n");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->speaks, (std::vector{1, 2}));
  EXPECT_EQ(again(Request{.node = "bus-01"}).speaks, std::vector{1});
}

// ---- members

TEST(Request, EveryWish_ComesBack) {
  Request request;
  request.node = "bus-01";
  request.cursors = {"c1", 7, 8, 9, "0123456789abcdef", "", "fedcba9876543210"};
  request.want = {{"receipt", 12, 40}};
  request.answer_bytes_max = 0;
  request.safe = true;
  request.contents = true;
  request.take = Take{{7, "0123456789abcdef"}, "lahore/application/a1"};
  request.fetch = {"lahore/application/a2"};
  request.part = Part{Feed::reference, 9, 4096};
  request.back.office = {{7, "0123456789abcdef"}, {0, ""}};
  auto read = again(request);
  EXPECT_EQ(read.cursors, request.cursors);
  EXPECT_EQ(read.want, request.want);
  EXPECT_EQ(read.answer_bytes_max, 0u);
  EXPECT_TRUE(read.safe);
  EXPECT_EQ(read.take, request.take);
  EXPECT_EQ(read.fetch, request.fetch);
  EXPECT_EQ(read.part, request.part);
  EXPECT_EQ(read.back, request.back);
  request.take = Take{};
  EXPECT_EQ(again(request).take, Take{});
}

TEST(Request, BeyondABound_IsMalformed) {
  Request request;
  request.node = "bus-01";
  request.fetch.resize(fetch_max + 1, "lahore/application/a");
  EXPECT_FALSE(parse_request(write_request(request)));
  request.fetch.clear();
  request.back.office.resize(trail_max + 1);
  EXPECT_FALSE(parse_request(write_request(request)));
}

TEST(Answer, EveryMember_ComesBack) {
  Answer answer;
  answer.checkpoint = "c";
  answer.refused = {{{epoch('a'), 3, seal::sha256("x")}, "chain_broken"}};
  answer.safe = {{epoch('a'), 900}};
  answer.records = Records{12, seal::sha256("y"), 88};
  answer.back = {Feed::office, Feed::reference};
  answer.from = Cursors{"", 1, 2, 3, "0123456789abcdef", "", ""};
  answer.to = Cursors{"", 4, 5, 6};
  answer.more = true;
  answer.snapshots = {{9, "lahore/application/a1", "{\"id\":\n1}"}, {0, "lahore/application/a2", ""}};
  auto read = again(answer);
  EXPECT_EQ(read.refused, answer.refused);
  EXPECT_EQ(read.safe, answer.safe);
  EXPECT_EQ(read.records, answer.records);
  EXPECT_EQ(read.back, answer.back);
  EXPECT_EQ(read.from, answer.from);
  EXPECT_EQ(read.to, answer.to);
  EXPECT_EQ(read.snapshots, answer.snapshots);
}

TEST(Document, APiece_SaysWhereItStands) {
  Answer answer;
  answer.checkpoint = "c";
  answer.documents = {{Feed::reference, 7, "media", "name", "piece", "", 100, 200}};
  EXPECT_EQ(again(answer).documents, answer.documents);
  answer.documents[0].from = 196;
  EXPECT_FALSE(parse_answer(write_answer(answer)));
}

TEST(Checkpoint, WithTheFeedsHashes_ComesBack) {
  Checkpoint checkpoint{"c1", "bus-01", 1, 2, 3, 4, seal::sha256("o"), seal::sha256("n"), seal::sha256("r")};
  EXPECT_EQ(parse_checkpoint(write_checkpoint(checkpoint)), checkpoint);
}

// ---- feeds

TEST(FeedChain, EachPartOfAnItem_Counts) {
  const FeedItem item{7, "office/lahore", "op", "bus-01/e1/3", seal::sha256("line"), "{}"};
  const auto hash = feed_chain({}, item);
  const std::string text = "7 office/lahore op bus-01/e1/3 " + seal::to_hex(seal::sha256("line")) + " {}";
  EXPECT_EQ(hash, seal::sha256(std::string(32, '\0') + std::string(seal::view(seal::sha256(text)))));
  auto other = item;
  other.verdict = "{\"op\":\"refused\"}";
  EXPECT_NE(feed_chain({}, other), hash);
  EXPECT_NE(feed_chain(hash, item), hash);
  EXPECT_EQ(mark_of(hash).size(), mark_digits);
}

}  // namespace
}  // namespace karvan::exchange
