#include "tests/unit/node/api/desk.h"

namespace karvan::api {
namespace {

using samples::Desk;

TEST(BadInput, AMalformedBody_IsMalformed) {
  Desk desk;
  desk.sign_in();
  auto response = desk.command("start_draft", "{\"cmd\":");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(Desk::type(response), "malformed");
  EXPECT_EQ(Desk::header(response, "Content-Type"), "application/problem+json");
}

TEST(BadInput, ABodyThatIsNoObject_IsMalformedOrOfTheWrongType) {
  Desk desk;
  desk.sign_in();
  EXPECT_EQ(desk.command("start_draft", "[1,2]").status, 400);
}

TEST(BadInput, AMissingField_IsNamed) {
  Desk desk;
  desk.sign_in();
  auto response = desk.command("start_draft", R"({"cmd":"a-random-command-1"})");
  EXPECT_EQ(Desk::type(response), "field_missing");
  EXPECT_EQ(Desk::object(response).at("args").at("field").as_string(), "service");
}

TEST(BadInput, AWrongType_IsNamed) {
  Desk desk;
  desk.sign_in();
  auto response = desk.command("start_draft", R"({"cmd":"a-random-command-1","service":7})");
  EXPECT_EQ(Desk::type(response), "field_wrong_type");
  EXPECT_EQ(Desk::object(response).at("args").at("field").as_string(), "service");
}

TEST(BadInput, AnAnswerThatIsNoText_IsOfTheWrongType) {
  Desk desk;
  desk.sign_in();
  auto id = desk.started();
  auto response = desk.command(
      "change_draft", R"({"cmd":"a-random-command-1","draft":")" + id + R"(","seen":2,"set":{"full_name":{"a":1}}})");
  EXPECT_EQ(Desk::type(response), "field_wrong_type");
}

TEST(BadInput, WithoutACmd_IsRefused) {
  Desk desk;
  desk.sign_in();
  EXPECT_EQ(Desk::type(desk.command("start_draft", R"({"service":"domicile"})")), "field_missing");
}

TEST(BadInput, AShortCmd_IsRefused) {
  Desk desk;
  desk.sign_in();
  EXPECT_EQ(Desk::type(desk.command("start_draft", R"({"cmd":"short","service":"domicile"})")), "field_wrong_type");
}

TEST(BadInput, ABodyTooLarge_IsRefused) {
  Desk desk;
  desk.sign_in();
  auto response = desk.command("start_draft", std::string(body_bytes_max + 1, ' '));
  EXPECT_EQ(response.status, 413);
  EXPECT_EQ(Desk::type(response), "body_too_large");
}

TEST(BadInput, AnUnknownCommand_IsRefused) {
  Desk desk;
  desk.sign_in();
  EXPECT_EQ(Desk::type(desk.command("launch", R"({"cmd":"a-random-command-1"})")), "unknown_command");
}

TEST(BadInput, AnUnknownView_IsRefused) {
  Desk desk;
  EXPECT_EQ(Desk::type(desk.get("secrets")), "unknown_route");
  EXPECT_EQ(Desk::type(desk.get("drafts/")), "unknown_route");
}

TEST(BadInput, ACommandByGet_IsRefused) {
  Desk desk;
  EXPECT_EQ(Desk::type(desk.get("commands/lock")), "method_not_allowed");
}

TEST(BadInput, AViewByPost_IsRefused) {
  Desk desk;
  EXPECT_EQ(Desk::type(desk.send(desk.request("POST", "hello", "{}"))), "method_not_allowed");
}

TEST(BadInput, AnUnknownService_IsRefused) {
  Desk desk;
  desk.sign_in();
  auto response = desk.command("start_draft", R"({"cmd":"a-random-command-1","service":"passport"})");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(Desk::type(response), "unknown_service");
}

TEST(BadInput, AConstraintThatFails_IsMarkedAndStopsFiling) {
  Desk desk;
  desk.sign_in();
  auto id = desk.started();
  auto change = desk.command("change_draft", R"({"cmd":")" + Desk::cmd() + R"(","draft":")" + id +
                                                 R"(","seen":2,"set":{"born":"2999-01-01"}})");
  EXPECT_EQ(Desk::object(change).at("questions").at("born").at("fault").as_string(), "constraint");
  auto filing = desk.command("file_draft", R"({"cmd":")" + Desk::cmd() + R"(","draft":")" + id + R"(","seen":3})");
  EXPECT_EQ(filing.status, 422);
  EXPECT_EQ(Desk::type(filing), "form_incomplete");
  EXPECT_EQ(Desk::text(filing, "where"), "born");
}

