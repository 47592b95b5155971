#include <fstream>
#include <set>

#include "node/api/table.h"
#include "tests/unit/node/api/desk.h"

namespace karvan::api {
namespace {

using samples::Desk;

// "METHOD path" of each operation in openapi.yaml; its paths stand at two blanks, its methods at four.
std::set<std::string> described() {
  std::ifstream file("node/api/openapi.yaml");
  std::set<std::string> routes;
  std::string line, path;
  bool in_paths = false;
  while (std::getline(file, line)) {
    if (!line.starts_with(' ') && !line.empty()) in_paths = line.starts_with("paths:");
    if (!in_paths) continue;
    if (line.starts_with("  /")) path = line.substr(3, line.find(':') - 3);
    if (line == "    get:") routes.insert("GET " + path);
    if (line == "    post:") routes.insert("POST " + path);
  }
  return routes;
}

TEST(Table, AndTheContract_HaveTheSameRoutes) {
  std::set<std::string> ours;
  ours.insert("POST " + std::string(upload_path));
  ours.insert("POST commands/open_box");  // node/unlock's, before there is a table
  for (const auto& row : commands()) ours.insert("POST commands/" + std::string(row.name));
  for (const auto& row : views()) ours.insert((row.members.empty() ? "GET " : "POST ") + std::string(row.path));
  EXPECT_EQ(ours, described());
}

TEST(SignIn, GivesACookieThatNoScriptReads) {
  Desk desk;
  auto response = desk.sign_in();
  EXPECT_EQ(response.status, 200);
  auto cookie = Desk::header(response, "Set-Cookie");
  EXPECT_NE(cookie.find("HttpOnly"), std::string::npos);
  EXPECT_NE(cookie.find("SameSite=Strict"), std::string::npos);
  EXPECT_EQ(desk.cookie.size(), 2 * 32u);
}

TEST(SignIn, OverTheLan_GivesASecureCookie) {
  Desk desk;
  auto request = desk.request("POST", "commands/sign_in",
                              R"({"cmd":"a-random-command-1","staff":"asma",)"
                              R"("pin":"123456","seat":"Desk 1"})");
  request.loopback = false;
  EXPECT_NE(Desk::header(desk.send(request), "Set-Cookie").find("Secure"), std::string::npos);
}

TEST(SignOut, TakesTheSeatAndTheCookieAway) {
  Desk desk;
  desk.sign_in();
  auto response = desk.command("sign_out", R"({"cmd":"a-random-command-1"})");
  EXPECT_NE(Desk::header(response, "Set-Cookie").find("Max-Age=0"), std::string::npos);
  EXPECT_EQ(Desk::type(desk.get("drafts")), "not_signed_in");
}

TEST(Unlock, GoesOnWithTheSamePerson) {
  Desk desk;
  desk.sign_in();
  desk.command("lock", R"({"cmd":"a-random-command-1"})");
  EXPECT_TRUE(Desk::object(desk.get("hello")).at("me").at("locked").as_bool());
  auto response = desk.command("unlock", R"({"cmd":"a-random-command-2","pin":"123456"})");
  EXPECT_EQ(Desk::object(response).at("me").at("id").as_string(), "asma");
  EXPECT_EQ(desk.get("drafts").status, 200);
}

TEST(Hello, NamesWhoMaySignIn) {
  Desk desk;
  auto hello = Desk::object(desk.get("hello"));
  EXPECT_EQ(hello.at("node").as_string(), "bus-01");
  EXPECT_EQ(hello.at("staff").as_array().size(), 3u);
  EXPECT_TRUE(hello.at("me").is_null());
  EXPECT_EQ(desk.get("hello").body.find("hash"), std::string::npos);
}

TEST(Sticks, ASupervisorAlone_OrdersThem) {
  Desk desk;
  desk.sign_in();
  for (const auto* order : {"write_stick", "read_stick"}) {
    const auto refused = desk.command(order, R"({"cmd":"a-random-command-1"})");
    EXPECT_EQ(Desk::type(refused), "role_not_allowed") << order;
    EXPECT_EQ(Desk::type(desk.command(order, "{")), "malformed") << order;
    EXPECT_EQ(Desk::type(desk.command(order, "{}")), "field_missing") << order;
    EXPECT_EQ(Desk::type(desk.get("commands/" + std::string(order))), "method_not_allowed") << order;
  }
  desk.sign_in("bilal");
  EXPECT_EQ(desk.command("write_stick", R"({"cmd":"a-random-command-2"})").status, 200);
  EXPECT_EQ(Desk::object(desk.get("exchange")).at("stick").at("doing").as_string(), "writing");
}

TEST(Answers, AreKeptFromCaches) {
  Desk desk;
  EXPECT_EQ(Desk::header(desk.get("hello"), "Cache-Control"), "no-store");
  EXPECT_EQ(Desk::header(desk.get("drafts"), "Cache-Control"), "no-store");
}

TEST(Services, AreThoseInForce) {
  Desk desk;
  desk.sign_in();
  auto services = Desk::list(desk.get("services"));
  ASSERT_EQ(services.size(), 1u);
  EXPECT_EQ(services[0].at("fee").at("minor").as_int64(), 50'000);
}

TEST(ServiceForm, ListsTheQuestions) {
  Desk desk;
  desk.sign_in();
  auto version = std::string(Desk::list(desk.get("services"))[0].at("version").as_string());
  auto form = Desk::object(desk.get("services/domicile/" + version + "/form"));
  EXPECT_EQ(form.at("form").at("children").as_array().size(), 4u);
}

TEST(Draft, ShowsEveryQuestionAndWhoHasIt) {
  Desk desk;
  desk.sign_in();
  auto draft = Desk::object(desk.get("drafts/" + desk.started()));
  EXPECT_EQ(draft.at("holder").at("name").as_string(), "Name of asma");
  EXPECT_EQ(draft.at("seen").to_number<int>(), 2);
  EXPECT_EQ(draft.at("questions").at("full_name").at("value").as_string(), "Ali Khan");
}

TEST(Draft, ThatIsNotThere_IsUnknown) {
  Desk desk;
  desk.sign_in();
  EXPECT_EQ(Desk::type(desk.get("drafts/none")), "unknown_draft");
}

TEST(Applications, AreFoundByTrackingNumberAndName) {
  Desk desk;
  desk.sign_in();
  auto id = desk.filed();
  auto tracking = std::string(Desk::list(desk.get("applications"))[0].at("tracking").as_string());
  EXPECT_EQ(Desk::list(desk.search(tracking)).size(), 1u);
  EXPECT_EQ(Desk::list(desk.search("khan ali")).size(), 1u);
  EXPECT_EQ(Desk::list(desk.search("omar")).size(), 0u);
  EXPECT_EQ(Desk::list(desk.get("applications?state=saved_here")).size(), 1u);
  EXPECT_EQ(Desk::list(desk.get("applications?state=settled")).size(), 0u);
}

TEST(Applications, AreFoundByTheNumberOfTheirReceipt) {
  Desk desk;
  desk.sign_in();
  const auto paid = Desk::object(desk.paid(desk.filed()));
  const auto receipt = std::to_string(paid.at("receipt").at("number").to_number<std::int64_t>());
  EXPECT_EQ(Desk::list(desk.search(receipt)).size(), 1u) << receipt;
  EXPECT_EQ(Desk::list(desk.search(receipt.substr(0, receipt.size() - 1) + "x")).size(), 0u);
}

TEST(Application, ShowsStagesMoneyAndActs) {
  Desk desk;
  desk.sign_in();
  auto id = desk.filed();
  desk.paid(id);
  auto app = Desk::object(desk.get("applications/" + id));
  EXPECT_EQ(app.at("balance").at("open").as_int64(), 0);
  EXPECT_EQ(app.at("documents").as_array().size(), 1u);
  EXPECT_EQ(app.at("acts").as_array().size(), 3u);
  EXPECT_EQ(app.at("acts").at(2).at("what").as_string(), "post issue advance:fee_paid");
  EXPECT_EQ(app.at("state").as_string(), "saved_here");
}

TEST(Application, OnceTheCentreHasIt_IsSettled) {
  Desk desk;
  desk.sign_in();
  auto id = desk.filed();
  desk.box.say(desk.box.applied(desk.box.round()));
  EXPECT_EQ(Desk::object(desk.get("applications/" + id)).at("state").as_string(), "settled");
  EXPECT_EQ(Desk::object(desk.get("status")).at("unsent").to_number<int>(), 0);
}

TEST(Prints, ShowTheSlipAsPdf) {
  Desk desk;
  desk.sign_in();
  auto print = Desk::text(desk.paid(desk.filed()), "print");
  EXPECT_EQ(Desk::list(desk.get("prints"))[0].at("state").as_string(), "queued");
  auto pdf = desk.get("prints/" + print + "/pdf");
  EXPECT_EQ(Desk::header(pdf, "Content-Type"), "application/pdf");
  EXPECT_EQ(pdf.body, "%PDF 7001");
}

TEST(Exchange, TellsWhatIsAtTheCentre) {
  Desk desk;
  desk.sign_in();
  desk.filed();
  auto before = Desk::object(desk.get("exchange"));
  EXPECT_EQ(before.at("marks").at("total").to_number<int>(), 2);
  EXPECT_EQ(before.at("marks").at("received").to_number<int>(), 0);
  EXPECT_LT(before.at("complete_until").to_number<std::int64_t>(), desk.box.now + 1);
  desk.box.say(desk.box.applied(desk.box.round()));
  auto after = Desk::object(desk.get("exchange"));
  EXPECT_EQ(after.at("marks").at("settled").to_number<int>(), 2);
}

TEST(Events, TellWhichTopicChanged) {
  Desk desk;
  desk.sign_in();
  Desk::heard().clear();
  EXPECT_EQ(Desk::header(desk.get("events"), "Content-Type"), "text/event-stream");
  desk.started();
  bool drafts = false;
  for (const auto& event : Desk::heard()) drafts = drafts || event.find("\"topic\":\"drafts\"") != std::string::npos;
  EXPECT_TRUE(drafts);
}

TEST(Status, ShowsDevicesAndLeases) {
  Desk desk;
  desk.sign_in();
  line::Device printer{
      "receipts", "printer", "ippeveprinter", line::Life::enabled, {{"media_empty", line::Severity::error}}};
  desk.letters.push_back(core::DevicesAnswer{{printer}});
  auto status = Desk::object(desk.get("status"));
  EXPECT_EQ(status.at("devices").at(0).at("severity").as_string(), "error");
  EXPECT_EQ(status.at("leases").at(0).at("left").to_number<int>(), 10);
}

}  // namespace
}  // namespace karvan::api
