#include "storage/seal/hash.h"
#include "sync/exchange/epoch_code.h"
#include "tests/support/fault_vfs.h"
#include "tests/unit/node/core/box.h"

// What goes onto a stick, and what an answer on one does.
namespace karvan::core {
namespace {

using samples::Box;

class Stick : public ::testing::Test {
 protected:
  explicit Stick(const std::string& vfs = "") : box(vfs) { box.sign_in("bilal"); }

  template <class T>
  static const T* only(const std::vector<Outgoing>& out) {
    const T* found = nullptr;
    for (const auto& one : out)
      if (const auto* order = std::get_if<T>(&one)) found = order;
    return found;
  }
  std::vector<Outgoing> order(bool read) {
    static constexpr std::string_view supervisors[] = {"supervisor"};
    const auto ticket = ++tickets_;
    auto out = box.drain(StickLetter{ticket, seat, {supervisors}, read});
    auto told = Box::answer(out, ticket);
    refused = told ? std::nullopt : std::optional(told.error().code);
    return out;
  }
  WriteStick written() {
    const auto out = order(false);
    const auto* piece = only<WriteStick>(out);
    if (!piece) throw std::runtime_error("nothing to write");
    auto kept = *piece;
    box.drain(StickWritten{kept.marks, StickWritten::Whole{"x.work.age", 9, 2, 1}});
    return kept;
  }
  // What the centre answers to it.
  StickRead::Content content(const WriteStick& piece, exchange::Answer answer) {
    StickRead::Content content;
    content.name = "x.answer.age";
    content.head = {exchange::BundleKind::answer, "bus-01", piece.epoch, piece.request.cursors,
                    piece.request.take ? piece.request.take->after : ""};
    content.answers.push_back({std::move(answer), box.checkpoint, false});
    return content;
  }
  const StickState& read(StickRead::Content content) {
    const auto out = order(true);
    if (!only<ReadStick>(out)) throw std::runtime_error("nothing is read");
    box.drain(StickRead{std::move(content)});
    box.settle_down();
    return box.core->stick();
  }
  std::uint64_t unsent() { return *box.store().log().count_unsent(); }
  std::uint64_t unsettled() { return *box.store().log().count_unsettled(); }

  Box box;
  std::string seat = "digest of bilal";
  std::optional<Code> refused;

