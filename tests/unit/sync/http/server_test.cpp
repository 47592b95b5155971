#include "sync/http/server.h"

#include <gtest/gtest.h>

#include <future>

#include "storage/model/json.h"
#include "tests/unit/sync/http/peer.h"

namespace karvan::http {
namespace {

using test::Peer;

struct House {
  explicit House(Handler handler, Limits limits = {}) : server(*serve({Listener{}}, limits, std::move(handler))) {}
  std::uint16_t port() const { return server->ports()[0]; }
  std::unique_ptr<Server> server;
};

void echo(Request request, std::unique_ptr<Reply> reply) {
  reply->send({.status = 200, .headers = {}, .body = request.method + " " + request.path + " " + request.body});
}

constexpr std::string_view get = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";
constexpr std::string_view last_get = "GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

TEST(Server, Request_IsAnsweredByteForByte) {
  House house(echo);
  Peer peer(house.port());
  peer.say(last_get);
  EXPECT_EQ(peer.hear(), "HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\nGET /a ");
}

TEST(Server, KeepAlive_ServesAgain) {
  House house(echo);
  Peer peer(house.port());
  peer.say(get);
  EXPECT_TRUE(peer.hear("GET /a ").ends_with("GET /a "));
  peer.say(last_get);
  EXPECT_TRUE(peer.hear().ends_with("GET /a "));
}

TEST(Server, Pipelined_IsAnsweredInOrder) {
  House house(echo);
  Peer peer(house.port());
  std::string both(get);
  both.append("POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi");
  peer.say(both);
  auto heard = peer.hear();
  EXPECT_LT(heard.find("GET /a "), heard.find("POST /b hi"));
  EXPECT_NE(heard.find("POST /b hi"), std::string::npos);
}

TEST(Server, Head_AnswersWithoutBody) {
  House house(echo);
  Peer peer(house.port());
  peer.say("HEAD /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(peer.hear(), "HTTP/1.1 200 OK\r\nContent-Length: 8\r\nConnection: close\r\n\r\n");
}

TEST(Server, ReplyFromAnotherThread_Arrives) {
  std::promise<std::unique_ptr<Reply>> promise;
  House house([&](Request, std::unique_ptr<Reply> reply) { promise.set_value(std::move(reply)); });
  Peer peer(house.port());
  peer.say(last_get);
  promise.get_future().get()->send(json("{}"));
  EXPECT_TRUE(peer.hear().ends_with("\r\n\r\n{}"));
}

TEST(Server, ReplyDestroyed_Answers500) {
  House house([](Request, std::unique_ptr<Reply>) {});
  Peer peer(house.port());
  peer.say(last_get);
  EXPECT_TRUE(peer.hear().starts_with("HTTP/1.1 500 "));
}

TEST(Server, HandlerThrows_Answers500AndServesOn) {
  House house([](Request, std::unique_ptr<Reply>) { throw std::length_error("bug"); });
  for (int i = 0; i < 2; ++i) {
    Peer peer(house.port());
    peer.say(last_get);
    EXPECT_TRUE(peer.hear().starts_with("HTTP/1.1 500 "));
  }
}

TEST(Server, BadRequest_IsAProblemDocument) {
  House house(echo);
  Peer peer(house.port());
  peer.say("GET nowhere HTTP/1.1\r\nHost: a\r\n\r\n");
  auto heard = peer.hear();
  EXPECT_TRUE(heard.starts_with("HTTP/1.1 400 "));
  EXPECT_NE(heard.find("Content-Type: application/problem+json"), std::string::npos);
  auto body = json::parse_object(heard.substr(heard.find("\r\n\r\n") + 4));
  ASSERT_TRUE(body);
  EXPECT_EQ(json::string_or(*body, "type"), "malformed");
  EXPECT_EQ(json::integer_or(*body, "status"), 400);
}

TEST(Server, BodyTooLarge_IsToldThoughThePeerStillSends) {
  House house(echo, {.body_bytes_max = 1000});
  Peer peer(house.port());
  peer.say("POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n" + std::string(500000, 'x'));
  EXPECT_TRUE(peer.hear().starts_with("HTTP/1.1 413 "));
}

TEST(Server, HugeHeader_Is431) {
  House house(echo);
  Peer peer(house.port());
  peer.say("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(40'000, 'x') + "\r\n\r\n");
  EXPECT_TRUE(peer.hear().starts_with("HTTP/1.1 431 "));
}

TEST(Server, SlowHeader_Is408) {
  House house(echo, {.request_ms_max = 50});
  Peer peer(house.port());
  peer.say("GET / HTTP/1.1\r\nHo");
  EXPECT_TRUE(peer.hear().starts_with("HTTP/1.1 408 "));
}

TEST(Server, SlowBody_Is408) {
  House house(echo, {.body_bytes_a_second_min = 1 << 20, .request_ms_max = 50});
  Peer peer(house.port());
  peer.say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
  EXPECT_TRUE(peer.hear().starts_with("HTTP/1.1 408 "));
}

TEST(Server, Idle_IsClosedWithoutAWord) {
  House house(echo, {.idle_ms_max = 50});
  Peer peer(house.port());
  EXPECT_EQ(peer.hear(), "");
}

TEST(Server, ExpectContinue_IsInvited) {
  House house(echo);
  Peer peer(house.port());
  peer.say("POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(peer.hear("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  peer.say("hi");
  EXPECT_TRUE(peer.hear().ends_with("POST /b hi"));
}

TEST(Server, TooManyConnections_TurnsAwayWith503) {
  House house(echo, {.connections_max = 1});
  Peer first(house.port());
  first.say(get);
  first.hear("GET /a ");
  Peer second(house.port());
  EXPECT_TRUE(second.hear().starts_with("HTTP/1.1 503 "));
}

TEST(Server, HeaderValueWithNewline_CannotStartAnotherHeader) {
  House house([](Request, std::unique_ptr<Reply> reply) {
    reply->send({.status = 200, .headers = {{"X", "a\r\nSet-Cookie: b"}}, .body = ""});
  });
  Peer peer(house.port());
  peer.say(last_get);
  EXPECT_EQ(peer.hear().find("\r\nSet-Cookie"), std::string::npos);
}

TEST(Stream, Sent_ArrivesAsItIsSaid) {
  std::promise<std::shared_ptr<Stream>> promise;
  House house([&](Request, std::unique_ptr<Reply> reply) {
    promise.set_value(reply->stream({.status = 200, .headers = {{"Content-Type", "text/event-stream"}}, .body = ""}));
  });
  Peer peer(house.port());
  peer.say(get);
  auto stream = promise.get_future().get();
  EXPECT_TRUE(stream->send("data: 1\n\n"));
  EXPECT_NE(peer.hear("data: 1\n\n").find("text/event-stream"), std::string::npos);
  EXPECT_TRUE(stream->send("data: 2\n\n"));
  stream->close();
  EXPECT_EQ(peer.hear(), "data: 2\n\n");
}

TEST(Stream, PeerThatDoesNotRead_FillsTheQueue) {
  std::promise<std::shared_ptr<Stream>> promise;
  House house([&](Request, std::unique_ptr<Reply> reply) { promise.set_value(reply->stream({})); });
  Peer peer(house.port());
  peer.say(get);
  auto stream = promise.get_future().get();
  bool refused = false;
  for (int i = 0; i < 100'000 && !refused; ++i) refused = !stream->send(std::string(4096, 'x'));
  EXPECT_TRUE(refused);
}

TEST(Server, Stopped_ClosesPeersAndLaterRepliesDoNothing) {
  std::promise<std::unique_ptr<Reply>> promise;
  House house([&](Request, std::unique_ptr<Reply> reply) { promise.set_value(std::move(reply)); });
  Peer peer(house.port());
  peer.say(get);
  auto reply = promise.get_future().get();
  house.server->stop();
  EXPECT_EQ(peer.hear(), "");
  house.server.reset();
  reply->send(json("{}"));
}

TEST(Server, PortTaken_NamesTheAddress) {
  House house(echo);
  Listener taken;
  taken.port = house.port();
  auto again = serve({taken}, {}, echo);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Code::io_failed);
  EXPECT_EQ(again.error().where, "127.0.0.1:" + std::to_string(house.port()));
}

}  // namespace
}  // namespace karvan::http
