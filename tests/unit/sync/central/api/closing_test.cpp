#include "sync/central/api/institution.h"
#include "sync/central/reconcile/reconcile.h"
#include "tests/unit/sync/central/desks.h"

namespace karvan::central {
namespace {

using model::Fate;
using testing::ask;
using testing::Box;
using testing::Desks;
using testing::must;
using testing::noon;
using testing::Open;

constexpr std::int64_t day = 86'400'000;

// A service that expires and escalates, and a bus that has filed under it.
class Closings : public Desks {
 protected:
  Closings() : box_("bus-01") {
    auto service = rules::samples::service();
    catalogue::Closing expired;
    expired.how = "expired";
    expired.by = "centre";
    expired.after_days = 30;
    catalogue::Closing returned;
    returned.how = "returned";
    returned.by = "institution";
    service.closings = {expired, returned};
    for (auto& stage : service.stages)
      if (stage.id == "reviewed") {
        stage.escalate_hours = 4;
        stage.escalate_to = "clerk";
      }
    publish_as(service);
    must(put_staff(*files_, {"saima", "Saima", rules::Role::supervisor, "x", {}, {}, {}, true}));
    enrol(box_);
    box_.write(box_.filing(a1, version_));
    round(box_.request());
  }
  void publish_as(const catalogue::Service& service) {
    std::string bytes = json::write(catalogue::write(service));
    version_ = seal::to_hex(seal::sha256(bytes));
    catalogue::Manifest manifest;
    manifest.number = 2;
    manifest.services["domicile"].versions = {{version_, ""}};
    must(in_transaction(files_->records, [&]() -> Result<void> {
      Feeds feeds(files_->records);
      TRY_VOID(feeds.append(DocumentRow{"reference", 0, "service", version_, bytes}));
      TRY_VOID(feeds.append(DocumentRow{"reference", 0, "manifest", "catalogue",
                                        seal::sign_note(catalogue::write(manifest), keys_.signing)}));
      return {};
    }));
  }
  void send_back() {
    auto op = box_.op(a1);
    op.actor = "saima";
    op.returned = model::Returned{{"filed"}, "The deed is not readable"};
    box_.write(op);
    round(box_.request());
  }
  void settle_at(std::int64_t now_ms) {
    for (int i = 0; must(reconciler_->step(now_ms)); ++i) ASSERT_LT(i, 100);
  }
  ApplicationRow row() { return *must(Applications(files_->records).get("lahore", "a1")); }
  json::object view(Open& open, const std::string& cookie) {
    return boost::json::parse(ask(open.page, get("applications/lahore/a1", cookie)).body).as_object();
  }
  json::array reviews(Open& open, const std::string& cookie) {
    return boost::json::parse(ask(open.page, get("reviews", cookie)).body).as_array();
  }
  Box box_;
};

TEST_F(Closings, Lapse_IsClosedByTheCentreOnItsDayAndOnlyOnce) {
  send_back();
  EXPECT_EQ(row().lapse, "expired");
  const auto due = row().lapse_ms;
  settle_at(due - 1);
  EXPECT_EQ(row().closed, "");
  settle_at(due + 1);
  EXPECT_EQ(row().closed, "expired");
  EXPECT_EQ(record(a1).closed->actor, "centre");
  const auto entries = feed().size();
  settle_at(due + 40 * day);
  EXPECT_EQ(feed().size(), entries);
}

TEST_F(Closings, Lapse_IsWrittenOnceOverARestart) {
  send_back();
  const auto due = row().lapse_ms;
  must(reconciler_->step(due + 1));  // written, not yet judged
  close();
  open();
  settle_at(due + 2);
  EXPECT_EQ(row().closed, "expired");
  auto lines = must(Inbox(files_->inbox).epochs("centre"));
  std::uint64_t closings = 0;
  for (const auto& epoch : lines)
    for (const auto& line : must(Inbox(files_->inbox).lines("centre", epoch.epoch, 1, 100)))
      closings += line.line.find("\"closed\"") != line.line.npos;
  EXPECT_EQ(closings, 1u);
}

TEST_F(Closings, CitizenWhoHadComeInTime_HasItOpenAgain) {
  send_back();
  auto again = box_.op(a1);
  again.advance = "filed";
  settle_at(row().lapse_ms + 1);
  EXPECT_EQ(row().closed, "expired");
  box_.write(again);
  round(box_.request());
  EXPECT_EQ(row().closed, "");
  EXPECT_TRUE(record(a1).reached("filed"));
}

TEST_F(Closings, ClerkAtThePage_ClosesByAWayThatIsOffered) {
  Open both(house_);
  auto cookie = cookie_of(ask(both.page, sign_in("leyla", "123456")));
  auto before = view(both, cookie);
  EXPECT_TRUE(before.at("closing").is_null());
  ASSERT_FALSE(before.at("closings").as_array().empty());
  EXPECT_EQ(before.at("closings").at(0).at("how").as_string(), "withdrawn");
  auto closed = ask(both.page, post("commands/close_application",
                                    R"({"cmd":"0123456789abcdef","office":"lahore","id":"a1","how":"withdrawn",)"
                                    R"("reason":"by letter"})",
                                    cookie));
  EXPECT_EQ(closed.status, 200) << closed.body;
  auto after = view(both, cookie);
  EXPECT_EQ(after.at("closing").at("how").as_string(), "withdrawn");
  EXPECT_EQ(after.at("closing").at("by").as_string(), "Leyla");
  EXPECT_TRUE(after.at("closings").as_array().empty());
  auto again = ask(both.page, post("commands/close_application",
                                   R"({"cmd":"0123456789abcdee","office":"lahore","id":"a1","how":"withdrawn",)"
                                   R"("reason":"by letter"})",
                                   cookie));
  EXPECT_EQ(again.status, 409);
  EXPECT_NE(again.body.find("application_closed"), std::string::npos);
  auto list = ask(both.page, get("applications", cookie)).body;
  EXPECT_NE(list.find(R"("closed":"withdrawn")"), std::string::npos);
}

TEST_F(Closings, WayOfTheInstitution_IsItsAlone) {
  const auto key = make_institution_key(testing::counted(8));
  put_person("key-" + key.id, "Registrar", rules::Role::officer);
  must(in_transaction(files_->records, [&] {
    return InstitutionKeys(files_->records).put({key.id, key.digest, "registry", "key-" + key.id, "Registrar", noon});
  }));
  Open both(house_);
  auto close = [&](const std::string& cmd, const std::string& how) {
    auto request = post("institution/close", R"({"cmd":")" + cmd + R"(","office":"lahore","id":"a1","how":")" + how +
                                                 R"(","reason":"Not of this district"})");
    request.headers["authorization"] = "Bearer " + key.text;
    return ask(both.page, request);
  };
  EXPECT_EQ(close("0123456789abcdef", "withdrawn").status, 403);  // the desk's
  EXPECT_EQ(close("0123456789abcdee", "returned").status, 200);
  EXPECT_EQ(record(a1).closed->act.how, "returned");
}