 private:
  std::uint64_t tickets_ = 9'000;
};

TEST_F(Stick, WhatTheCentreHasNot_GoesOntoItAndStaysUnsent) {
  box.filed();
  const auto before = unsent();
  const auto piece = written();
  EXPECT_TRUE(piece.first);
  EXPECT_TRUE(piece.last);
  EXPECT_EQ(piece.marks.operations, before);
  std::size_t lines = 0;
  for (const auto& batch : piece.request.batches) lines += batch.run.lines.size();
  EXPECT_EQ(lines, before);
  EXPECT_TRUE(piece.request.safe);
  EXPECT_FALSE(piece.request.back.office.empty());
  EXPECT_EQ(unsent(), before);
  const auto& told = box.core->stick();
  EXPECT_EQ(told.doing, "");
  EXPECT_EQ(told.did, "written");
  EXPECT_EQ(told.operations, before);
  EXPECT_EQ(told.files, 2u);
  EXPECT_EQ(told.files_left, 1u);
}

TEST_F(Stick, NextPiece_GoesOnAfterTheLast) {
  box.filed();
  const auto begun = order(false);
  const auto* first = only<WriteStick>(begun);
  ASSERT_TRUE(first);
  EXPECT_EQ(box.core->stick().doing, "writing");
  box.filed();
  const auto out = box.drain(StickWritten{first->marks, std::optional<StickWritten::Whole>()});
  const auto* next = only<WriteStick>(out);
  ASSERT_TRUE(next);
  EXPECT_FALSE(next->first);
  EXPECT_TRUE(next->last);
  ASSERT_FALSE(next->request.batches.empty());
  EXPECT_EQ(next->request.batches.front().run.after.seq, first->marks.operations);
  EXPECT_EQ(next->marks.operations, unsent());
}

TEST_F(Stick, P8_HoweverMuchIsHandedBack_AllOfItGoesOntoOneStickBeforeTheWork) {
  box.round();
  exchange::Answer leases;
  for (int i = 0; i < 70; ++i) leases.documents.push_back(box.lease(100'000 + i * 10, 100'009 + i * 10));
  box.say(std::move(leases));
  box.checkpoint.centre_epoch = "centre-2";
  box.checkpoint.office = 0;
  box.round();
  box.say({});
  box.filed();
  const auto begun = order(false);
  const auto* first = only<WriteStick>(begun);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->request.tail.size(), exchange::tails_max);
  EXPECT_TRUE(first->request.batches.empty());
  EXPECT_FALSE(first->last);
  const auto out = box.drain(StickWritten{first->marks, std::optional<StickWritten::Whole>()});
  const auto* next = only<WriteStick>(out);
  ASSERT_TRUE(next);
  EXPECT_FALSE(next->first);
  EXPECT_TRUE(next->last);
  EXPECT_EQ(next->request.tail.size(), 72 - exchange::tails_max);
  EXPECT_FALSE(next->request.batches.empty());
}

// A new box whose office fills more than one stick.
class StickOfANewBox : public Stick {
 protected:
  static exchange::Snapshot whole(std::uint64_t at, const std::string& id) {
    model::Record record;
    record.id = Box::application(id);
    record.creator = "bus-02/e9/1";
    return {at, record.id, model::write_record(record)};
  }
  exchange::Answer part(const std::string& id, std::uint64_t left) const {
    exchange::Answer answer;
    answer.records = exchange::Records{7, seal::sha256("seven"), left};
    answer.snapshots = {whole(5, id)};
    answer.more = true;
    return answer;
  }
  // What was asked for by network meanwhile, in vain.
  void no_network() { box.drain(ExchangeAnswer{box.exchanges.back().round, fail(Code::link_down), {}}); }
  std::uint64_t office() { return box.store().cursors().get("office/lahore")->position; }
  const exchange::Mark seven{7, exchange::mark_of(seal::sha256("seven"))};
};

TEST_F(StickOfANewBox, NextStick_GoesOnWithTheRecordsAlsoAfterARestart) {
  box.checkpoint.office = 9;
  const auto first = written();
  EXPECT_EQ(first.request.take, exchange::Take{});
  EXPECT_FALSE(read(content(first, part("a1", 1))).fault);
  box.restart();
  box.sign_in("bilal");
  no_network();
  const auto second = written();
  EXPECT_EQ(second.request.take, (exchange::Take{seven, Box::application("a1")}));
  EXPECT_FALSE(read(content(second, part("a2", 0))).fault);
  EXPECT_EQ(office(), 7u);
  EXPECT_TRUE(box.store().records().settled(Box::application("a2"))->has_value());
  no_network();
  EXPECT_FALSE(written().request.take);
}

// Put back to an earlier day, or the sticks were mixed up: the records between would be missing for good.
TEST_F(StickOfANewBox, P16_RecordsThatGoOnFromWhereItIsNot_AreNotTaken) {
  box.checkpoint.office = 9;
  const auto first = written();
  auto beyond = content(first, part("a3", 0));
  beyond.head.after = Box::application("a2");
  EXPECT_EQ(read(beyond).fault, Code::changed_elsewhere);
  EXPECT_EQ(office(), 0u);
  no_network();
  EXPECT_EQ(written().request.take, exchange::Take{});
  EXPECT_FALSE(read(content(first, part("a1", 1))).fault);
  no_network();
  EXPECT_EQ(read(content(first, part("a1", 1))).fault, Code::changed_elsewhere) << "it has moved on";
}

TEST_F(Stick, WhileOneIsUnderWay_AnotherOrderChangesNothing) {
  order(false);
  const auto again = order(false);
  EXPECT_FALSE(refused);
  EXPECT_FALSE(only<WriteStick>(again));
}

TEST_F(Stick, AnOperator_OrdersNone) {
  box.sign_in("asma");
  seat = "digest of asma";
  EXPECT_FALSE(only<WriteStick>(order(false)));
  EXPECT_EQ(refused, Code::role_not_allowed);
  EXPECT_FALSE(only<ReadStick>(order(true)));
}

TEST_F(Stick, NoStickThere_IsTold) {
  order(false);
  box.drain(StickWritten{{}, fail(Code::not_found)});
  EXPECT_EQ(box.core->stick().fault, Code::not_found);
  EXPECT_EQ(box.core->stick().doing, "");
}

TEST_F(Stick, P10_AnswerReadTwice_ChangesNothingMore) {
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

TEST_F(Stick, AnswerThatComesLate_TakesNothingBack) {
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

TEST_F(Stick, AnswerOfAnotherLifeOfTheCentre_IsRefused) {
  const auto piece = written();
  auto other = content(piece, {});
  other.head.from.centre_epoch = "centre-0";
  ++box.checkpoint.office;
  EXPECT_EQ(read(other).fault, Code::changed_elsewhere);
}

TEST_F(Stick, AnswerBeyondWhereTheBoxIs_IsRefused) {
  const auto piece = written();
  box.checkpoint.office += 9;
  auto beyond = content(piece, {});
  beyond.head.from.office += 5;
  EXPECT_EQ(read(beyond).fault, Code::chain_gap);
}

TEST_F(Stick, WhileARoundIsUnderWay_WaitsForItsEnd) {
  box.filed();
  const auto piece = written();
  const auto request = box.round();
  EXPECT_TRUE(read(content(piece, box.applied(piece.request))).news);
  EXPECT_GT(unsent(), 0u);
  box.drain(ExchangeAnswer{box.exchanges.back().round, fail(Code::link_down), {}});
  box.settle_down();
  EXPECT_EQ(unsent(), 0u);
}

TEST_F(Stick, P3_WhileItWaited_TheCentreBeganAnotherLife_IsLeftAlone) {
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

TEST_F(Stick, P10_AnswersAfterOneThatLackedSomething_AreLeftAlone) {
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

TEST_F(Stick, NothingGoesUpByNetwork_WhileOneIsFolded) {
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

TEST_F(Stick, P7_AForkThatItTellsOf_StopsMoney) {
  const auto piece = written();
  exchange::Answer fork;
  fork.fork = true;
  ++box.checkpoint.office;
  EXPECT_FALSE(read(content(piece, fork)).fault);
  EXPECT_TRUE(box.core->book().money_stopped());
}

TEST_F(Stick, P7_AForkThatAPersonHasSettledSince_IsNoNews) {
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
struct StickOnABadDisk : BadDisk, Stick {
  StickOnABadDisk() : Stick(vfs.name()) {}
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
