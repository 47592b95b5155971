#include "sync/central/api/verify.h"

#include "storage/seal/note.h"
#include "sync/central/store/leases.h"
#include "tests/unit/sync/central/desks.h"

namespace karvan::central {
namespace {

using testing::ask;
using testing::Box;
using testing::Desks;
using testing::must;

constexpr web_kit::Asset files[] = {
    {"/verify", "text/html", "<script id=\"keys\">KEYS</script>"},
    {"/verify/assets/main-1.js", "text/javascript", "KEYS", false, true},
};

class VerifyTest : public Desks {
 protected:
  VerifyTest() {
    enrol(box_);
    reconcile();
    must(reconciler_->lend_to("bus-01", {{"receipt", 0, 0}}, 0, testing::noon));
    first_ = must(LeaseBook(files_->records).of_node("bus-01", "receipt")).at(0).lease.first;
    for (const char* path : {"/verify", "/api/v1/verify"})
      page_.serve_public(path,
                         [this](Views& views, const http::Request& asked) { return verify_.answer(views, asked); });
    must(page_.open());
  }
  ~VerifyTest() override { page_.close(); }

  http::Response path(const std::string& path, const std::string& method = "GET") {
    http::Request request;
    request.method = method;
    request.path = path;
    return ask(page_, request);
  }
  std::string state(std::int64_t number) {
    auto response = path("/api/v1/verify/receipt/" + std::to_string(number));
    auto body = json::parse_object(response.body);
    return body ? json::string_or(*body, "state") : response.body;
  }
  void issue(const std::string& of, std::int64_t number) {
    auto op = box_.op(of);
    op.issue = model::Serial{"receipt", number};
    box_.write(op);
  }

  Box box_{"bus-01"};
  Verify verify_{house_, files};
  Page page_{house_, {}};
  std::int64_t first_ = 0;
};

TEST_F(VerifyTest, NumberThatNobodyHasSent_IsUnknown) { EXPECT_EQ(state(first_), "unknown"); }

TEST_F(VerifyTest, IssuedThenVoid_SaysSo) {
  box_.write(box_.filing("lahore/application/a1", version_));
  issue("lahore/application/a1", first_);
  round(box_.request());
  EXPECT_EQ(state(first_), "issued");
  auto op = box_.op("lahore/application/a1");
  op.voided = model::Voided{{"receipt", first_}, "smeared"};
  box_.write(op);
  round(box_.request());
  EXPECT_EQ(state(first_), "void");
}

TEST_F(VerifyTest, P5_NumberOnTwoDocuments_IsUnderReview) {
  for (const char* of : {"lahore/application/a1", "lahore/application/a2"}) {
    box_.write(box_.filing(of, version_));
    issue(of, first_);
  }
  round(box_.request());
  EXPECT_EQ(state(first_), "under_review");
}

TEST_F(VerifyTest, HeldField_PutsTheDocumentUnderReview) {
  Box other("bus-02");
  enrol(other);
  const auto filing = box_.write(box_.filing("lahore/application/a1", version_));
  issue("lahore/application/a1", first_);
  round(box_.request());
  for (auto* box : {&box_, &other}) {
    auto op = box->op("lahore/application/a1");
    op.set = {{"full_name", "Name by " + box->name()}};
    op.over = {{"full_name", model::to_text(filing)}};
    box->write(op);
    round(box->request());
  }
  ASSERT_TRUE(record("lahore/application/a1").held("full_name"));
  EXPECT_EQ(state(first_), "under_review");
}

TEST_F(VerifyTest, NeverSaysWhoBearsIt) {
  box_.write(box_.filing("lahore/application/a1", version_));
  issue("lahore/application/a1", first_);
  round(box_.request());
  const auto body = path("/api/v1/verify/receipt/" + std::to_string(first_)).body;
  EXPECT_EQ(body.find("Ali"), std::string::npos) << body;
}

TEST_F(VerifyTest, Page_HoldsThePublishedKeys) {
  const auto keys = path("/verify/keys.json").body;
  EXPECT_NE(keys.find("\"kid\":\"bus-01\""), std::string::npos) << keys;
  EXPECT_NE(keys.find("\"revoked\":false"), std::string::npos) << keys;
  EXPECT_EQ(path("/verify").body, "<script id=\"keys\">" + keys + "</script>");
  EXPECT_EQ(path("/verify/assets/main-1.js").body, "KEYS");
  EXPECT_EQ(must(seal::open_note(path("/verify/keys.note").body, seal::verifying(keys_.signing))),
            "karvan/keys/v1\n" + keys + "\n");
}

TEST_F(VerifyTest, P14_RevokedNode_HasARevokedKey) {
  must(in_transaction(files_->inbox, [&] { return Nodes(files_->inbox).revoke("bus-01", testing::noon); }));
  EXPECT_NE(path("/verify/keys.json").body.find("\"revoked\":true"), std::string::npos);
}

TEST_F(VerifyTest, WhatIsNoNumber_IsRefused) {
  for (const char* number : {"", "x", "-1", "1/2", "99999999999999999999"})
    EXPECT_EQ(path(std::string("/api/v1/verify/receipt/") + number).status, 400) << number;
  EXPECT_EQ(path("/api/v1/verify/receipt").status, 404);
  EXPECT_EQ(path("/verify/nothing").status, 404);
  EXPECT_EQ(path("/verify", "POST").status, 405);
}

TEST_F(VerifyTest, AskedTooOften_IsBusy) {
  int answered = 0;
  while (path("/api/v1/verify/receipt/1").status == 200) ASSERT_LT(++answered, 1'000);
  EXPECT_EQ(answered, 60);
  EXPECT_EQ(path("/verify").status, 200);
}

}  // namespace
}  // namespace karvan::central
