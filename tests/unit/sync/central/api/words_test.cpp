#include "sync/central/reconcile/act.h"
#include "sync/central/store/applications.h"
#include "sync/central/store/identities.h"
#include "sync/central/store/reviews.h"
#include "sync/central/store/rows.h"
#include "tests/unit/sync/central/desks.h"

// What a person says of what is open: two applications of one person, and what was set aside.
namespace karvan::central {
namespace {

using testing::ask;
using testing::Box;
using testing::Desks;
using testing::must;
using testing::noon;
using testing::Open;

class Words : public Desks {
 protected:
  Words() : box_("bus-01"), other_("bus-02") {
    enrol(box_);
    enrol(other_);
    once_by_phone();
  }
  // The service is for one phone number once.
  void once_by_phone() {
    auto service = rules::samples::service();
    service.once = {"phone"};
    publish(service, 2);
  }
  void file(Box& box, const std::string& of, const std::string& phone) {
    auto filing = box.filing(of, version_);
    filing.set["phone"] = phone;
    box.write(filing);
    round(box.request());
  }
  std::vector<std::string> alarms(const std::string& of) {
    std::vector<std::string> list;
    for (const auto& alarm : record(of).alarms) list.push_back(alarm.what);
    return list;
  }
  std::vector<ReviewRow> reviews() { return must(Reviews(files_->records).list({})); }
  PersonsAct word(const std::string& cmd, const std::string& of, model::Settled settled) {
    PersonsAct act{cmd, settled.outcome, "leyla", of, {}};
    act.make = [settled](const Before&) -> Result<model::Op> {
      model::Op op;
      op.settled = settled;
      return op;
    };
    return act;
  }
  Box box_, other_;
};

TEST_F(Words, OnePersonTwiceWithOneService_IsToldOfTheSecondAndHoldsNothing) {
  file(box_, a1, "0300-1234567");
  file(other_, a2, "0300 1234567");
  EXPECT_TRUE(alarms(a1).empty());
  EXPECT_EQ(alarms(a2), (std::vector<std::string>{"duplicate:lahore/application/a1"}));
  EXPECT_TRUE(record(a2).reached("filed"));
  ASSERT_EQ(reviews().size(), 1u);
  EXPECT_EQ(reviews()[0].kind, "duplicate");
  EXPECT_EQ(reviews()[0].what, a1);
}

// What becomes of each was foreseen before either stood.
TEST_F(Words, P8_OnePersonTwiceAtOnce_IsToldOfTheSecond) {
  for (const char* of : {a1, a2}) box_.write(box_.filing(of, version_));
  round(box_.request());
  EXPECT_TRUE(alarms(a1).empty());
  EXPECT_EQ(alarms(a2), (std::vector<std::string>{"duplicate:lahore/application/a1"}));
  EXPECT_EQ(record(a2).fields.size(), record(a1).fields.size());
  EXPECT_EQ(must(Applications(files_->records).get("lahore", "a1"))->state, "settled");
}

// Only an application asks for a service, whatever else names one.
TEST_F(Words, P3_FilingOnARecordOfAnotherKind_HoldsNobodyUp) {
  box_.write(box_.filing("lahore/citizen/c1", version_));
  round(box_.request());
  box_.write(box_.filing(a1, version_));
  round(box_.request());
  EXPECT_TRUE(alarms(a1).empty());
}

TEST_F(Words, AnotherPersonOrOneThatHasEnded_IsNoDuplicate) {
  file(box_, a1, "1");
  auto closing = box_.op(a1);
  closing.closed = model::Closed{"withdrawn", "not needed any more"};
  box_.write(closing);
  round(box_.request());
  file(other_, a2, "1");
  file(box_, "lahore/application/a3", "2");
  EXPECT_TRUE(alarms(a2).empty());
  EXPECT_TRUE(alarms("lahore/application/a3").empty());
}

TEST_F(Words, IdentityThatIsCorrected_IsLookedAtAgain) {
  file(box_, a1, "1");
  file(box_, a2, "2");
  auto change = box_.op(a2);
  change.set["phone"] = "1";
  box_.write(change);
  round(box_.request());
  EXPECT_EQ(alarms(a2), (std::vector<std::string>{"duplicate:lahore/application/a1"}));
}

// P13: whoever reads the table without the vault learns nobody's number.
TEST_F(Words, TableOfIdentities_HoldsKeyedHashesAlone) {
  file(box_, a1, "0300-1234567");
  auto digests = must(all(files_->records.query("SELECT digest FROM identity"), text_at_0));
  ASSERT_EQ(digests.size(), 1u);
  const std::string identity = "domicile\nphone=03001234567";
  EXPECT_NE(digests[0], seal::to_hex(seal::sha256(identity)));
  EXPECT_EQ(digests[0], seal::to_hex(seal::hmac_sha256(files_->identity_key.view(), identity)));
  EXPECT_EQ(must(Identities(*files_).alike(a2, identity)), (std::vector<std::string>{a1}));
}

TEST_F(Words, Duplicate_IsSettledOnThePageAndLeavesTheList) {
  file(box_, a1, "1");
  file(other_, a2, "1");
  close();
  Open both(house_);
  const auto cookie = cookie_of(ask(both.page, sign_in("leyla", "123456")));
  auto list = boost::json::parse(ask(both.page, get("reviews", cookie)).body).as_array();
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].at("other").at("id").as_string(), "a1");
  EXPECT_EQ(list[0].at("outcomes").as_array().size(), 1u);
  EXPECT_EQ(list[0].at("written").at("from").as_string(), "bus-02");
  auto done = ask(both.page, post("commands/settle",
                                  R"({"cmd":"0123456789abcdef","record":"lahore/application/a2","kind":"duplicate",)"
                                  R"("what":"lahore/application/a1","outcome":"upheld","reason":"two shops"})",
                                  cookie));
  EXPECT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(ask(both.page, get("reviews", cookie)).body, "[]");
}