TEST_F(Closings, ClosedApplication_IsNotTakenOnByTheCentre) {
  auto other = box_.filing("lahore/application/a2", version_);
  box_.write(other);
  auto close = box_.op("lahore/application/a2");
  close.closed = model::Closed{"withdrawn", "too dear"};
  box_.write(close);
  round(box_.request());
  EXPECT_TRUE(record("lahore/application/a2").closed);
  EXPECT_FALSE(record("lahore/application/a2").reached("received_by_centre"));
}

TEST_F(Closings, EscalatedStage_LeadsTheReviewsUntilItIsReached) {
  house_.now_ms = [] { return noon + 3 * day; };
  Open both(house_);
  auto cookie = cookie_of(ask(both.page, sign_in("leyla", "123456")));
  auto list = reviews(both, cookie);
  ASSERT_FALSE(list.empty());
  const auto& first = list[0].as_object();
  EXPECT_EQ(first.at("kind").as_string(), "escalated");
  EXPECT_EQ(first.at("rule").at("stage").as_string(), "reviewed");
  EXPECT_EQ(first.at("rule").at("escalate_to").as_string(), "clerk");
  EXPECT_TRUE(view(both, cookie).at("awaits").at("escalated").as_bool());
  auto reviewed = box_.op(a1);
  reviewed.actor = "saima";
  reviewed.advance = "reviewed";
  box_.write(reviewed);
  round(box_.request());
  for (const auto& each : reviews(both, cookie)) EXPECT_NE(each.at("kind").as_string(), "escalated");
}

}  // namespace
}  // namespace karvan::central
