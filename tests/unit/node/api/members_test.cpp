#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "node/api/table.h"
#include "tests/unit/node/api/whole_desk.h"

namespace karvan::api {
namespace {

using samples::Desk;
using samples::WholeDesk;

std::size_t indent_of(const std::string& line) { return line.find_first_not_of(' '); }

// What a request of openapi.yaml may hold, by path: the members of its body, and whether it says that there are no
// others.
struct Body {
  std::set<std::string> members;
  bool closed = false;
};

struct Reading {
  std::string path;
  bool in_request = false;
  std::size_t members_at = std::string::npos;  // their indent, while they are read
};

void read_line(const std::string& line, Reading& now, std::map<std::string, Body>& bodies) {
  const auto at = indent_of(line);
  if (at == 2) now = {line.substr(3, line.find(':') - 3)};
  if (at == 6) now.in_request = line.starts_with("      requestBody:");
  if (!now.in_request || at == std::string::npos) return;
  auto& body = bodies[now.path];
  if (line.find("requestBodies/Bare") != std::string::npos) body = {{"cmd"}, true};
  if (line == "              additionalProperties: false") body.closed = true;
  if (line == "              properties:") now.members_at = at + 2;
  if (at == now.members_at) body.members.insert(line.substr(at, line.find(':') - at));
}

std::map<std::string, Body> described_bodies() {
  std::ifstream file("node/api/openapi.yaml");
  std::map<std::string, Body> bodies;
  Reading now;
  bool in_paths = false;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with(' ') && !line.empty()) in_paths = line.starts_with("paths:");
    if (in_paths) read_line(line, now, bodies);
  }
  return bodies;
}

std::set<std::string> names_of(std::span<const std::string_view> members) { return {members.begin(), members.end()}; }

TEST(Members, OfEachCommand_AreThoseOfTheContract) {
  const auto bodies = described_bodies();
  for (const auto& row : commands()) {
    auto ours = names_of(row.body.members);
    ours.insert("cmd");
    const auto& described = bodies.at("commands/" + std::string(row.name));
    EXPECT_EQ(ours, described.members) << row.name;
    EXPECT_TRUE(described.closed) << row.name;
  }
}

TEST(Members, OfEachReadByPost_AreThoseOfTheContract) {
  const auto bodies = described_bodies();
  int asked_by_post = 0;
  for (const auto& row : views()) {
    if (row.members.empty()) continue;
    ++asked_by_post;
    EXPECT_EQ(names_of(row.members), bodies.at(std::string(row.path)).members) << row.path;
    EXPECT_TRUE(bodies.at(std::string(row.path)).closed) << row.path;
  }
  EXPECT_GT(asked_by_post, 0);
}

TEST(Members, OneThatACommandDoesNotKnow_IsRefusedWithItsPlace) {
  WholeDesk desk;
  for (const auto& row : commands()) {
    const auto response = desk.give(std::string(row.name), R"("surplus":1)");
    EXPECT_EQ(response.status, 422) << row.name;
    EXPECT_EQ(Desk::type(response), "field_unknown") << row.name;
    EXPECT_EQ(Desk::text(response, "where"), std::string(row.name) + "/surplus");
  }
}

TEST(Members, OneThatAnAmountDoesNotKnow_IsRefusedWithItsPlace) {
  WholeDesk desk;
  const auto response = desk.give("open_shift", R"("float":{"minor":1,"currency":"PKR","major":1})");
  EXPECT_EQ(Desk::type(response), "field_unknown");
  EXPECT_EQ(Desk::text(response, "where"), "float/major");
}

TEST(Members, WhatIsNoPlainName_IsNotRepeated) {
  WholeDesk desk;
  for (const auto& name : {std::string("Ali Khan"), std::string(41, 'a')}) {
    const auto response = desk.give("lock", "\"" + name + "\":1");
    EXPECT_EQ(Desk::type(response), "field_unknown");
    EXPECT_EQ(response.body.find(name), std::string::npos);
  }
}

TEST(Members, OfChangeDraft_ThatItDoesNotKnow_ChangeNothing) {
  WholeDesk desk;
  const auto id = desk.started();
  const auto response =
      desk.give("change_draft", R"("draft":")" + id + R"(","seen":2,"set":{"full_name":"B"},"force":true)");
  EXPECT_EQ(Desk::type(response), "field_unknown");
  EXPECT_EQ(Desk::object(desk.get("drafts/" + id)).at("seen").to_number<int>(), 2);
}

TEST(Search, IsAskedByPostAlone) {
  WholeDesk desk;
  const auto id = desk.filed();
  EXPECT_EQ(Desk::list(desk.search("ali khan")).size(), 1u);
  EXPECT_EQ(Desk::type(desk.get("applications/search?q=ali")), "method_not_allowed");
  EXPECT_EQ(Desk::list(desk.get("applications?q=nobody")).size(), 1u);  // what an address says is no search
}

TEST(Search, WithoutWords_OrWithMuchOrOther_IsRefused) {
  WholeDesk desk;
  EXPECT_EQ(Desk::type(desk.search("")), "field_missing");
  EXPECT_EQ(Desk::type(desk.search(std::string(body_text_bytes_max + 1, 'x'))), "answer_too_long");
  EXPECT_EQ(Desk::type(desk.send(desk.request("POST", "applications/search", R"({"q":1})"))), "field_wrong_type");
  EXPECT_EQ(Desk::type(desk.send(desk.request("POST", "applications/search", R"({"q":"a","late":"1"})"))),
            "field_unknown");
}

TEST(Search, FromAnotherSite_IsRefused) {
  WholeDesk desk;
  auto request = desk.request("POST", "applications/search", R"({"q":"ali"})");
  request.headers["origin"] = "https://elsewhere.example";
  EXPECT_EQ(Desk::type(desk.send(std::move(request))), "origin_not_allowed");
}

}  // namespace
}  // namespace karvan::api
