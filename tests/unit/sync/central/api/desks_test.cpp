#include "tests/unit/sync/central/desks.h"
#include "sync/central/store/meta.h"

namespace karvan::central {
namespace {

using testing::ask;
using testing::Box;
using testing::Desks;
using testing::must;

TEST_F(Desks, OneExchange_BringsReceiptAndVerdict) {
  Box box("bus-01");
  enrol(box);
  box.write(box.filing("lahore/application/a1", version_));
  SyncDesk desk(house_, [] {});
  must(desk.open());
  auto response = ask(desk, exchange(box));
  ASSERT_EQ(response.status, 200);
  auto got = must(exchange::decode_answer(response.body));
  EXPECT_EQ(got.receipts.at(0), box.end());
  ASSERT_FALSE(got.entries.empty());
  EXPECT_TRUE(got.entries.front().own());
  EXPECT_EQ(got.entries.back().verdict, model::Verdict{});  // the centre's own stage
}

// Let go of before the desk stops.
struct Held {
  std::promise<void> promise;
  ~Held() { promise.set_value(); }
};

// Whatever the lane that reconciles is at.
TEST_F(Desks, BoxWithMuchToHear_IsAnsweredAtOnce) {
  Box box("bus-01");
  enrol(box);
  for (std::size_t n = 0; n < entries_told_at_once; ++n)
    box.write(box.filing("lahore/application/" + std::to_string(n), version_));
  must(accept(box.request()));
  reconcile();
  SyncDesk desk(house_, [] {});
  must(desk.open());
  Held held;
  desk.act({}, [until = held.promise.get_future().share()](const Result<Outcome>&) { until.wait(); });
  auto got = must(exchange::decode_answer(ask(desk, exchange(box)).body));
  EXPECT_GE(got.entries.size(), entries_told_at_once);
}

TEST_F(Desks, FirstExchange_BringsCatalogueRosterAndLease) {
  Box box("bus-01");
  enrol(box);
  SyncDesk desk(house_, [] {});
  must(desk.open());
  auto got = must(exchange::decode_answer(ask(desk, exchange(box)).body));
  std::vector<std::string> kinds;
  for (const auto& document : got.documents) kinds.push_back(document.kind);
  EXPECT_EQ(kinds, (std::vector<std::string>{"service", "manifest", "staff", "lease", "lease"}));
}

TEST_F(Desks, P15_CatalogueThatCannotBeRead_KeepsNobodyFromExchanging) {
  Box box("bus-01");
  enrol(box);
  must(in_transaction(files_->records, [&]() -> Result<void> {
    TRY_VOID(Feeds(files_->records).append(DocumentRow{"reference", 0, "manifest", "catalogue", "no note at all"}));
    return {};
  }));
  box.write(box.filing("lahore/application/a1", version_));
  SyncDesk desk(house_, [] {});
  must(desk.open());
  for (int i = 0; i < 2; ++i) {
    auto response = ask(desk, exchange(box));
    ASSERT_EQ(response.status, 200);
    EXPECT_EQ(must(exchange::decode_answer(response.body)).receipts.at(0), box.end());
  }
}

TEST_F(Desks, AnotherCertificateUnderTheName_IsNotEnrolled) {
  Box box("bus-01");
  enrol(box);
  SyncDesk desk(house_, [] {});
  must(desk.open());
  EXPECT_EQ(ask(desk, exchange(box, "other")).status, 403);
  EXPECT_EQ(ask(desk, exchange(box, "")).status, 403);
}

TEST_F(Desks, ExpiredCertificate_IsNotEnrolled) {
  Box box("bus-01");
  enrol(box);
  SyncDesk desk(house_, [] {});
  must(desk.open());
  auto request = exchange(box);
  request.client_expired = true;
  EXPECT_EQ(ask(desk, request).status, 403);
}

TEST_F(Desks, UnknownRoute_Is404) {
  SyncDesk desk(house_, [] {});
  must(desk.open());
  auto request = get("hello");
  EXPECT_EQ(ask(desk, request).status, 404);
}

TEST_F(Desks, WithoutSigningIn_NothingIsShown) {
  Page page(house_, {});
  must(page.open());
  for (const char* route : {"status", "applications", "applications/lahore/a1", "events"})
    EXPECT_EQ(ask(page, get(route)).status, 401) << route;
  EXPECT_EQ(ask(page, get("hello")).status, 200);
}

TEST_F(Desks, SignedIn_SeesTheApplicationWithItsActs) {
  Box box("bus-01");
  enrol(box);
  box.write(box.filing("lahore/application/a1", version_));
  round(box.request());
  Page page(house_, {});
  must(page.open());
  auto cookie = cookie_of(ask(page, sign_in("leyla", "123456")));
  auto list = ask(page, get("applications", cookie));
  EXPECT_NE(list.body.find("\"who\":\"Ali Khan\""), std::string::npos) << list.body;
  EXPECT_NE(list.body.find("\"id\":\"received_by_centre\",\"number\":9"), std::string::npos) << list.body;
  auto one = ask(page, get("applications/lahore/a1", cookie));
  EXPECT_NE(one.body.find("\"what\":\"set advance:filed\""), std::string::npos) << one.body;
}

TEST_F(Desks, P13_SearchIsAskedByPost_AndWordsInAnAddressFindNothing) {
  Box box("bus-01");
  enrol(box);
  box.write(box.filing("lahore/application/a1", version_));
  round(box.request());
  Page page(house_, {});
  must(page.open());
  EXPECT_EQ(ask(page, post("applications/search", R"({"q":"ali"})")).status, 401);
  const auto cookie = cookie_of(ask(page, sign_in("leyla", "123456")));
  auto found = [&](const std::string& body) {
    const auto answer = ask(page, post("applications/search", body, cookie));
    return answer.status == 200 ? std::to_string(boost::json::parse(answer.body).as_array().size()) : answer.body;
  };
  EXPECT_EQ(found(R"({"q":"ali"})"), "1");
  EXPECT_EQ(found(R"({"q":"nobody"})"), "0");
  EXPECT_EQ(found(R"({"q":"ali","state":"refused"})"), "0");
  EXPECT_EQ(found(R"({"office":"lahore"})"), "1");
  for (const char* bad : {R"({"name":"ali"})", R"({"q":["ali"]})", R"({"late":true})", "[]", ""})
    EXPECT_NE(found(bad).find("malformed"), std::string::npos) << bad;
  EXPECT_EQ(ask(page, get("applications/search", cookie)).status, 405);
  auto listed = get("applications", cookie);
  listed.query["q"] = "nobody";
  EXPECT_NE(ask(page, listed).body.find("Ali Khan"), std::string::npos);
}

TEST_F(Desks, SignedOut_SeesNothingMore) {
  Page page(house_, {});
  must(page.open());
  auto cookie = cookie_of(ask(page, sign_in("leyla", "123456")));
  EXPECT_EQ(ask(page, get("status", cookie)).status, 200);
  auto out = sign_in("", "");
  out.path = "/api/v1/commands/sign_out";
  out.headers["cookie"] = cookie;
  ask(page, out);
  EXPECT_EQ(ask(page, get("status", cookie)).status, 401);
}

TEST_F(Desks, TenWrongPins_DisableThePerson) {
  for (int i = 0; i < pin_tries_max; ++i)
    EXPECT_EQ(central::sign_in(*files_, sign_in("leyla", "000000").body).error().code, Code::pin_wrong);
  EXPECT_EQ(central::sign_in(*files_, sign_in("leyla", "123456").body).error().code, Code::pin_disabled);
}

// The rule is the node's own (sync/http/origin.h).
TEST_F(Desks, AnotherSitesPage_CommandsNothing) {
  Page page(house_, {});
  must(page.open());
  auto request = sign_in("leyla", "123456");
  request.headers["host"] = "localhost:8081";
  request.headers["origin"] = "http://evil.example";
  const auto refused = ask(page, request);
  EXPECT_EQ(refused.status, 403);
  EXPECT_NE(refused.body.find("origin_not_allowed"), std::string::npos) << refused.body;
  EXPECT_EQ(cookie_of(refused), "");
  request.headers.erase("origin");
  request.headers["sec-fetch-site"] = "cross-site";
  EXPECT_EQ(ask(page, request).status, 403);
  request.headers["sec-fetch-site"] = "same-origin";
  request.headers["origin"] = "http://localhost:8081";
  EXPECT_EQ(ask(page, request).status, 200);
}

TEST_F(Desks, SeatNobodyUses_EndsThoughThePageAsksByItself) {
  auto now = std::make_shared<std::atomic<std::int64_t>>(testing::noon);
  house_.now_ms = [now] { return now->load(); };
  Page page(house_, {});
  must(page.open());
  const auto cookie = cookie_of(ask(page, sign_in("leyla", "123456")));
  *now += seat_idle_ms - 1;
  EXPECT_EQ(ask(page, get("applications", cookie)).status, 200);
  *now += seat_idle_ms - 1;
  EXPECT_EQ(ask(page, get("status", cookie)).status, 200);
  auto renewed = get("applications", cookie);
  renewed.headers["karvan-by-itself"] = "1";
  EXPECT_EQ(ask(page, renewed).status, 200);
  *now += 1;
  EXPECT_EQ(ask(page, get("applications", cookie)).status, 401);
}

TEST_F(Desks, SeatOfOneWhoIsUsedAllDay_EndsAfterTwelveHours) {
  auto now = std::make_shared<std::atomic<std::int64_t>>(testing::noon);
  house_.now_ms = [now] { return now->load(); };
  Page page(house_, {});
  must(page.open());
  const auto cookie = cookie_of(ask(page, sign_in("leyla", "123456")));
  for (; *now < testing::noon + seat_life_ms - seat_idle_ms; *now += seat_idle_ms - 1)
    ASSERT_EQ(ask(page, get("applications", cookie)).status, 200);
  ASSERT_EQ(ask(page, get("applications", cookie)).status, 200);
  *now = testing::noon + seat_life_ms;
  EXPECT_EQ(ask(page, get("applications", cookie)).status, 401);
}

TEST_F(Desks, NewPinOrAnotherRole_EndsTheSeat) {
  Page page(house_, {});
  must(page.open());
  auto person = *must(Roster(files_->records).get("leyla"));
  auto cookie = cookie_of(ask(page, sign_in("leyla", "123456")));
  person.pin = seal::hash_pin("123456", testing::counted(9), seal::Argon2Cost{1, 8});
  must(put_staff(*files_, person));
  EXPECT_EQ(ask(page, get("applications", cookie)).status, 401);
  cookie = cookie_of(ask(page, sign_in("leyla", "123456")));
  EXPECT_EQ(ask(page, get("applications", cookie)).status, 200);
  person.role = rules::Role::operator_;
  must(put_staff(*files_, person));
  EXPECT_EQ(ask(page, get("applications", cookie)).status, 401);
}

TEST_F(Desks, OperatorOfTheDesk_HasNoBusinessHere) {
  rules::Staff desk{"omar", "Omar", rules::Role::operator_, {}, {}, {}, {}, true};
  desk.pin = seal::hash_pin("123456", testing::counted(3), seal::Argon2Cost{1, 8});
  must(put_staff(*files_, desk));
  EXPECT_EQ(central::sign_in(*files_, sign_in("omar", "123456").body).error().code, Code::role_not_allowed);
}

TEST_F(Desks, P5_ThatNoNumberIsLentAndWhy_IsToldWithTheFleet) {
  Page page(house_, {});
  must(page.open());
  const auto cookie = cookie_of(ask(page, sign_in("leyla", "123456")));
  Box box("bus-01");
  enrol(box);
  for (const auto& [held, told] : {std::pair<std::string, std::string>{"", "null"},
                                   {std::string(held_restored), "\"\""},
                                   {"bus-01", "\"bus-01\""}}) {
    must(in_transaction(files_->records, [&] { return Records(files_->records).put_meta(meta_grants_held, held); }));
    const auto status = ask(page, get("status", cookie)).body;
    EXPECT_NE(status.find("\"numbers_held\":" + told), std::string::npos) << status;
  }
}

TEST_F(Desks, MalformedBody_IsAProblemWithACode) {
  Page page(house_, {});
  must(page.open());
  auto request = sign_in("", "");
  request.body = "{";
  auto response = ask(page, request);
  EXPECT_EQ(response.status, 400);
  EXPECT_NE(response.body.find("malformed"), std::string::npos);
}

}  // namespace
}  // namespace karvan::central
