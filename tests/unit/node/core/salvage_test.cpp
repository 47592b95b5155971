#include "storage/salvage/report.h"

#include <algorithm>

#include "storage/model/json.h"
#include "sync/exchange/gone.h"
#include "tests/unit/node/core/box.h"

namespace karvan::core {
namespace {

using samples::Box;
using samples::code_of;
using samples::noon;

void keep(Box& box, std::string_view id, const std::string& text) {
  ASSERT_TRUE(box.store().begin());
  ASSERT_TRUE(box.store().documents().put({std::string(salvage::report_kind), std::string(id), text, 0}));
  ASSERT_TRUE(box.store().commit());
}

bool holds(Box& box, const std::string& lease) {
  const auto leases = *box.store().leases().list();
  return std::any_of(leases.begin(), leases.end(), [&](const auto& one) { return one.id == lease; });
}

void grant(Box& box, const rules::Lease& lease) {
  exchange::Answer answer;
  answer.documents = {box.document(exchange::Feed::node, "lease", lease.id,
                                   seal::sign_note(rules::write_lease(lease), box.centre_key()))};
  box.round();
  box.say(std::move(answer));
}

TEST(Salvage, P5_InDoubt_LeasedNumbersGoBackOnceAndOnlyNewOnesAreIssued) {
  Box box;
  keep(box, salvage::doubtful_numbers, "now");
  box.restart();
  const auto leases = *box.store().leases().list();
  for (const auto& lease : leases) EXPECT_EQ(lease.state, "returned");
  const auto count = box.count();
  EXPECT_EQ(count, 2u);  // the centre is told of both
  box.sign_in();
  const auto application = box.filed();
  EXPECT_EQ(code_of(box.ask(counter::TakePayment{{}, application, "cash", {50'000, "PKR"}, ""})), Code::no_lease_left);
  box.restart();
  box.sign_in();
  grant(box, {"l8001", "bus-01", "receipt", 8001, 8010, noon, noon + 1'000'000'000});
  box.paid(application);
  EXPECT_EQ(box.numbers().front().serial.number, 8001);
  box.restart();
  box.sign_in();
  box.paid(box.filed());
  EXPECT_EQ(box.numbers().size(), 2u);
}

TEST(Salvage, P5_ALeaseThatWasLost_IsNeverGrantedAnew) {
  Box box;
  keep(box, salvage::lost_leases, std::to_string(noon + 1));
  grant(box, {"l9001", "bus-01", "receipt", 9001, 9010, noon, noon + 1'000'000'000});
  EXPECT_FALSE(holds(box, "l9001"));
  EXPECT_TRUE(holds(box, "l7001"));
  grant(box, {"l9101", "bus-01", "receipt", 9101, 9110, noon + 2, noon + 1'000'000'000});
  EXPECT_TRUE(holds(box, "l9101"));
}

// ---- what of the log is lost

// Three operations of the present epoch are lost, after those that are here.
store::Head lose_three(Box& box) {
  const auto head = *box.store().log().head();
  const auto run =
      json::object{{"epoch", head.epoch}, {"from", head.seq + 1}, {"to", head.seq + 3}, {"received", head.seq + 2}};
  keep(box, "now", json::write(json::object{{"file", "aside"}, {"runs", json::array{run}}, {"tables", json::array{}}}));
  box.restart();
  box.sign_in();
  return head;
}

TEST(Salvage, P15_WhatIsLostOfTheLog_IsSaidSignedUntilAllIsSettled) {
  Box box;
  box.sign_in();
  box.filed();
  const auto head = lose_three(box);
  auto request = box.round();
  const auto text = seal::open_note(request.gone, seal::verifying(box.core->book().options().key));
  ASSERT_TRUE(text);
  const exchange::Gap lost{{head.epoch, head.seq, head.hash}, {head.epoch, head.seq + 3, {}}};
  EXPECT_EQ(*exchange::parse_gone(*text), (exchange::Gone{"bus-01", {lost}}));
  box.say(box.applied(request));
  EXPECT_TRUE(box.round().gone.empty());
}

// Which epochs a request says that a part is lost of.
std::vector<std::string> said_lost(const exchange::Request& request, Box& box) {
  std::vector<std::string> epochs;
  const auto text = seal::open_note(request.gone, seal::verifying(box.core->book().options().key));
  const auto gone = text ? exchange::parse_gone(*text) : Result<exchange::Gone>(tl::unexpected(text.error()));
  if (!gone) return epochs;
  for (const auto& gap : gone->gaps) epochs.push_back(gap.kept.epoch);
  return epochs;
}

TEST(Salvage, P15_MoreGapsThanOneNoteHolds_AreSaidInTurnTheNewestFirst) {
  constexpr std::size_t count = exchange::gaps_max + 6;
  Box box;
  box.sign_in();
  box.filed();
  json::array runs;
  ASSERT_TRUE(box.store().begin());
  for (std::size_t i = 0; i < count; ++i) {
    const auto epoch = "x" + std::to_string(i);
    ASSERT_TRUE(box.store().log().open_epoch(epoch));
    runs.push_back(json::object{{"epoch", epoch}, {"from", 1}, {"to", 3}, {"received", 0}});
  }
  ASSERT_TRUE(box.store().commit());
  keep(box, "now", json::write(json::object{{"file", "aside"}, {"runs", runs}, {"tables", json::array{}}}));
  box.restart();
  const auto first = said_lost(box.round(), box);
  ASSERT_EQ(first.size(), exchange::gaps_max);
  EXPECT_EQ(first.front(), "x6");
  EXPECT_EQ(first.back(), "x69");
  box.say({});
  const auto second = said_lost(box.round(), box);
  ASSERT_EQ(second.size(), exchange::gaps_max);
  EXPECT_EQ(second.front(), "x0");
  box.say({});
  EXPECT_EQ(said_lost(box.round(), box), first);
}

TEST(Salvage, P7_ReceiptOrQuestionForWhatIsLost_IsNoFork) {
  Box box;
  box.sign_in();
  box.filed();
  const auto head = lose_three(box);
  auto request = box.round();
  exchange::Answer answer;
  answer.receipts = {{head.epoch, head.seq + 2, seal::sha256("lost")}};
  answer.lost = {{head.epoch, head.seq + 3, seal::sha256("lost")}};
  box.say(std::move(answer));
  EXPECT_FALSE(box.core->book().money_stopped());
  EXPECT_EQ(box.store().log().marks()->front().received, head.seq);
  box.round();
  answer.receipts = {{head.epoch, head.seq + 4, seal::sha256("another box")}};
  box.say(std::move(answer));
  EXPECT_EQ(box.core->book().money_stopped(), Code::fork_noticed);
}

}  // namespace
}  // namespace karvan::core
