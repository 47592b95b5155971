#include "sync/http/client.h"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <atomic>
#include <future>

#include "sync/http/server.h"
#include "tests/unit/sync/http/certificates.h"
#include "tests/unit/sync/http/peer.h"

namespace karvan::http {
namespace {

struct House : testing::Test {
  void SetUp() override {
    ca = test::make_identity("ca", nullptr);
    other_ca = test::make_identity("ca", nullptr);
    desk = test::make_identity("centre", &ca);
    bus = test::make_identity("bus-01", &ca);
    open();
  }
  void TearDown() override {
    server.reset();
    for (auto* identity : {&ca, &other_ca, &desk, &bus}) test::release(*identity);
  }
  void open() {
    Listener plain, sealed;
    sealed.tls = Tls{desk.certificate, seal::Secret::copy_of(desk.key), ca.certificate};
    auto handler = [this](Request request, std::unique_ptr<Reply> reply) {
      seen = request;
      if (request.path == "/late") {
        kept = std::move(reply);
        return arrived.set_value();
      }
      reply->send({.status = 200, .headers = {{"X-Path", request.path}}, .body = request.method + request.body});
    };
    server = *serve({plain, sealed}, {}, handler);
  }
  std::string url(std::size_t listener, const std::string& path = "/x") const {
    return (listener ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(server->ports()[listener]) + path;
  }
  Result<Answer> ask(ClientOptions options, Exchange exchange) {
    TRY(auto client, make_client(std::move(options)));
    return client->send(exchange);
  }

  test::Identity ca, other_ca, desk, bus;
  Request seen;
  std::unique_ptr<Reply> kept;  // of /late
  std::promise<void> arrived;
  std::unique_ptr<Server> server;
};

using ClientTest = House;

TEST_F(ClientTest, Plain_CarriesMethodHeadersAndBody) {
  auto answer = ask({}, {.method = "PUT", .url = url(0), .headers = {{"X-A", "b"}}, .body = "hello"});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "PUThello");
  EXPECT_EQ(answer->headers.at("x-path"), "/x");
  EXPECT_EQ(seen.headers.at("x-a"), "b");
  EXPECT_TRUE(seen.loopback);
}

TEST_F(ClientTest, BodyWithNul_ArrivesWhole) {
  std::string body("a\0b", 3);
  EXPECT_EQ(ask({}, {.url = url(0), .headers = {}, .body = body})->body, "POST" + body);
}

TEST_F(ClientTest, GetAfterPost_HasNoBody) {
  auto client = *make_client({});
  ASSERT_TRUE(client->send({.url = url(0), .headers = {}, .body = "hello"}));
  auto answer = client->send({.method = "GET", .url = url(0), .headers = {}, .body = ""});
  EXPECT_EQ(answer->body, "GET");
}

TEST_F(ClientTest, MutualTls_NamesTheClient) {
  ClientOptions options{
      .ca_pem = ca.certificate, .certificate_pem = bus.certificate, .key_pem = seal::Secret::copy_of(bus.key)};
  ASSERT_TRUE(ask(options, {.url = url(1), .headers = {}, .body = ""}));
  EXPECT_EQ(seen.client_name, "bus-01");
  EXPECT_EQ(seen.client_fingerprint.size(), 64U);
  EXPECT_FALSE(seen.client_expired);
}

// A TLS client over memory, so that the test says what goes into one segment.
class TlsPeer {
 public:
  explicit TlsPeer(std::uint16_t port)
      : peer_(port), context_(SSL_CTX_new(TLS_client_method())), ssl_(SSL_new(context_)) {
    SSL_set_bio(ssl_, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_set_connect_state(ssl_);
  }
  ~TlsPeer() {
    SSL_free(ssl_);
    SSL_CTX_free(context_);
  }
  // The handshake's last flight and the request leave together.
  bool ask(const std::string& request) {
    while (SSL_do_handshake(ssl_) != 1)
      if (flush(); !take()) return false;
    SSL_write(ssl_, request.data(), static_cast<int>(request.size()));
    flush();
    return true;
  }
  std::string hear(std::string_view until) {
    std::string heard;
    char block[4096];
    while (heard.find(until) == heard.npos) {
      auto size = SSL_read(ssl_, block, sizeof block);
      if (size > 0)
        heard.append(block, static_cast<std::size_t>(size));
      else if (!take())
        break;
    }
    return heard;
  }

 private:
  void flush() {
    char* bytes = nullptr;
    auto size = BIO_get_mem_data(SSL_get_wbio(ssl_), &bytes);
    peer_.say({bytes, static_cast<std::size_t>(size)});
    BIO_reset(SSL_get_wbio(ssl_));
  }
  bool take() {
    pollfd waiting{peer_.fd(), POLLIN, 0};
    if (::poll(&waiting, 1, 5000) <= 0) return false;
    char block[4096];
    auto size = ::recv(peer_.fd(), block, sizeof block, 0);
    return size > 0 && BIO_write(SSL_get_rbio(ssl_), block, static_cast<int>(size)) > 0;
  }
  test::Peer peer_;
  SSL_CTX* context_;
  SSL* ssl_;
};

// The handshake's last bytes have long been written when the handler answers.
TEST_F(ClientTest, LateAnswerOverTls_Arrives) {
  TlsPeer peer(server->ports()[1]);
  ASSERT_TRUE(peer.ask("GET /late HTTP/1.1\r\nHost: a\r\n\r\n"));
  arrived.get_future().wait();
  ASSERT_TRUE(ask({}, {.url = url(0)}));  // a whole round on the same thread of the server
  kept->send({.body = "at last"});
  EXPECT_NE(peer.hear("at last").find("at last"), std::string::npos);
}

TEST_F(ClientTest, LargeBodyOverTls_ArrivesWhole) {
  std::string body(900'000, 'x');
  auto answer = ask({.ca_pem = ca.certificate}, {.url = url(1), .headers = {}, .body = body});
  ASSERT_TRUE(answer) << describe(answer.error());
  EXPECT_EQ(answer->body, "POST" + body);
}

TEST_F(ClientTest, NoClientCertificate_HasNoName) {
  ASSERT_TRUE(ask({.ca_pem = ca.certificate}, {.url = url(1), .headers = {}, .body = ""}));
  EXPECT_EQ(seen.client_name, "");
  EXPECT_EQ(seen.client_fingerprint, "");
}

TEST_F(ClientTest, ExpiredClientCertificate_IsMarked) {
  auto late = test::make_identity("bus-02", &ca, -1);
  ClientOptions options{
      .ca_pem = ca.certificate, .certificate_pem = late.certificate, .key_pem = seal::Secret::copy_of(late.key)};
  ASSERT_TRUE(ask(options, {.url = url(1), .headers = {}, .body = ""}));
  EXPECT_EQ(seen.client_name, "bus-02");
  EXPECT_TRUE(seen.client_expired);
  test::release(late);
}

TEST_F(ClientTest, ForeignClientCertificate_IsRefused) {
  auto stranger = test::make_identity("bus-01", &other_ca);
  ClientOptions options{.ca_pem = ca.certificate,
                        .certificate_pem = stranger.certificate,
                        .key_pem = seal::Secret::copy_of(stranger.key)};
  EXPECT_FALSE(ask(options, {.url = url(1), .headers = {}, .body = ""}));
  test::release(stranger);
}

TEST_F(ClientTest, ForeignServer_IsLinkDown) {
  auto answer = ask({.ca_pem = other_ca.certificate}, {.url = url(1), .headers = {}, .body = ""});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Code::link_down);
}

TEST_F(ClientTest, WithoutVerifying_ForeignServerIsReached) {
  EXPECT_TRUE(ask({.verify = false}, {.url = url(1), .headers = {}, .body = ""}));
}

TEST_F(ClientTest, PlainTextToTheTlsPort_IsClosed) {
  test::Peer peer(server->ports()[1]);
  peer.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(peer.hear().find("[deadline]"), std::string::npos);
}

TEST_F(ClientTest, NobodyThere_IsLinkDown) {
  auto target = url(0);
  server->stop();
  server.reset();
  auto answer = ask({}, {.url = target, .headers = {}, .body = ""});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Code::link_down);
}

TEST_F(ClientTest, AnswerTooLarge_IsRefused) {
  auto answer = ask({.answer_bytes_max = 10}, {.url = url(0), .headers = {}, .body = std::string(20, 'x')});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Code::body_too_large);
}

TEST_F(ClientTest, Cancelled_EndsTheExchange) {
  ClientOptions options;
  options.cancelled = [] { return true; };
  auto answer = ask(options, {.url = url(0), .headers = {}, .body = ""});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Code::link_down);
}

}  // namespace
}  // namespace karvan::http
