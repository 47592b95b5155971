#include "sync/central/reconcile/erasure.h"

#include "sync/central/api/clerk.h"
#include "sync/central/store/erasures.h"
#include "sync/exchange/parts.h"
#include "tests/unit/sync/central/fixture.h"

// A clerk orders an operation's bytes away.
namespace karvan::central {
namespace {

using testing::Box;
using testing::must;
using testing::noon;

class Erasing : public testing::Centre {
 protected:
  Erasing() : box_("bus-01") {
    must(put_staff(*files_, {"leyla", "Leyla", rules::Role::clerk, "x", {}, {}, {}, true}));
    enrol(box_);
    filing_ = box_.write(box_.filing(a1, version_));
    round(box_.request());
  }
  Result<Outcome> order(const model::OpId& what, bool answers = false, const std::string& who = "leyla") {
    const auto cmd = "0123456789abcd" + std::to_string(10 + ++orders_);
    const json::object body{{"cmd", cmd},         {"office", "lahore"},
                            {"id", "a1"},         {"op", model::to_text(what)},
                            {"answers", answers}, {"reason", "court order 5/2026"}};
    const auto* me = reconciler_->reference().staff(who);
    TRY(auto act, clerks_act("commands/erase", json::write(body), *me));
    return reconciler_->act(act, noon + 5'000);
  }
  std::string line() { return must(Inbox(files_->inbox).line(filing_))->line; }
  bool gone() { return exchange::erased_of(line()).has_value(); }

  Box box_;
  model::OpId filing_;
  int orders_ = 0;
};

TEST_F(Erasing, Order_TakesTheBytesAndLeavesChainAndRecord) {
  const auto before = record(a1);
  const auto digest = seal::sha256(line());
  auto done = must(order(filing_));
  EXPECT_EQ(done.verdict, model::Verdict{});
  reconcile();
  auto rest = exchange::erased_of(line());
  ASSERT_TRUE(rest);
  EXPECT_EQ(rest->digest, digest);
  auto epoch = must(Inbox(files_->inbox).epoch("bus-01", "e1"));
  EXPECT_EQ(seal::chain(seal::Digest{}, rest->digest), epoch->received.hash);
  auto after = record(a1);
  EXPECT_EQ(after.fields, before.fields);
  ASSERT_EQ(after.erased.size(), 1u);
  EXPECT_EQ(after.erased[0].actor, "leyla");
}

TEST_F(Erasing, OrderWithItsAnswers_TakesThemFromTheRecordAndTheLists) {
  must(order(filing_, true));
  reconcile();
  EXPECT_EQ(record(a1).fields.at("full_name").value, "");
  EXPECT_TRUE(must(Applications(files_->records).get("lahore", "a1"))->who.empty());
}

// P3: what the feed's chain is of stays, so that no box takes its own past for another's.
TEST_F(Erasing, WhatTheFormMadeOfTheAnswers_GoesFromTheFeedAndTheChainStays) {
  Feeds feeds(files_->records);
  const auto verdict = model::write_verdict({.computed = {{"full_name", "Ali Khan"}}});
  must(in_transaction(files_->records, [&]() -> Result<void> {
    TRY_VOID(files_->records.run("UPDATE entry SET verdict = ? WHERE node = 'bus-01'", verdict));
    return {};
  }));
  const auto before = *must(feeds.first_of("lahore", a1, filing_));
  ASSERT_FALSE(before.verdict.computed.empty());
  must(order(filing_, true));
  reconcile();
  const auto after = *must(feeds.first_of("lahore", a1, filing_));
  EXPECT_TRUE(after.verdict.computed.empty());
  EXPECT_EQ(after.hash, before.hash);
}

TEST_F(Erasing, AnotherBox_GetsTheDigestAndTheRecordAsItStands) {
  must(order(filing_));
  reconcile();
  Box other("bus-02");
  enrol(other);
  auto answer = round(other.request());
  ASSERT_FALSE(answer.entries.empty());
  EXPECT_TRUE(exchange::erased_of(answer.entries[0].line));
  ASSERT_FALSE(answer.snapshots.empty());
  EXPECT_EQ(answer.snapshots[0].body, must(Records(files_->records).record("lahore", a1))->body);
}

// The order is in one file, the bytes in the other.
TEST_F(Erasing, StoppedBetweenTheFiles_GoesOnAfterwards) {
  must(order(filing_));
  EXPECT_FALSE(gone());
  close();
  open();
  reconcile();
  EXPECT_TRUE(gone());
  EXPECT_TRUE(must(Erasures(files_->records).due(10)).empty());
}

TEST_F(Erasing, P10_TheLineSentAgain_DoesNotBringItBack) {
  must(order(filing_));
  reconcile();
  round(box_.request());
  EXPECT_TRUE(gone());
}

TEST_F(Erasing, WhatIsNotOnTheApplication_IsRefused) {
  auto other = box_.write(box_.filing("lahore/application/a2", version_));
  round(box_.request());
  EXPECT_EQ(order(other).error().code, Code::not_found);
  EXPECT_EQ(order({"bus-01", "e1", 77}).error().code, Code::not_found);
  reconcile();
  EXPECT_FALSE(exchange::erased_of(must(Inbox(files_->inbox).line(other))->line));
}

TEST_F(Erasing, WhatWaits_IsSettledFirst) {
  auto change = box_.op(a1);
  change.set["phone"] = "2";
  change.over["phone"] = "bus-09/e9/9";
  box_.write(change);
  round(box_.request());
  EXPECT_EQ(order(change.id).error().code, Code::chain_gap);
}

TEST_F(Erasing, WhoMayNot_IsRefused) {
  must(put_staff(*files_, {"omar", "Omar", rules::Role::auditor, "x", {}, {}, {}, true}));
  reconcile();
  EXPECT_EQ(order(filing_, false, "omar").error().code, Code::role_not_allowed);
  EXPECT_FALSE(gone());
}

// A box that took its own bytes away before the centre had them.
TEST_F(Erasing, LineThatComesErased_IsNoFaultOfAnybodys) {
  const auto said = model::write_op(box_.op(a1));
  box_.write_line(exchange::write_erased({2, seal::sha256(said)}));
  auto accepted = accept(box_.request());
  ASSERT_TRUE(accepted) << describe(accepted.error());
  reconcile();
  EXPECT_EQ(must(Records(files_->records).count_parked("bus-01")), 0u);
}

// What a person wrote down as they settled a list is theirs, also where others have changed the list since.
TEST(Answers, OfAWordThatSettledAList_AreInThatList) {
  model::Record record;
  record.fields["papers"].writer = "bus-01/e1/4";
  record.resolutions.push_back({{{"papers", "deed", "bus-02/e1/1", {}, "seen"}, "centre/c1/3", "leyla", {}}, {}});
  EXPECT_EQ(with_answers(record, {"centre/c1/3", "asked", {}}).fields, std::vector<std::string>{"papers"});
  EXPECT_EQ(with_answers(record, {"bus-02/e1/1", "asked", {}}).fields, std::vector<std::string>{"papers"});
  EXPECT_TRUE(with_answers(record, {"bus-02/e1/2", "asked", {}}).fields.empty());
}

TEST_F(Erasing, WhatMayStillBeTold_HoldsNoWordsOfAPerson) {
  model::Op op;
  op.id = filing_;
  op.salt = "secret";
  op.actor = "ayesha";
  op.of = a1;
  op.set = {{"full_name", "Ali Khan"}};
  op.post = model::Post{"payment", {500, "PKR"}, "cash", "s1", "Ali's brother paid"};
  op.attach = {{"photo", std::string(64, 'a'), 9, "image/png", "Ali has no hands"}};
  op.shown = {{"owner", 1, "identity", "card", "Ali Khan", "", "35202"}};
  op.handed_over = model::HandedOver{{"licence", 7}, "Ali Khan", "self", "35202"};
  op.note = "Ali";
  const auto shell = model::write_op(bare(op));
  for (const char* kind : {"citizen", "appointment", "feedback"}) {
    op.of = std::string("lahore/") + kind + "/a1";
    EXPECT_EQ(model::write_op(bare(op)).find("Ali"), std::string::npos) << kind;
  }
  op.of = "lahore/shift/s1";
  EXPECT_EQ(bare(op).note, "Ali");
  for (const char* word : {"Ali", "35202", "secret"}) EXPECT_EQ(shell.find(word), shell.npos) << word;
  auto told = must(model::parse_op(shell));
  EXPECT_EQ(told.post->amount.minor, 500);
  EXPECT_EQ(told.handed_over->serial.number, 7);
  EXPECT_TRUE(told.set.contains("full_name"));
}

}  // namespace
}  // namespace karvan::central
