#include <gtest/gtest.h>

#include "sync/rules/settling.h"
#include "tests/unit/sync/rules/desk.h"

namespace karvan::rules {
namespace {

using model::Fate;
using samples::Desk;

// A paid application with a certificate out of no lease, and a payment that came twice.
struct Open : Desk {
  Open() {
    pay();
    auto again = payment();
    again.issue.reset();
    again.advance.clear();
    take(again);
    take(certificate());
    as(Role::clerk);
  }
  model::Op word(std::string what, std::string outcome, std::string reason = "looked at the papers") {
    auto o = op("centre");
    for (const auto& alarm : record.alarms)
      if (alarm.what == what) o.settled = model::Settled{what, alarm.writer, outcome, reason};
    if (!o.settled) o.settled = model::Settled{what, "nobody/e1/1", outcome, reason};
    return o;
  }
};

TEST(Settled, DisputedDocument_IsUpheldOnce) {
  Open desk;
  ASSERT_EQ(desk.record.documents.back().state, "disputed");
  auto upheld = desk.word("disputed:licence/41", "upheld");
  auto second = desk.word("disputed:licence/41", "void");
  ASSERT_TRUE(desk.check(upheld)) << describe(desk.check(upheld).error());
  EXPECT_EQ(desk.take(upheld), model::Verdict{});
  EXPECT_EQ(desk.record.documents.back().state, "issued");
  EXPECT_EQ(desk.refusal(second), Code::not_found);
  EXPECT_EQ(desk.take(second).settled, Fate::lost);
  EXPECT_EQ(desk.record.documents.back().state, "issued");
}

TEST(Settled, P6_Suspense_IsBookedAndTheBalanceStays) {
  Open desk;
  const auto before = balance(desk.record).received;
  EXPECT_EQ(desk.take(desk.word("suspense", "booked")), model::Verdict{});
  for (const auto& posting : desk.record.postings) EXPECT_FALSE(posting.suspense);
  EXPECT_EQ(balance(desk.record).received, before);
}

TEST(Settled, ByAnOutcomeOfAnotherKindOrWithoutAReason_IsRefused) {
  Open desk;
  EXPECT_EQ(desk.refusal(desk.word("suspense", "void")), Code::field_wrong_type);
  EXPECT_EQ(desk.refusal(desk.word("suspense", "booked", "")), Code::reason_missing);
  EXPECT_EQ(desk.refusal(desk.word("fee_differs", "upheld")), Code::not_found);
  EXPECT_EQ(desk.take(desk.word("suspense", "void")).settled, Fate::refused);
  EXPECT_TRUE(is_open(desk.record.alarms.front()));
}

TEST(Settled, IsTheSupervisorsAndTheClerks) {
  Open desk;
  const auto word = desk.word("suspense", "booked");
  for (Role role : {Role::operator_, Role::technician, Role::auditor}) {
    desk.as(role);
    EXPECT_EQ(desk.refusal(word), Code::role_not_allowed);
  }
  desk.as(Role::supervisor);
  EXPECT_TRUE(desk.check(word));
}

TEST(Settled, P15_ParkedOperation_IsReleasedOrRejectedByAPerson) {
  Open desk;
  auto parked = desk.op("bus-09");
  desk.record = model::apply(desk.record, parked, {.op = Fate::parked, .reason = "node_revoked"});
  auto word = desk.word("parked", "rejected");
  word.settled->writer = model::to_text(parked.id);
  EXPECT_TRUE(desk.check(word));
  EXPECT_EQ(desk.take(word), model::Verdict{});
  word.settled->writer = "bus-09/e1/999";
  EXPECT_EQ(desk.refusal(word), Code::not_found);
}

TEST(Settled, P15_WordOnAnotherAlarmOfTheSameOperation_SettlesNothing) {
  Open desk;
  auto word = desk.word("suspense", "booked");
  word.settled->what = "fee_differs";
  word.settled->outcome = "upheld";
  EXPECT_EQ(desk.refusal(word), Code::not_found);
  EXPECT_EQ(desk.take(word).settled, Fate::lost);
  for (const auto& alarm : desk.record.alarms) EXPECT_TRUE(is_open(alarm)) << alarm.what;
}

TEST(Settled, P15_RefusalOfEachOperation_IsLookedAtOnce) {
  Open desk;
  auto parked = desk.op("bus-09");
  desk.record = model::apply(desk.record, parked, {.op = Fate::parked, .reason = "node_revoked"});
  auto aside = desk.word("parked", "rejected");
  aside.settled->writer = model::to_text(parked.id);
  desk.take(aside);
  auto word = desk.word("refused", "upheld");
  for (const char* writer : {"bus-01/e1/3", "bus-01/e1/4"}) {
    word = desk.word("refused", "upheld");
    word.settled->writer = writer;
    EXPECT_EQ(desk.take(word), model::Verdict{}) << writer;
    EXPECT_EQ(desk.refusal(word), Code::not_found) << writer;
  }
}

TEST(Settled, P15_OnARecordOfItsOwn_EachParkedOperationIsRejectedOnce) {
  Desk desk;
  desk.as(Role::clerk);
  auto word = desk.op("centre");
  word.of = "lahore/conflict/c1";
  for (const char* writer : {"bus-09/e1/1", "bus-09/e1/2"}) {
    word.settled = model::Settled{"parked", writer, "rejected", "not ours"};
    EXPECT_EQ(desk.take(word), model::Verdict{}) << writer;
    EXPECT_EQ(desk.refusal(word), Code::not_found) << writer;
  }
}

// A word alone may come before what it is about; whatever does more waits like any other.
TEST(Settled, P4_WithAnyOtherAct_IsNoWordAlone) {
  Open desk;
  const auto word = desk.word("suspense", "booked");
  ASSERT_TRUE(is_word(word));
  const std::vector<void (*)(model::Op&)> acts = {[](model::Op& o) { o.settled.reset(); },
                                                  [](model::Op& o) { o.pin = model::Pin{"domicile", "v1"}; },
                                                  [](model::Op& o) { o.set["phone"] = "2"; },
                                                  [](model::Op& o) { o.add = {{"papers", "deed"}}; },
                                                  [](model::Op& o) { o.remove = {{"papers", "deed", "b/e/1"}}; },
                                                  [](model::Op& o) { o.advance = stage::filed; },
                                                  [](model::Op& o) { o.returned.emplace(); },
                                                  [](model::Op& o) { o.resolve.emplace(); },
                                                  [](model::Op& o) { o.closed.emplace(); },
                                                  [](model::Op& o) { o.post.emplace(); },
                                                  [](model::Op& o) { o.issue.emplace(); },
                                                  [](model::Op& o) { o.voided.emplace(); },
                                                  [](model::Op& o) { o.decided.emplace(); }};
  for (std::size_t i = 0; i < acts.size(); ++i) {
    auto more = word;
    acts[i](more);
    EXPECT_FALSE(is_word(more)) << i;
  }
}

TEST(Erase, OfNoOperation_IsRefused) {
  Open desk;
  auto order = desk.op("centre");
  order.erase = model::Erase{"somebody", "a court's order", {"full_name"}};
  EXPECT_EQ(desk.refusal(order), Code::malformed);
  EXPECT_EQ(desk.judge(order).erase, Fate::refused);
}

TEST(Erase, IsTheClerksWithAReason) {
  Open desk;
  auto order = desk.op("centre");
  order.erase = model::Erase{"bus-01/e1/1", "a court's order", {"full_name"}};
  EXPECT_TRUE(desk.check(order));
  auto silent = order;
  silent.erase->reason.clear();
  EXPECT_EQ(desk.refusal(silent), Code::reason_missing);
  EXPECT_EQ(desk.judge(silent).erase, Fate::refused);
  desk.as(Role::supervisor);
  EXPECT_EQ(desk.refusal(order), Code::role_not_allowed);
}

TEST(Lease, ItsEnd_IsTheBoxesOwnWord) {
  Desk desk;
  auto end = desk.op();
  end.of = "lahore/lease/l1";
  end.actor.clear();
  end.lease = model::LeaseEnd{"l1", "returned", 7100, {}};
  auto context = desk.context();
  context.actor = nullptr;
  EXPECT_TRUE(check(desk.record, end, context));
  EXPECT_EQ(judge(desk.record, end, context), model::Verdict{});
  end.post = model::Post{"payment", {100, "PKR"}, "cash", "s1", ""};
  EXPECT_FALSE(check(desk.record, end, context));
}

}  // namespace
}  // namespace karvan::rules