// P15: what cannot be read lies on no record, and is listed all the same.
TEST_F(Words, P15_WhatCannotBeRead_IsListedAndRejectedByAPerson) {
  box_.write_line("no operation");
  round(box_.request());
  ASSERT_EQ(reviews().size(), 1u);
  const auto row = reviews()[0];
  EXPECT_EQ(row.kind, "parked");
  EXPECT_EQ(row.what, "bus-01/e1/1");
  EXPECT_TRUE(row.record.starts_with("lahore/conflict/"));
  must(reconciler_->act(word("0123456789abcde1", row.record, {"parked", row.what, "released", "try"}), noon));
  ASSERT_EQ(reviews().size(), 1u);  // it reads no better
  must(reconciler_->act(word("0123456789abcde2", row.record, {"parked", row.what, "rejected", "a broken box"}), noon));
  EXPECT_TRUE(reviews().empty());
  EXPECT_EQ(must(Records(files_->records).count_parked("bus-01")), 0u);
  EXPECT_TRUE(record(row.record).creator.empty());
  box_.write_line("nor is this");
  round(box_.request());
  ASSERT_EQ(reviews().size(), 1u);
  const auto next = reviews()[0];
  must(reconciler_->act(word("0123456789abcde3", next.record, {"parked", next.what, "rejected", "the same"}), noon));
  EXPECT_TRUE(reviews().empty());
}

// A supervisor of the very bus whose operation is parked is not held up by it.
TEST_F(Words, P15_ParkedOnARecord_IsRejectedFromTheBusAndTheNextGoOn) {
  file(box_, a1, "1");
  must(put_staff(*files_, {"bilal", "Bilal", rules::Role::supervisor, "x", {}, {}, {}, true}));
  auto lost = box_.op(a1);
  lost.over["phone"] = "bus-07/e9/1";  // seen by nobody here, ever
  lost.set["phone"] = "5";
  const auto parked = model::to_text(box_.write(lost));
  auto next = box_.op(a1);
  next.note = "waits behind it";
  box_.write(next);
  round(box_.request());
  EXPECT_EQ(record(a1).waiting.size(), 2u);
  auto rejects = box_.op(a1);
  rejects.actor = "bilal";
  rejects.settled = model::Settled{"parked", parked, "rejected", "that bus is gone"};
  box_.write(rejects);
  round(box_.request());
  EXPECT_TRUE(record(a1).waiting.empty());
  EXPECT_EQ(record(a1).fields.at("phone").value, "1");
  EXPECT_TRUE(reviews().empty());
}

TEST_F(Words, DocumentDeclaredVoid_VoidsItsNumber) {
  file(box_, a1, "1");
  auto issue = box_.op(a1);
  issue.issue = model::Serial{"licence", 41};
  box_.write(issue);
  round(box_.request());
  ASSERT_EQ(reviews().size(), 1u);
  must(reconciler_->act(
      word("0123456789abcdef", a1, {"disputed:licence/41", model::to_text(issue.id), "void", "no lease"}), noon));
  auto bearers = must(Records(files_->records).bearers({"licence", 41}));
  ASSERT_EQ(bearers.size(), 2u);
  EXPECT_EQ(bearers[1].state, "void");
  EXPECT_TRUE(reviews().empty());
}

}  // namespace
}  // namespace karvan::central
