#include "hardware/line/framing.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <stdexcept>

namespace karvan::line {
namespace {

std::vector<Message> samples() {
  return {{Hello{1, "karvan-driver-x", "0.1"}},
          {Call{7, "print", "receipts", 5000, {{"job", "p-1"}}, true}, std::string("%PDF\n\0\n{", 8)},
          {Part{7, false}, "rest\n"},
          {Progress{7, "printing", {{"pages", 1}}}},
          {Cancel{7}},
          {Answer{7, boost::json::object{{"outcome", "printed"}}}},
          {Answer{8, tl::unexpected(Fault{FaultKind::operator_can_fix, "media_empty", "tray 1"})}},
          {Notice{1, "receipts", "conditions", {{"conditions", boost::json::array()}}}},
          {Strange{"weather"}}};
}

std::string stream_of(const std::vector<Message>& messages) {
  std::string all;
  for (const auto& m : messages) all += encode(m);
  return all;
}

void check_any_chunking() {
  const auto sent = samples();
  const auto all = stream_of(sent);
  Decoder decoder;
  std::vector<Message> got;
  for (std::size_t at = 0; at < all.size();) {
    auto size = *rc::gen::inRange<std::size_t>(1, 40);
    auto part = decoder.feed(std::string_view(all).substr(at, size));
    RC_ASSERT(part.has_value());
    got.insert(got.end(), part->begin(), part->end());
    at += size;
  }
  RC_ASSERT(got == sent);
  RC_ASSERT(decoder.at_rest());
}

void check_hostile_bytes() {
  // Splices damage into a good stream: the decoder must neither crash nor keep more than its bounds.
  auto all = stream_of(samples());
  const auto junk = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
  all.insert(*rc::gen::inRange<std::size_t>(0, all.size()), junk);
  Decoder decoder;
  auto whole = decoder.feed(all);
  if (!whole) RC_ASSERT(!decoder.feed("{\"is\":\"hello\",\"protocol\":1}\n").has_value());
}

TEST(Decoder, AnyChunking_GivesTheSameMessages) { EXPECT_TRUE(rc::check(check_any_chunking)); }

TEST(Decoder, HostileBytes_EndInOneFinalError) { EXPECT_TRUE(rc::check(check_hostile_bytes)); }

TEST(Decoder, LineAtTheBound_IsRead) {
  std::string line = R"({"is":"weather","pad":")";
  line += std::string(line_bytes_max - line.size() - 2, 'x') + "\"}";
  Decoder decoder;
  EXPECT_TRUE(decoder.feed(line + "\n"));
  EXPECT_FALSE(Decoder().feed(line + " \n"));
}

TEST(Decoder, EndlessLine_IsRefusedBeforeItsNewline) {
  Decoder decoder;
  EXPECT_TRUE(decoder.feed(std::string(line_bytes_max, 'x')));
  EXPECT_FALSE(decoder.feed("x"));
}

TEST(Decoder, RawBytesAtTheBound_AreRead) {
  Message big{Part{3, true}, std::string(raw_bytes_max, 'b')};
  auto got = Decoder().feed(encode(big));
  ASSERT_TRUE(got);
  EXPECT_EQ(got->front(), big);
}

TEST(Decoder, RawBytesBeyondTheBound_AreRefusedFromTheLine) {
  EXPECT_FALSE(Decoder().feed(R"({"is":"part","id":3,"bytes":1048577})"
                              "\n"));
  EXPECT_FALSE(Decoder().feed(R"({"is":"part","id":3,"bytes":-1})"
                              "\n"));
  EXPECT_FALSE(Decoder().feed(R"({"is":"part","id":3,"bytes":"7"})"
                              "\n"));
}

TEST(Decoder, CallBeyondItsBytes_IsRefused) {
  const auto part = encode({Part{3, true}, std::string(raw_bytes_max, 'b')});
  Decoder decoder;
  for (std::size_t sum = 0; sum < call_bytes_max; sum += raw_bytes_max) ASSERT_TRUE(decoder.feed(part));
  EXPECT_FALSE(decoder.feed(part));
}

TEST(Decoder, BytesOfAFinishedCall_AreNotCountedOn) {
  const auto more = encode({Part{3, true}, std::string(raw_bytes_max, 'b')});
  Decoder decoder;
  for (std::size_t sum = 0; sum < call_bytes_max; sum += raw_bytes_max) ASSERT_TRUE(decoder.feed(more));
  ASSERT_TRUE(decoder.feed(encode({Part{3, false}, ""})));
  EXPECT_TRUE(decoder.feed(more));
}

TEST(Decoder, TooManyCallsWithBytes_AreRefused) {
  Decoder decoder;
  for (std::uint64_t id = 1; id <= calls_open_max; ++id) ASSERT_TRUE(decoder.feed(encode({Part{id, true}, "b"})));
  EXPECT_FALSE(decoder.feed(encode({Part{calls_open_max + 1, true}, "b"})));
}

TEST(EncodeCall, LongPayload_ArrivesWhole) {
  std::string payload(2 * raw_bytes_max + 5, 'p');
  auto got = Decoder().feed(encode_call({9, "print", "a4", 1000}, payload));
  ASSERT_TRUE(got);
  ASSERT_EQ(got->size(), 3u);
  EXPECT_TRUE(std::get<Call>(got->front().body).more);
  EXPECT_FALSE(std::get<Part>(got->back().body).more);
  std::string all;
  for (const auto& m : *got) all += m.bytes;
  EXPECT_EQ(all, payload);
}

TEST(EncodeCall, PayloadBeyondTheBound_Throws) {
  EXPECT_THROW(encode_call({9, "print", "a4", 1000}, std::string(call_bytes_max + 1, 'p')), std::length_error);
}

}  // namespace
}  // namespace karvan::line
