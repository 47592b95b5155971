#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "node/unlock/desk.h"
#include "node/unlock/tries.h"
#include "node/unlock/unlock_page.h"
#include "storage/model/json.h"
#include "sync/http/client.h"

namespace karvan::unlock {
namespace {

TEST(Tries, EachWrongOne_WaitsTwiceAsLongUpToAMinute) {
  Tries tries;
  EXPECT_EQ(tries.wait_ms(5), 0);
  std::int64_t now_ms = 100;
  for (const std::int64_t pause_ms : {1'000, 2'000, 4'000, 8'000, 16'000, 32'000, 60'000, 60'000}) {
    tries.wrong(now_ms);
    EXPECT_EQ(tries.wait_ms(now_ms), pause_ms);
    EXPECT_EQ(tries.wait_ms(now_ms + pause_ms - 1), 1);
    now_ms += pause_ms;
    EXPECT_EQ(tries.wait_ms(now_ms), 0);
  }
}

constexpr seal::Argon2Cost quick{1, 64};
constexpr auto passphrase = "a long enough passphrase";

class Unlock : public testing::Test {
 protected:
  void SetUp() override {
    auto vault = vault::Vault::create(passphrase, entropy_, {}, quick);
    ASSERT_TRUE(vault.make_key("store", entropy_));
    ASSERT_TRUE(vault.name_box("bus-01"));
    Page page{{},
              [](const http::Request&) { return http::Response{.body = "the page"}; },
              [this] { return now_ms_.load(); },
              [this](std::uint16_t port) { port_.set_value(port); }};
    opened_ = std::async(std::launch::async, [text = vault.text(), page] { return open_on_page(text, page); });
    url_ = "http://127.0.0.1:" + std::to_string(port_.get_future().get());
  }
  void TearDown() override {
    if (opened_.valid()) (void)say(passphrase);
  }

  http::Answer ask(const std::string& path, const std::string& body = {}, const std::string& origin = {}) {
    http::Exchange exchange;
    exchange.url = url_ + path;
    if (body.empty()) exchange.method = "GET";
    if (!body.empty()) exchange.headers = {{"Content-Type", "application/json"}};
    if (!origin.empty()) exchange.headers.push_back({"Origin", origin});
    exchange.body = body;
    return *(*http::make_client({}))->send(exchange);
  }
  http::Answer say(const std::string& words, const std::string& origin = {}) {
    now_ms_ += pause_ms_max;
    return say_at_once(words, origin);
  }
  http::Answer say_at_once(const std::string& words, const std::string& origin = {}) {
    return ask("/api/v1/commands/open_box", json::write(json::object{{"passphrase", words}}), origin);
  }
  static std::string type(const http::Answer& answer) {
    return json::string_or(*json::parse_object(answer.body), "type");
  }

