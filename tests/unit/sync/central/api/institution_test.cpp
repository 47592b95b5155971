#include "sync/central/api/institution.h"

#include "tests/unit/sync/central/desks.h"

namespace karvan::central {
namespace {

using testing::ask;
using testing::Box;
using testing::Desks;
using testing::must;
using testing::noon;
using testing::Open;

class Institutions : public Desks {
 protected:
  Institutions() : box_("bus-01") {
    enrol(box_);
    box_.write(box_.filing(a1, version_));
    round(box_.request());
    registry_ = make_key("registry");
  }
  std::string make_key(const std::string& institution) {
    auto made = make_institution_key(testing::counted(institution.size()));
    put_person("key-" + made.id, "Registrar", rules::Role::officer);
    must(in_transaction(files_->records, [&] {
      return InstitutionKeys(files_->records)
          .put({made.id, made.digest, institution, "key-" + made.id, "Registrar", noon});
    }));
    ids_[institution] = made.id;
    return made.text;
  }
  http::Request with_key(http::Request request, const std::string& key) {
    request.headers["authorization"] = "Bearer " + key;
    return request;
  }
  http::Response send(Open& both, const std::string& what, const std::string& body, const std::string& key) {
    return ask(both.page, with_key(post("institution/" + what, body), key));
  }
  static std::string about(const std::string& cmd, const std::string& rest = {}) {
    return "{\"cmd\":\"" + cmd + "\",\"office\":\"lahore\",\"id\":\"a1\"" + rest + "}";
  }
  Box box_;
  std::string registry_;
  std::map<std::string, std::string> ids_;
};

constexpr auto one = "0000000000000001", two = "0000000000000002", three = "0000000000000003";

TEST_F(Institutions, AcceptsAndDecides_InTheOfficersName) {
  Open both(house_);
  auto list = ask(both.page, with_key(get("institution/applications"), registry_));
  EXPECT_NE(list.body.find("\"full_name\":\"Ali Khan\""), std::string::npos) << list.body;
  auto accepted = send(both, "accept", about(one), registry_);
  ASSERT_EQ(accepted.status, 200) << accepted.body;
  auto decided =
      send(both, "decide", about(two, ",\"outcome\":\"granted\",\"reference\":\"R-7\",\"set\":{\"ruling\":\"yes\"}"),
           registry_);
  ASSERT_EQ(decided.status, 200) << decided.body;
  EXPECT_NE(decided.body.find("\"fate\":\"applied\""), std::string::npos) << decided.body;
  auto r = record(a1);
  EXPECT_TRUE(r.reached("accepted_by_institution"));
  EXPECT_TRUE(r.reached("decided"));
  ASSERT_EQ(r.decisions.size(), 1u);
  EXPECT_EQ(r.decisions[0].actor, "key-" + ids_["registry"]);
  EXPECT_EQ(r.decisions[0].act.reference, "R-7");
  EXPECT_EQ(r.fields.at("ruling").value, "yes");
}

TEST_F(Institutions, P2_DecidedTwiceUnderOneCmd_IsOneDecision) {
  Open both(house_);
  send(both, "accept", about(one), registry_);
  auto body = about(two, ",\"outcome\":\"granted\"");
  auto first = send(both, "decide", body, registry_);
  auto again = send(both, "decide", body, registry_);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(record(a1).decisions.size(), 1u);
}

TEST_F(Institutions, P9_SecondDecision_SupersedesWithAReasonOnly) {
  Open both(house_);
  send(both, "accept", about(one), registry_);
  send(both, "decide", about(two, ",\"outcome\":\"granted\""), registry_);
  EXPECT_EQ(send(both, "decide", about(three, ",\"outcome\":\"granted\""), registry_).status, 409);
  EXPECT_EQ(send(both, "decide", about(three, ",\"outcome\":\"refused\""), registry_).status, 422);
  auto later = send(both, "decide", about(three, ",\"outcome\":\"refused\",\"reason\":\"Forged deed\""), registry_);
  EXPECT_EQ(later.status, 200) << later.body;
  EXPECT_EQ(record(a1).decisions.size(), 2u);  // the first is kept
}

TEST_F(Institutions, DecisionBeforeAcceptance_IsRefused) {
  Open both(house_);
  auto early = send(both, "decide", about(two, ",\"outcome\":\"granted\""), registry_);
  EXPECT_EQ(early.status, 409) << early.body;
  EXPECT_TRUE(record(a1).decisions.empty());
}

TEST_F(Institutions, AnotherInstitutionsApplication_IsNotThere) {
  auto tax = make_key("tax");
  Open both(house_);
  EXPECT_EQ(send(both, "accept", about(one), tax).status, 404);
  EXPECT_EQ(ask(both.page, with_key(get("institution/applications"), tax)).body, "[]");
}

TEST_F(Institutions, FieldThatIsTheCitizens_IsNotTheirs) {
  Open both(house_);
  send(both, "accept", about(one), registry_);
  auto answer = send(both, "decide", about(two, ",\"outcome\":\"granted\",\"set\":{\"full_name\":\"X\"}"), registry_);
  EXPECT_EQ(answer.status, 403) << answer.body;
}

TEST_F(Institutions, WrongOrRevokedKey_OpensNothing) {
  Open both(house_);
  auto status = [&](const std::string& key) { return send(both, "accept", about(one), key).status; };
  EXPECT_EQ(status(""), 401);
  EXPECT_EQ(status(registry_ + "0"), 401);
  EXPECT_EQ(status(registry_.substr(0, registry_.size() - 1)), 401);
  EXPECT_EQ(status("kvi." + ids_["registry"] + "."), 401);
  must(
      in_transaction(files_->records, [&] { return InstitutionKeys(files_->records).revoke(ids_["registry"], noon); }));
  EXPECT_EQ(status(registry_), 401);
  EXPECT_EQ(ask(both.page, with_key(get("institution/applications"), registry_)).status, 401);
}

TEST_F(Institutions, Key_IsNoWayIntoThePage) {
  Open both(house_);
  EXPECT_EQ(ask(both.page, with_key(get("applications"), registry_)).status, 401);
}

TEST_F(Institutions, List_FollowsHowFarTheyAre) {
  Open both(house_);
  auto list = [&](const std::string& state) {
    auto request = with_key(get("institution/applications"), registry_);
    request.query["state"] = state;
    return ask(both.page, request).body;
  };
  EXPECT_NE(list("received"), "[]");
  EXPECT_EQ(list("accepted"), "[]");
  send(both, "accept", about(one), registry_);
  EXPECT_EQ(list("received"), "[]");
  EXPECT_NE(list("accepted"), "[]");
  send(both, "decide", about(two, ",\"outcome\":\"refused\",\"reason\":\"Not of this district\""), registry_);
  EXPECT_EQ(list("accepted"), "[]");
  EXPECT_EQ(must(Applications(files_->records).get("lahore", "a1"))->state, "refused");
}

}  // namespace
}  // namespace karvan::central