TEST(BadInput, ACommandTwice_GetsTheFirstAnswer) {
  Desk desk;
  desk.sign_in();
  auto body = R"({"cmd":")" + Desk::cmd() + R"(","service":"domicile"})";
  EXPECT_EQ(desk.command("start_draft", body).body, desk.command("start_draft", body).body);
  EXPECT_EQ(Desk::list(desk.get("drafts")).size(), 1u);
}

TEST(BadInput, NoLeaseLeft_IsSaid) {
  Desk desk;
  desk.sign_in();
  for (int i = 0; i < 10; ++i) desk.paid(desk.filed());
  auto response = desk.paid(desk.filed());
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(Desk::type(response), "no_lease_left");
}

TEST(BadInput, AWrongPin_IsSaidAndTheTenthDisables) {
  Desk desk;
  desk.pin_right = false;
  auto first = desk.sign_in();
  EXPECT_EQ(first.status, 401);
  EXPECT_EQ(Desk::type(first), "pin_wrong");
  for (int i = 0; i < 8; ++i) desk.sign_in();
  EXPECT_EQ(Desk::type(desk.sign_in()), "pin_disabled");
  desk.pin_right = true;
  EXPECT_EQ(Desk::type(desk.sign_in()), "pin_disabled");
}

TEST(BadInput, AWrongPin_GivesNoCookie) {
  Desk desk;
  desk.pin_right = false;
  EXPECT_EQ(Desk::header(desk.sign_in(), "Set-Cookie"), "");
}

TEST(BadInput, AForeignHost_IsRefused) {
  Desk desk;
  auto request = desk.request("GET", "hello", "");
  request.headers["host"] = "evil.example";
  EXPECT_EQ(Desk::type(desk.send(request)), "host_unknown");
}

TEST(BadInput, ThisBoxsOwnName_IsAHost) {
  Desk desk;
  auto request = desk.request("GET", "hello", "");
  request.headers["host"] = "bus-01.local:8443";
  EXPECT_EQ(desk.send(request).status, 200);
}

TEST(BadInput, AnotherSitesPage_MayNotCommand) {
  Desk desk;
  desk.sign_in();
  auto request = desk.request("POST", "commands/lock", R"({"cmd":"a-random-command-1"})");
  request.headers["origin"] = "http://evil.example";
  EXPECT_EQ(Desk::type(desk.send(request)), "origin_not_allowed");
  request.headers.erase("origin");
  request.headers["sec-fetch-site"] = "cross-site";
  EXPECT_EQ(Desk::type(desk.send(request)), "origin_not_allowed");
}

TEST(BadInput, TheOwnPage_MayCommand) {
  Desk desk;
  desk.sign_in();
  auto request = desk.request("POST", "commands/lock", R"({"cmd":"a-random-command-1"})");
  request.headers["origin"] = "http://localhost:8080";
  request.headers["sec-fetch-site"] = "same-origin";
  EXPECT_EQ(desk.send(request).status, 200);
}

TEST(BadInput, AFormPost_IsNoCommand) {
  Desk desk;
  desk.sign_in();
  auto request = desk.request("POST", "commands/lock", R"({"cmd":"a-random-command-1"})");
  request.headers["content-type"] = "text/plain";
  EXPECT_EQ(Desk::type(desk.send(request)), "malformed");
}

TEST(BadInput, AFullMailbox_IsBusyAndSaysWhenToComeAgain) {
  Desk desk;
  desk.full = true;
  auto response = desk.get("hello");
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(Desk::header(response, "Retry-After"), "5");  // seconds
  EXPECT_EQ(Desk::type(response), "busy");
  EXPECT_EQ(desk.api.waiting(), 0u);
}

TEST(BadInput, WithoutASeat_ThereIsNothingToSee) {
  Desk desk;
  for (auto path : {"status", "services", "drafts", "applications", "prints", "exchange", "events"})
    EXPECT_EQ(Desk::type(desk.get(path)), "not_signed_in") << path;
}

TEST(BadInput, AGuessedCookie_IsNoSeat) {
  Desk desk;
  desk.sign_in();
  desk.cookie = std::string(64, 'a');
  EXPECT_EQ(Desk::type(desk.get("drafts")), "not_signed_in");
}

TEST(BadInput, ALockedSeat_SeesNothing) {
  Desk desk;
  desk.sign_in();
  desk.command("lock", R"({"cmd":"a-random-command-1"})");
  EXPECT_EQ(desk.get("drafts").status, 423);
}

}  // namespace
}  // namespace karvan::api
