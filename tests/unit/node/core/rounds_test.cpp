#include "storage/seal/hash.h"
#include "tests/unit/node/core/box.h"

// What a round asks for, and how rounds follow each other.
namespace karvan::core {
namespace {

using samples::Box;

void fail_with(Box& box, Error error) {
  box.drain(ExchangeAnswer{box.exchanges.back().round, tl::unexpected(std::move(error)), {}});
}

// How long after now the next round is due.
std::int64_t pause(Box& box, std::int64_t step_ms) {
  const auto rounds = box.exchanges.size();
  const auto from = box.now;
  while (box.exchanges.size() == rounds) {
    box.now += step_ms;
    box.drain(Tick{});
  }
  return box.now - from;
}

TEST(Round, AfterABreakInTheMiddle_AsksForLess) {
  Box box;
  box.round();
  box.hear(box.exchanges.back().round, {}, {.down = 100'000});
  EXPECT_EQ(box.round().answer_bytes_max, 1'000'000u);
  fail_with(box, {Code::link_down, {{"begun", "yes"}}});
  EXPECT_EQ(box.round().answer_bytes_max, 500'000u);
  fail_with(box, {Code::link_down});
  EXPECT_EQ(box.round().answer_bytes_max, 500'000u);
}

TEST(Round, AfterFailures_WaitsByChanceAndBounded) {
  Box box;
  box.round();
  for (int i = 0; i < 8; ++i) {
    fail_with(box, {Code::link_down});
    const auto most = std::min(retry_ms_max, retry_ms_min << std::min(i, 6));
    const auto waited = pause(box, most / 20);
    EXPECT_GE(waited, most / 2) << i;
    EXPECT_LE(waited, most + most / 20) << i;
  }
}

TEST(Round, P16_AfterTheSameFailures_TwoBoxesDoNotComeBackInStep) {
  Box one, other;
  other.core->book().fresh_id();  // its chance is another
  const auto waited = [](Box& box) {
    std::vector<std::int64_t> pauses;
    box.round();
    for (int i = 0; i < 4; ++i) {
      fail_with(box, {Code::link_down});
      pauses.push_back(pause(box, 50));
    }
    return pauses;
  };
  EXPECT_NE(waited(one), waited(other));
}

// The centre speaks another version, until one of the two is brought up to date.
TEST(Round, P15_WhereTheCentreSpeaksNoVersionOfOurs_ItIsShownRestsAndBlocksNothing) {
  Box box;
  box.sign_in();
  box.round();
  for (int i = 0; i < 8; ++i) {
    fail_with(box, {Code::version_unknown, {{"known", "2"}}});
    ASSERT_TRUE(box.core->link().fault());
    EXPECT_EQ(box.core->link().fault()->code, Code::version_unknown);
    EXPECT_EQ(box.core->link().state(), LinkState::offline);
    EXPECT_TRUE(box.ask(counter::TakePayment{{}, box.filed(), "cash", {50'000, "PKR"}, ""}));
    EXPECT_GE(pause(box, 100), std::min(retry_ms_max, retry_ms_min << std::min(i, 6)) / 2) << i;
  }
  box.say(box.applied(box.exchanges.back().request));
  EXPECT_FALSE(box.core->link().fault());
  while (box.unsent() > 0) box.say(box.applied(box.round()));
}

TEST(Round, WhenTheCentreAsksForTime_WaitsAsLong) {
  Box box;
  box.round();
  fail_with(box, {Code::busy, {{"retry_s", "90"}}});
  EXPECT_GE(pause(box, 1'000), 90'000);
  fail_with(box, {Code::busy, {{"retry_s", "999999999"}}});
  EXPECT_LE(pause(box, 10'000), retry_after_ms_max + 10'000);
}

TEST(Round, P15_ABatchThatIsNotTaken_RestsAndIsShown) {
  Box box;
  box.sign_in();
  box.filed();
  const auto sent = box.round();
  exchange::Answer said;
  said.refused = {{sent.batches.at(0).run.after, "chain_broken"}};
  box.say(said);
  ASSERT_EQ(box.core->link().refusals().size(), 1u);
  const auto& [epoch, refusal] = *box.core->link().refusals().begin();
  EXPECT_EQ(refusal.seq, 1u);
  EXPECT_EQ(refusal.code, "chain_broken");
  box.now += 1'000;
  box.must(counter::ExchangeNow{});
  EXPECT_TRUE(box.exchanges.back().request.batches.empty());
  box.say({});
  const auto again = box.round();
  ASSERT_EQ(again.batches.size(), 1u);
  box.say(box.applied(again));
  EXPECT_TRUE(box.core->link().refusals().empty());
  EXPECT_EQ(box.unsent(), 0u);
}

TEST(Round, P15_ABatchThatIsPutOff_IsNoFaultAndGoesAgain) {
  Box box;
  box.sign_in();
  box.filed();
  const auto sent = box.round();
  exchange::Answer said;
  said.refused = {{sent.batches.at(0).run.after, "busy"}};
  box.say(said);
  EXPECT_TRUE(box.core->link().refusals().empty());
  const auto again = box.round();
  ASSERT_EQ(again.batches.size(), 1u);
  box.say(box.applied(again));
  EXPECT_EQ(box.unsent(), 0u);
}

TEST(Round, WhereTheTwoHaveParted_SendsItsMarksAndGoesOnFromTheLastInCommon) {
  Box box;
  box.sign_in();
  box.filed();
  auto said = box.applied(box.round());
  box.checkpoint.office_hash = seal::sha256("two");
  box.say(said);
  const auto mark = exchange::mark_of(box.checkpoint.office_hash);
  EXPECT_EQ(box.round().cursors.office_hash, mark);
  exchange::Answer parted;
  parted.back = {exchange::Feed::office};
  box.say(parted);
  const auto& back = box.exchanges.back().request.back;
  EXPECT_EQ(back.office.front(), (exchange::Mark{2, mark}));
  EXPECT_EQ(back.office.back(), exchange::Mark{});
  EXPECT_TRUE(back.reference.empty());
  EXPECT_EQ(box.exchanges.back().request.cursors.office, 2u);
  exchange::Answer agreed;
  agreed.from = exchange::Cursors{"", 0, box.checkpoint.node_feed, box.checkpoint.reference};
  box.checkpoint.office = 0;
  box.checkpoint.office_hash = {};
  box.say(agreed);
  const auto next = box.round();
  EXPECT_TRUE(next.back.empty());
  EXPECT_EQ(next.cursors.office, 0u);
}

exchange::Snapshot snapshot(std::uint64_t at, const std::string& id) {
  model::Record record;
  record.id = "lahore/application/" + id;
  record.creator = "bus-02/e9/1";
  return {at, record.id, model::write_record(record)};
}

TEST(Round, OfANewBox_TakesTheRecordsAsTheyStandWithProgress) {
  Box box;
  EXPECT_EQ(box.round().take, exchange::Take{});
  exchange::Answer first;
  first.records = exchange::Records{7, seal::sha256("seven"), 1};
  first.snapshots = {snapshot(5, "a1")};
  first.more = true;
  box.say(first);
  ASSERT_TRUE(box.core->link().progress());
  EXPECT_EQ(box.core->link().progress()->taken, 1u);
  EXPECT_EQ(box.core->link().progress()->left, 1u);
  const auto asked = box.exchanges.back().request.take;
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->after, "lahore/application/a1");
  EXPECT_EQ(asked->from, (exchange::Mark{7, exchange::mark_of(seal::sha256("seven"))}));
  box.restart();
  EXPECT_EQ(box.round().take, asked) << "nothing restarts from zero";
  first.records->left = 0;
  first.snapshots = {snapshot(6, "a2")};
  box.say(first);
  EXPECT_FALSE(box.core->link().progress());
  EXPECT_TRUE(box.store().documents().list("take")->empty());
  const auto& next = box.exchanges.back().request;
  EXPECT_FALSE(next.take);
  EXPECT_EQ(next.cursors.office, 7u);
  EXPECT_EQ((*box.store().records().settled("lahore/application/a2"))->position, 6u);
}

TEST(Round, OnceTheBoxHasWritten_TakesNoRecords) {
  Box box;
  box.sign_in();
  box.filed();
  EXPECT_FALSE(box.round().take);
}

// The answer that brought them was lost: with the first operations the entries are asked for, which settle them.
TEST(Round, P16_OfANewBoxThatWroteBeforeRecordsCame_TakesNoneAndIsSettled) {
  Box box;
  box.sign_in();
  ASSERT_EQ(box.round().take, exchange::Take{});
  fail_with(box, {Code::link_down});
  box.filed();
  const auto request = box.round();
  EXPECT_FALSE(request.take);
  ASSERT_FALSE(request.batches.empty());
  box.say(box.applied(request));
  EXPECT_EQ(*box.store().log().count_unsettled(), 0u);
}

TEST(Round, ALongDocumentInPieces_IsPutTogetherOverARestart) {
  Box box;
  const std::string digest = seal::to_hex(seal::sha256("a picture"));
  auto piece = box.document(exchange::Feed::reference, "media", digest, "a pic");
  piece.of = 9;
  exchange::Answer said;
  said.documents = {piece};
  said.more = true;
  said.to = exchange::Cursors{"", 0, box.checkpoint.node_feed, box.checkpoint.reference - 1};
  box.round();
  box.say(said);
  EXPECT_EQ(box.exchanges.back().request.part, (exchange::Part{exchange::Feed::reference, piece.at, 5}));
  box.restart();
  EXPECT_EQ(box.round().part, (exchange::Part{exchange::Feed::reference, piece.at, 5}));
  piece.from = 5;
  piece.body = "ture";
  said.documents = {piece};
  said.more = false;
  said.to.reset();
  box.say(said);
  EXPECT_EQ(box.store().documents().get("media", digest).value()->bytes, "a picture");
  EXPECT_FALSE(box.round().part);
}

TEST(Round, OnceAnHour_AsksHowFarItIsSafe) {
  Box box;
  box.restart();
  EXPECT_TRUE(box.round().safe);
  box.say({});
  EXPECT_FALSE(box.round().safe);
  box.say({});
  box.now += safe_every_ms;
  EXPECT_TRUE(box.round().safe);
}

}  // namespace
}  // namespace karvan::core
