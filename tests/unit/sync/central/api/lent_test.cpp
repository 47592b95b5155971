#include "sync/central/reconcile/act.h"
#include "sync/central/reconcile/fork.h"
#include "sync/central/reconcile/lend.h"
#include "sync/central/reconcile/verdicts.h"
#include "sync/central/store/leases.h"
#include "sync/rules/lease.h"
#include "tests/unit/sync/central/fixture.h"

// What the centre makes of leases, of places and of words that are not what they should be.
namespace karvan::central {
namespace {

using model::Fate;
using testing::Box;
using testing::must;
using testing::noon;

class Lent : public testing::Centre {
 protected:
  Lent() {
    must(put_staff(*files_, {"leyla", "Leyla", rules::Role::clerk, "x", {}, {}, {}, true}));
    enrol(box_);
    reconcile();
  }
  Node node() { return *must(Nodes(files_->inbox).get("bus-01")); }
  rules::Lease lease() { return must(LeaseBook(files_->records).of_node("bus-01", "receipt")).at(0).lease; }
  Result<bool> admit(const std::string& text) {
    const auto note = seal::sign_note(text, keys_.signing);
    return in_transaction(files_->records,
                          [&] { return admit_lease(*files_, seal::verifying(keys_.signing), node(), note); });
  }
  bool is_parked(const model::OpId& op) { return must(Records(files_->records).is_parked(op)); }
  void word(const std::string& of, const model::OpId& on, const std::string& outcome) {
    PersonsAct act{std::string(15, 'c') + std::to_string(++words_), "asked", "leyla", of,
                   [&](const Before&) -> Result<model::Op> {
                     model::Op op;
                     op.settled = model::Settled{"parked", model::to_text(on), outcome, "looked at"};
                     return op;
                   }};
    must(reconciler_->act(act, noon + 3'000));
    reconcile();
  }
  // As an older version did with what it could not read.
  model::OpId set_aside(const model::Op& op) {
    const auto id = box_.write(op);
    round(box_.request());
    must(in_transaction(files_->records,
                        [&] { return Records(files_->records).park({"lahore", "", id, "parked", "malformed"}); }));
    return id;
  }
  Box box_{"bus-01"};
  int words_ = 0;
};

TEST(NumbersOrMoney, P7_AreWhatAForkStopsAndNothingElse) {
  const std::pair<bool, void (*)(model::Op&)> acts[] = {
      {true, [](model::Op& o) { o.issue.emplace(); }},
      {true, [](model::Op& o) { o.voided.emplace(); }},
      {true, [](model::Op& o) { o.lease.emplace(); }},
      {true, [](model::Op& o) { o.post = model::Post{"payment", {1, "PKR"}, "cash", "s1", ""}; }},
      {false, [](model::Op& o) { o.post = model::Post{"charge", {1, "PKR"}, "", "", ""}; }},
      {false, [](model::Op& o) { o.set["phone"] = "2"; }}};
  for (const auto& [stops, act] : acts) {
    model::Op op;
    act(op);
    EXPECT_EQ(numbers_or_money(op), stops);
  }
}

TEST(GivenBack, P5_IsWhatTheEndSaysAndEachGap) {
  const model::LeaseEnd end{"l1", "returned", 7'100, {{7'010, 7'020}}};
  for (std::int64_t number : {7'100, 7'101, 7'010, 7'015, 7'020}) EXPECT_TRUE(given_back(end, number)) << number;
  for (std::int64_t number : {7'001, 7'009, 7'021, 7'099}) EXPECT_FALSE(given_back(end, number)) << number;
  EXPECT_FALSE(given_back({"l1", "returned", 7'100, {}}, 7'099));
}

TEST_F(Lent, P5_LeaseOfAnotherNodeOrNoLease_IsNotAdmitted) {
  auto other = lease();
  other.id = "ffff";
  other.first = other.last + 1'000'000;
  other.last = other.first + 9;
  ASSERT_TRUE(must(admit(rules::write_lease(other))));
  other.node = "bus-02";
  EXPECT_EQ(admit(rules::write_lease(other)).error().code, Code::signature_wrong);
  EXPECT_EQ(admit("karvan/lease/v1\n").error().code, Code::malformed);
}

TEST_F(Lent, P5_EndOfALease_IsItsBoxesAloneToSay) {
  auto unknown = lease();
  unknown.node = "bus-09";
  EXPECT_FALSE(must(end_of(*files_, unknown)));
  EXPECT_FALSE(must(end_of(*files_, lease())));
  const auto of = "lahore/lease/" + lease().id;
  auto note = box_.op(of);
  note.note = "looked at";
  box_.write(note);
  round(box_.request());
  EXPECT_FALSE(must(end_of(*files_, lease())));
  Box other("bus-02");
  enrol(other);
  auto end = other.op(of);
  end.lease = model::LeaseEnd{lease().id, "returned", lease().first, {}};
  other.write(end);
  round(other.request());
  EXPECT_TRUE(record(of).lease);
  EXPECT_FALSE(must(end_of(*files_, lease())));
}

TEST_F(Lent, P5_WhatIsOver_KeepsNobodyFromBeingLentMore) {
  const auto leases = [&] { return must(LeaseBook(files_->records).of_node("bus-01", "receipt")).size(); };
  for (auto times = 2 * lent_unused_max; times > 0; --times)
    must(reconciler_->lend_to("bus-01", {{"receipt", 0, 0}}, 100, noon));
  const auto held = leases();
  must(reconciler_->lend_to("bus-01", {{"receipt", 0, 0}, {"of no service", 0, 0}}, 100, lease().not_after_ms + 1));
  EXPECT_EQ(leases(), held + 1);
  must(reconciler_->lend_to("bus-09", {{"receipt", 0, 0}}, 100, noon));
  EXPECT_TRUE(must(LeaseBook(files_->records).of_node("bus-09", "receipt")).empty());
}

TEST_F(Lent, P5_NumberBeyondTheLastLease_IsHeldByNone) {
  LeaseBook book(files_->records);
  EXPECT_TRUE(must(book.holding({"receipt", lease().last})));
  EXPECT_FALSE(must(book.holding({"receipt", lease().last + 1})));
  EXPECT_FALSE(must(book.holding({"receipt", lease().first - 1})));
}

TEST_F(Lent, P2_LineThatNamesAnotherPlaceThanItsOwn_IsSetAside) {
  auto seq = box_.filing(a1, version_), epoch = box_.filing(a2, version_);
  seq.id.seq = 7;
  epoch.id = {"bus-01", "e9", 2};
  box_.write(seq);
  box_.write(epoch);
  round(box_.request());
  EXPECT_TRUE(record(a1).creator.empty());
  EXPECT_TRUE(record(a2).creator.empty());
  EXPECT_TRUE(is_parked({"bus-01", "e1", 1}));
  EXPECT_TRUE(is_parked({"bus-01", "e1", 2}));
}

TEST_F(Lent, P15_WordOnWhatIsNotAsideOrByAnotherName_ChangesNothing) {
  box_.write(box_.filing(a1, version_));
  round(box_.request());
  const auto before = record(a1);
  word("lahore/conflict/c1", {"bus-01", "e1", 1}, "rejected");
  EXPECT_EQ(record(a1), before);
  auto change = box_.op(a1);
  change.set["phone"] = "2";
  const auto aside = set_aside(change);
  word("lahore/conflict/c2", aside, "rejected");
  EXPECT_TRUE(is_parked(aside));
}

TEST_F(Lent, P15_WhatReadsByNow_IsTakenOnceItIsReleased) {
  auto filing = box_.filing(a1, version_);
  const auto aside = set_aside(filing);
  word(apart("lahore", aside), aside, "released");
  EXPECT_FALSE(is_parked(aside));
  EXPECT_EQ(record(a1).creator, model::to_text(aside));
}

TEST_F(Lent, P15_WordOfWhoMayNotOrOnNothing_SettlesNothing) {
  box_.write(box_.filing(a1, version_));
  for (const char* actor : {"ayesha", "leyla"}) {
    auto word = box_.op(a1);
    word.actor = actor;
    word.settled = model::Settled{"disputed:licence/41", "bus-01/e1/1", "void", "never printed"};
    box_.write(word);
  }
  round(box_.request());
  EXPECT_FALSE(must(Records(files_->records).taken_by({"licence", 41}, {"bus-01", "e1", 9})).size());
  EXPECT_TRUE(record(a1).documents.empty());
}

TEST_F(Lent, OrderToEraseWithoutAReasonOrOfAnotherRecord_ErasesNothing) {
  box_.write(box_.filing(a1, version_));
  const auto other = box_.write(box_.filing(a2, version_));
  for (const char* reason : {"", "a court's order"}) {
    auto order = box_.op(a1);
    order.actor = "leyla";
    order.erase = model::Erase{model::to_text(other), reason, {"full_name"}};
    box_.write(order);
  }
  round(box_.request());
  EXPECT_TRUE(record(a1).erased.empty());
  EXPECT_EQ(record(a1).fields.at("full_name").value, "Ali Khan");
  EXPECT_EQ(record(a2).fields.at("full_name").value, "Ali Khan");
}

}  // namespace
}  // namespace karvan::central