  seal::Entropy entropy_ = seal::system_entropy();
  std::atomic<std::int64_t> now_ms_ = 0;
  std::promise<std::uint16_t> port_;
  std::future<Result<vault::Vault>> opened_;
  std::string url_;
};

TEST_F(Unlock, UntilThePassphraseComes_ThePageAndHelloAreAll) {
  EXPECT_EQ(ask("/").body, "the page");
  const auto hello = *json::parse_object(ask("/api/v1/hello").body);
  EXPECT_EQ(json::string_or(hello, "node"), "bus-01");
  EXPECT_FALSE(json::bool_or(hello, "unlocked", true));
  EXPECT_EQ(type(ask("/api/v1/applications")), "key_missing");
  EXPECT_EQ(type(ask("/api/v1/commands/sign_in", "{}")), "key_missing");
}

TEST_F(Unlock, Hello_SaysThatAPassphraseOpensIt) {
  EXPECT_EQ(json::string_or(*json::parse_object(ask("/api/v1/hello").body), "sealed_by"), "passphrase");
}

TEST_F(Unlock, RightPassphrase_GivesTheVaultAndNothingListensAnyMore) {
  (void)say_at_once(passphrase);  // the answer may be lost with the listener
  auto vault = opened_.get();
  ASSERT_TRUE(vault);
  EXPECT_TRUE(vault->has_key("store"));
  http::Exchange exchange;
  exchange.method = "GET";
  exchange.url = url_ + "/api/v1/hello";
  EXPECT_FALSE((*http::make_client({}))->send(exchange));
}

TEST_F(Unlock, WrongPassphrase_IsToldAndTheNextOneWaits) {
  EXPECT_EQ(type(say_at_once("wrong")), "key_wrong");
  const auto early = say_at_once(passphrase);
  EXPECT_EQ(early.status, 429);
  EXPECT_EQ(type(early), "too_many_tries");
  now_ms_ += first_pause_ms - 1;
  EXPECT_EQ(type(say_at_once(passphrase)), "too_many_tries");
  now_ms_ += 1;
  EXPECT_EQ(type(say_at_once("wrong")), "key_wrong");
  EXPECT_NE(early.body.find("\"seconds\""), std::string::npos) << early.body;
  EXPECT_EQ(early.body.find(passphrase), std::string::npos);
}

TEST_F(Unlock, AnotherSitesPage_CannotTry) {
  EXPECT_EQ(type(say_at_once(passphrase, "http://evil.example")), "origin_not_allowed");
}

TEST_F(Unlock, WhatIsNoPassphrase_IsRefusedAndCostsNoTry) {
  EXPECT_EQ(type(ask("/api/v1/commands/open_box", "{")), "malformed");
  EXPECT_EQ(type(ask("/api/v1/commands/open_box", R"({"passphrase":7})")), "field_missing");
  EXPECT_EQ(ask("/api/v1/commands/open_box", std::string(20'000, ' ')).status, 413);
  EXPECT_EQ(type(say_at_once("wrong")), "key_wrong");
}

// Keeps what it was answered.
struct ReplyDouble final : http::Reply {
  explicit ReplyDouble(http::Response& into) : answer(into) {}
  void send(http::Response response) override { answer = std::move(response); }
  std::shared_ptr<http::Stream> stream(http::Response) override { return nullptr; }
  http::Response& answer;
};

class UnlockDesk : public testing::Test {
 protected:
  UnlockDesk() {
    page_.clock_ms = [] { return std::int64_t{0}; };
    page_.files = [](const http::Request&) { return http::Response{}; };
    request_.method = "POST";
    request_.path = "/api/v1/commands/open_box";
    request_.headers = {{"content-type", "application/json"}, {"host", "127.0.0.1"}};
    request_.body = json::write(json::object{{"passphrase", passphrase}});
    request_.loopback = true;
  }
  std::string type_of_answer() {
    http::Response answer{.body = "{}"};
    const std::size_t size = request_.body.size();
    desk_.handle(request_, std::make_unique<ReplyDouble>(answer));
    EXPECT_EQ(request_.body, std::string(size, '\0'));
    return json::string_or(*json::parse_object(answer.body), "type");
  }

  Page page_;
  Desk desk_{"bus-01", page_};
  http::Request request_;
};

TEST_F(UnlockDesk, PassphraseFromAnotherMachine_IsRefusedAndWiped) {
  request_.loopback = false;
  EXPECT_EQ(type_of_answer(), "origin_not_allowed");
}

TEST_F(UnlockDesk, P13_BodyIsWiped_HoweverItIsAnswered) {
  EXPECT_EQ(type_of_answer(), "");  // it waits to be tried
  EXPECT_EQ(desk_.next().passphrase.view(), passphrase);
  request_.body = json::write(json::object{{"passphrase", passphrase}});
  EXPECT_EQ(type_of_answer(), "busy");
  request_.body = std::string("{\"passphrase\":\"") + passphrase;
  EXPECT_EQ(type_of_answer(), "malformed");
  request_.path = "/api/v1/commands/other";
  request_.body = passphrase;
  EXPECT_EQ(type_of_answer(), "key_missing");
  request_.headers["origin"] = "http://evil.example";
  request_.body = passphrase;
  EXPECT_EQ(type_of_answer(), "origin_not_allowed");
}

// A vault that nothing that is typed could open: what the page is told, and what becomes of it once somebody says that
// it is to be looked at anew.
struct Told {
  std::string sealed_by;
  Code code;
};
Told shown_in_vain(const std::string& text) {
  std::promise<std::uint16_t> port;
  Page page{{},
            [](const http::Request&) { return http::Response{.body = "the page"}; },
            [] { return std::int64_t{0}; },
            [&port](std::uint16_t on) { port.set_value(on); }};
  auto opened = std::async(std::launch::async, [&] { return open_on_page(text, page); });
  const auto url = "http://127.0.0.1:" + std::to_string(port.get_future().get()) + "/api/v1/";
  auto client = *http::make_client({});
  http::Exchange hello, again;
  hello.url = url + "hello";
  hello.method = "GET";
  again.url = url + "commands/open_box";
  again.headers = {{"Content-Type", "application/json"}};
  again.body = R"({"passphrase":""})";
  const auto said = json::parse_object(client->send(hello)->body);
  EXPECT_EQ(client->send(again)->status, 200);
  return {json::string_or(*said, "sealed_by"), opened.get().error().code};
}

TEST(UnlockPage, VaultWithoutAPassphraseSlot_IsToldOnThePage) {
  const auto entropy = seal::system_entropy();
  auto vault = vault::Vault::create(passphrase, entropy, {}, quick);
  ASSERT_TRUE(vault.add_recovery(seal::make_age_identity(entropy).recipient, {}, entropy));
  ASSERT_TRUE(vault.remove_slot(vault.slots().front().id, {.headquarters = true}));
  const auto told = shown_in_vain(vault.text());
  EXPECT_EQ(told.sealed_by, "passphrase_slot_missing");
  EXPECT_EQ(told.code, Code::passphrase_slot_missing);
}

TEST(UnlockPage, DamagedVault_IsToldOnThePage) {
  const auto told = shown_in_vain("{");
  EXPECT_EQ(told.sealed_by, "database_damaged");
  EXPECT_EQ(told.code, Code::database_damaged);
}

}  // namespace
}  // namespace karvan::unlock
