#include "sync/http/reader.h"

#include <gtest/gtest.h>

namespace karvan::http {
namespace {

using Progress = RequestReader::Progress;

Request read_one(std::string bytes, Limits limits = {}) {
  RequestReader reader(limits);
  EXPECT_EQ(reader.feed(bytes), Progress::complete) << describe(reader.error());
  return reader.take();
}

Code refusal(std::string bytes, Limits limits = {}) {
  RequestReader reader(limits);
  EXPECT_EQ(reader.feed(bytes), Progress::refused);
  return reader.error().code;
}

TEST(PercentDecode, Escapes_BecomeBytes) { EXPECT_EQ(percent_decode("/a%20b%d9%be"), "/a b\xd9\xbe"); }
TEST(PercentDecode, Plus_IsASpaceOnlyInAQuery) {
  EXPECT_EQ(percent_decode("a+b"), "a+b");
  EXPECT_EQ(percent_decode("a+b", true), "a b");
}
TEST(PercentDecode, CutEscape_IsRefused) {
  EXPECT_FALSE(percent_decode("a%"));
  EXPECT_FALSE(percent_decode("a%2"));
  EXPECT_FALSE(percent_decode("a%zz"));
}
TEST(PercentDecode, Nul_IsRefused) { EXPECT_FALSE(percent_decode("a%00b")); }

TEST(RequestReader, TargetWithQuery_IsSplitAndDecoded) {
  auto request = read_one("GET /api/v1/applications?q=%D8%B9%20x&state=held&q=2 HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(request.path, "/api/v1/applications");
  EXPECT_EQ(request.query.at("q"), "\xd8\xb9 x");
  EXPECT_EQ(request.query.at("state"), "held");
}

TEST(RequestReader, ByteByByte_ReadsTheSame) {
  std::string whole = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", fed;
  RequestReader reader(Limits{});
  auto progress = Progress::more;
  for (char c : whole) {
    ASSERT_EQ(progress, Progress::more);
    fed.push_back(c);
    progress = reader.feed(fed);
  }
  ASSERT_EQ(progress, Progress::complete);
  EXPECT_EQ(reader.take().body, "hello");
}

TEST(RequestReader, Pipelined_LeavesTheSecond) {
  std::string bytes = "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n";
  RequestReader reader(Limits{});
  ASSERT_EQ(reader.feed(bytes), Progress::complete);
  EXPECT_EQ(reader.take().path, "/1");
  ASSERT_EQ(reader.feed(bytes), Progress::complete);
  EXPECT_EQ(reader.take().path, "/2");
  EXPECT_TRUE(bytes.empty());
}

TEST(RequestReader, Chunked_IsJoined) {
  auto request =
      read_one("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  EXPECT_EQ(request.body, "abcde");
}

TEST(RequestReader, RepeatedHeader_IsJoined) {
  auto request = read_one("GET / HTTP/1.1\r\nHost: a\r\nX-A: 1\r\nx-a: 2\r\nCookie: k=1\r\nCookie: l=2\r\n\r\n");
  EXPECT_EQ(request.headers.at("x-a"), "1, 2");
  EXPECT_EQ(request.headers.at("cookie"), "k=1; l=2");
}

TEST(RequestReader, LongHeader_Is431) {
  Limits limits;
  limits.header_bytes_max = 1000;
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(2000, 'x'), limits), Code::header_too_large);
}

TEST(RequestReader, AnnouncedBodyTooLarge_Is413BeforeItComes) {
  Limits limits;
  limits.body_bytes_max = 10;
  EXPECT_EQ(refusal("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n", limits), Code::body_too_large);
}

TEST(RequestReader, ChunkedBodyTooLarge_Is413) {
  Limits limits;
  limits.body_bytes_max = 4;
  EXPECT_EQ(refusal("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n", limits),
            Code::body_too_large);
}

TEST(RequestReader, BadChunk_IsMalformed) {
  EXPECT_EQ(refusal("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n"), Code::malformed);
}

TEST(RequestReader, LengthAndChunked_IsMalformed) {  // request smuggling, RFC 9112 section 6.1
  EXPECT_EQ(refusal("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc"),
            Code::malformed);
}

TEST(RequestReader, NoHost_IsMalformed) { EXPECT_EQ(refusal("GET / HTTP/1.1\r\n\r\n"), Code::malformed); }
TEST(RequestReader, TwoHosts_IsMalformed) {
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), Code::malformed);
}
TEST(RequestReader, ProxyTarget_IsMalformed) {
  EXPECT_EQ(refusal("GET http://else/ HTTP/1.1\r\nHost: a\r\n\r\n"), Code::malformed);
}
TEST(RequestReader, Noise_IsMalformed) { EXPECT_EQ(refusal("\x16\x03\x01 hello\r\n\r\n"), Code::malformed); }

TEST(RequestReader, ForeignHostName_Is421) {
  Limits limits;
  limits.hosts = {"localhost"};
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: evil.example:80\r\n\r\n", limits), Code::host_unknown);
  EXPECT_EQ(read_one("GET /a HTTP/1.1\r\nHost: LOCALHOST:8080\r\n\r\n", limits).path, "/a");
  EXPECT_EQ(read_one("GET /b HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n", limits).path, "/b");
  EXPECT_EQ(read_one("GET /c HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", limits).path, "/c");
}

}  // namespace
}  // namespace karvan::http
