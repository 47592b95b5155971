#include "sync/exchange/epoch_code.h"
#include "tests/support/fault_vfs.h"
#include "tests/unit/node/core/stick_box.h"

// What an answer on a stick does.
namespace karvan::core {
namespace {

class StickAnswer : public samples::StickBox {};

TEST_F(StickAnswer, P10_AnswerReadTwice_ChangesNothingMore) {
  box.filed();
  const auto piece = written();
  auto answer = box.applied(piece.request);
  answer.documents = {box.lease(7101, 7110)};
  EXPECT_TRUE(read(content(piece, answer)).news);
  EXPECT_EQ(unsent(), 0u);
  EXPECT_EQ(unsettled(), 0u);
  const auto leases = box.core->book().leases().size();
  const auto& second = read(content(piece, answer));
  EXPECT_FALSE(second.fault);
  EXPECT_FALSE(second.news);
  EXPECT_EQ(box.core->book().leases().size(), leases);
}

TEST_F(StickAnswer, AnswerThatComesLate_TakesNothingBack) {
  box.filed();
  const auto piece = written();
  auto late = box.applied(piece.request);
  late.documents = {box.staff("asma", rules::Role::technician)};
  const auto ends_then = box.checkpoint;
  // Meanwhile there was a network.
  auto live = box.applied(box.round());
  live.documents = {box.staff("asma", rules::Role::supervisor)};
  box.say(live);
  auto old = content(piece, late);
  old.answers[0].checkpoint = ends_then;
  EXPECT_FALSE(read(old).fault);
  EXPECT_EQ(box.core->book().staff("asma")->role, rules::Role::supervisor);
}

TEST_F(StickAnswer, AnswerOfAnotherLifeOfTheCentre_IsRefused) {
  const auto piece = written();
  auto other = content(piece, {});
  other.head.from.centre_epoch = "centre-0";
  ++box.checkpoint.office;
  EXPECT_EQ(read(other).fault, Code::changed_elsewhere);
}

TEST_F(StickAnswer, AnswerBeyondWhereTheBoxIs_IsRefused) {
  const auto piece = written();
  box.checkpoint.office += 9;
  auto beyond = content(piece, {});
  beyond.head.from.office += 5;
  EXPECT_EQ(read(beyond).fault, Code::chain_gap);
}

TEST_F(StickAnswer, WhileARoundIsUnderWay_WaitsForItsEnd) {
  box.filed();
  const auto piece = written();
  const auto request = box.round();
  EXPECT_TRUE(read(content(piece, box.applied(piece.request))).news);
  EXPECT_GT(unsent(), 0u);
  box.drain(ExchangeAnswer{box.exchanges.back().round, fail(Code::link_down), {}});
  box.settle_down();
  EXPECT_EQ(unsent(), 0u);
}

TEST_F(StickAnswer, P3_WhileItWaited_TheCentreBeganAnotherLife_IsLeftAlone) {
  box.filed();
  const auto piece = written();
  const auto request = box.round();
  const auto ends_then = box.checkpoint;
  auto old = content(piece, box.applied(piece.request));
  EXPECT_TRUE(read(old).news);
  box.checkpoint = ends_then;
  box.checkpoint.centre_epoch = "centre-2";
  box.say({});
  EXPECT_EQ(box.store().cursors().get("node")->centre_epoch, "centre-2");
  EXPECT_GT(unsent(), 0u) << "what another life received is not received";
  EXPECT_FALSE(box.core->link().on_stick());
}

TEST_F(StickAnswer, P10_AnswersAfterOneThatLackedSomething_AreLeftAlone) {
  box.filed();
  const auto piece = written();
  const auto before = box.store().cursors().get(box.core->book().office_feed())->position;
  exchange::Answer lacking;
  const auto epoch = piece.epoch;
  lacking.entries.push_back({before + 1, epoch, 900, "", {}});
  lacking.more = true;
  auto two = content(piece, lacking);
  auto next = box.applied(piece.request);
  for (auto& entry : next.entries) ++entry.at;
  box.checkpoint.office = before + 1 + next.entries.size();
  two.answers.push_back({next, box.checkpoint, false});
  two.answers.front().checkpoint = box.checkpoint;
  read(two);
  EXPECT_EQ(box.store().cursors().get(box.core->book().office_feed())->position, before);
  EXPECT_FALSE(box.core->link().on_stick());
}

TEST_F(StickAnswer, NothingGoesUpByNetwork_WhileOneIsFolded) {
  box.filed();
  const auto piece = written();
  const auto request = box.round();
  read(content(piece, box.applied(piece.request)));
  EXPECT_TRUE(box.core->link().on_stick());
  const auto rounds = box.exchanges.size();
  box.filed();
  EXPECT_EQ(box.exchanges.size(), rounds);
  box.say({});
  EXPECT_FALSE(box.core->link().on_stick());
}

TEST_F(StickAnswer, P7_AForkThatItTellsOf_StopsMoney) {
  const auto piece = written();
  exchange::Answer fork;
  fork.fork = true;
  ++box.checkpoint.office;
  EXPECT_FALSE(read(content(piece, fork)).fault);
  EXPECT_TRUE(box.core->book().money_stopped());
}

TEST_F(StickAnswer, P7_AForkThatAPersonHasSettledSince_IsNoNews) {
  const auto piece = written();
  exchange::Answer fork;
  fork.fork = true;
  ++box.checkpoint.office;
  const auto late = content(piece, fork);
  box.round();
  box.say(fork);
  ASSERT_TRUE(box.core->book().money_stopped());
  const auto& book = box.core->book();
  box.must(counter::SettleFork{
      {},
      *exchange::epoch_code(box.centre_key(), seal::verifying(book.options().key), "bus-01", book.epoch_challenge())});
  box.say({});
  EXPECT_FALSE(read(late).fault);
  EXPECT_FALSE(box.core->book().money_stopped());
}

struct BadDisk {
  test::FaultVfs vfs{"core-stick"};
};
struct StickOnABadDisk : BadDisk, samples::StickBox {
  StickOnABadDisk() : StickBox(vfs.name()) {}
};

TEST_F(StickOnABadDisk, P1_ACommitThatFails_LeavesNoGap_AndSaysSo) {
  box.filed();
  const auto piece = written();
  auto first = box.applied(piece.request);
  const auto half = static_cast<std::ptrdiff_t>(first.entries.size() / 2);
  ASSERT_GT(half, 0);
  exchange::Answer second;
  second.entries.assign(first.entries.begin() + half, first.entries.end());
  first.entries.resize(static_cast<std::size_t>(half));
  first.more = true;
  auto two = content(piece, first);
  two.answers.push_back({second, box.checkpoint, false});
  const auto before = unsettled();
  vfs.fail(test::Io::sync, 1, test::io_error_fsync);
  EXPECT_EQ(read(two).fault, Code::io_failed);
  EXPECT_EQ(unsettled(), before);
  vfs.heal();
  // The first answer had said that there is more: the network was asked for it, in vain.
  box.drain(ExchangeAnswer{box.exchanges.back().round, fail(Code::link_down), {}});
  EXPECT_FALSE(read(two).fault);
  EXPECT_EQ(unsettled(), 0u);
}

}  // namespace
}  // namespace karvan::core
