#include "tests/unit/node/api/whole_desk.h"

namespace karvan::api {
namespace {

using samples::Desk;
using samples::WholeDesk;

// What each command demands, and a value of another type for each.
struct Demand {
  const char* command;
  const char* whole;  // a body that reads
  const char* field;  // one member of it
  const char* wrong;  // the same member, of another type
};

constexpr Demand demands[] = {
    {"sign_over", R"("staff":"bilal","pin":"123456")", "pin", R"("staff":"bilal","pin":123456)"},
    {"print_summary", R"("draft":"d","seen":1)", "seen", R"("draft":"d","seen":-1)"},
    {"show_party", R"("draft":"d","role":"r","number":1,"what":"consent")", "number",
     R"("draft":"d","role":"r","number":0,"what":"consent")"},
    {"waive_fee", R"("application":"a","amount":{"minor":1,"currency":"PKR"},"reason":"r")", "amount",
     R"("application":"a","amount":{"minor":-1,"currency":"PKR"},"reason":"r")"},
    {"refund", R"("application":"a","amount":{"minor":1,"currency":"PKR"},"reason":"r")", "amount",
     R"("application":"a","amount":"1","reason":"r")"},
    {"change_application", R"("application":"a","set":{"q":"v"},"over":{})", "set",
     R"("application":"a","set":["q"],"over":{})"},
    {"return_application", R"("application":"a","reason":"r")", "application", R"("application":1,"reason":"r")"},
    {"approve_application", R"("application":"a")", "application", R"("application":[])"},
    {"resolve", R"("application":"a","field":"f","chosen":"c","seen":[],"reason":"r")", "seen",
     R"("application":"a","field":"f","chosen":"c","seen":[1],"reason":"r")"},
    {"issue_document", R"("application":"a")", "application", R"("application":null)"},
    {"hand_over", R"("application":"a","kind":"k","number":1,"recipient":"r","relation":"self","shown":"s")", "number",
     R"("application":"a","kind":"k","number":"1","recipient":"r","relation":"self","shown":"s")"},
    {"open_shift", R"("float":{"minor":1,"currency":"PKR"})", "float", R"("float":1)"},
    {"close_shift", R"("counted":{},"currency":"PKR","remitted":0)", "counted",
     R"("counted":{"ten":1},"currency":"PKR","remitted":0)"},
};

std::string without(const std::string& body, const std::string& field) {
  auto members = *json::parse_object("{" + body + "}");
  members.erase(field);
  members["cmd"] = Desk::cmd();
  return json::write(members);
}

TEST(BadInput, EachDemandedMember_IsMissedByItsName) {
  WholeDesk desk;
  for (const auto& demand : demands) {
    auto response = desk.command(demand.command, without(demand.whole, demand.field));
    EXPECT_EQ(Desk::type(response), "field_missing") << demand.command << response.body;
    EXPECT_EQ(Desk::object(response).at("args").at("field").as_string(), demand.field) << demand.command;
  }
}

TEST(BadInput, EachMemberOfAnotherType_IsNamed) {
  WholeDesk desk;
  for (const auto& demand : demands) {
    auto response = desk.give(demand.command, demand.wrong);
    EXPECT_EQ(Desk::type(response), "field_wrong_type") << demand.command << response.body;
  }
}

TEST(BadInput, EachCommandOnWhatIsNotThere_IsRefused) {
  WholeDesk desk;
  desk.become("bilal");
  for (const auto& demand : demands) {
    const std::string_view name = demand.command;
    if (name == "sign_over" || name == "open_shift" || name == "close_shift") continue;
    auto response = desk.give(demand.command, demand.whole);
    const auto code = Desk::type(response);
    EXPECT_TRUE(code == "unknown_application" || code == "unknown_draft") << name << response.body;
  }
}

TEST(BadInput, TextsThatAreTooLong_AreRefused) {
  WholeDesk desk;
  const std::string much(counter::reason_bytes_max + 1, 'x');
  auto response = desk.give("return_application", R"("application":"a","reason":")" + much + "\"");
  EXPECT_EQ(Desk::type(response), "answer_too_long");
  response = desk.give("close_stop", R"("note":")" + much + "\"");
  EXPECT_EQ(Desk::type(response), "answer_too_long");
  std::string seen;
  for (int i = 0; i < 101; ++i) seen += (i ? ",\"o\"" : "\"o\"");
  response = desk.give("resolve", R"("application":"a","field":"f","chosen":"c","reason":"r","seen":[)" + seen + "]");
  EXPECT_EQ(Desk::type(response), "answer_too_long");
}

TEST(BadInput, WithoutTheRight_SupervisorsActsAreRefused) {
  WholeDesk desk;
  auto id = desk.filed();
  auto refused = [&](const char* name, const std::string& more) {
    return Desk::type(desk.give(name, WholeDesk::app(id) + more));
  };
  const std::string money = R"(,"amount":{"minor":1,"currency":"PKR"},"reason":"r")";
  EXPECT_EQ(refused("waive_fee", money), "role_not_allowed");
  EXPECT_EQ(refused("refund", money), "role_not_allowed");
  EXPECT_EQ(refused("return_application", R"(,"reason":"r")"), "role_not_allowed");
  EXPECT_EQ(refused("approve_application", ""), "role_not_allowed");
  EXPECT_EQ(refused("resolve", R"(,"field":"f","chosen":"c","seen":[],"reason":"r")"), "role_not_allowed");
  EXPECT_EQ(Desk::type(desk.give("close_stop", R"("note":"")")), "role_not_allowed");
}

TEST(BadInput, ATechnician_HasNothingToDoAtTheDesk) {
  WholeDesk desk;
  auto id = desk.filed();
  desk.become("tariq");
  EXPECT_EQ(Desk::type(desk.give("issue_document", WholeDesk::app(id))), "role_not_allowed");
  EXPECT_EQ(Desk::type(desk.get("reviews")), "role_not_allowed");
  EXPECT_EQ(Desk::type(desk.get("shifts")), "role_not_allowed");
}

}  // namespace
}  // namespace karvan::api
