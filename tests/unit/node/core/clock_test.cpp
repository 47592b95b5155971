#include "tests/unit/node/core/capture_box.h"

// A wall clock that ran ahead and is put right while the box runs: whatever waits for a while goes on.
namespace karvan::core {
namespace {

using samples::Box;
using samples::CaptureBox;
using samples::h1;
using samples::orders;

constexpr std::int64_t ran_ahead_ms = 40 * 86'400'000LL;

// Whether a round is due within this time.
bool asks_within(Box& box, std::int64_t ms, std::int64_t step_ms) {
  const auto rounds = box.exchanges.size();
  for (const auto end = box.now + ms; box.now < end && box.exchanges.size() == rounds;) {
    box.now += step_ms;
    box.drain(Tick{});
  }
  return box.exchanges.size() > rounds;
}

TEST(Clock, P16_SetBackWhileIdle_TheNextRoundIsNoLaterThanEver) {
  Box box;
  box.round();
  box.say({});
  box.now -= ran_ahead_ms;
  EXPECT_TRUE(asks_within(box, 2 * idle_ms, 1'000));
}

TEST(Clock, P16_SetBackAfterAFailure_TheNextRoundIsNoLaterThanEver) {
  Box box;
  box.round();
  box.drain(ExchangeAnswer{box.exchanges.back().round, fail(Code::link_down), {}});
  box.now -= ran_ahead_ms;
  EXPECT_TRUE(asks_within(box, 2 * retry_ms_max, 1'000));
}

TEST(Clock, P15_P16_SetBackWhileABatchRests_ItGoesAgainInItsTime) {
  Box box;
  box.sign_in();
  box.filed();
  const auto sent = box.round();
  exchange::Answer said;
  said.refused = {{sent.batches.at(0).run.after, "chain_broken"}};
  box.say(said);
  box.now -= ran_ahead_ms;
  bool sent_again = false;
  for (const auto end = box.now + rest_ms_max; box.now < end && !sent_again;) {
    if (!asks_within(box, 2 * idle_ms, idle_ms)) break;
    sent_again = !box.exchanges.back().request.batches.empty();
    box.say({});
  }
  EXPECT_TRUE(sent_again);
}

TEST(Clock, P15_P16_SetBackWhileAFileRests_ItGoesAgainInItsTime) {
  CaptureBox box;
  box.captured(h1);
  ASSERT_TRUE(box.file());
  auto answer = box.applied(box.round());
  box.drain(ExchangeAnswer{box.exchanges.back().round, exchange::Received{answer, box.checkpoint, false}, {8'000}});
  box.settle_down();
  EXPECT_TRUE(orders<SendUpload>(box.drain(UploadAnswer{h1, 0, false, Error{Code::seal_broken}, 0})).empty());
  box.now -= ran_ahead_ms;
  std::vector<SendUpload> pieces;
  for (const auto end = box.now + 2 * rest_ms_min; box.now < end && pieces.empty(); box.now += 1'000) {
    const auto rounds = box.exchanges.size();
    pieces = orders<SendUpload>(box.drain(Tick{}));
    if (box.exchanges.size() == rounds) continue;
    exchange::Received nothing{{}, box.checkpoint, false};
    pieces = orders<SendUpload>(box.drain(ExchangeAnswer{box.exchanges.back().round, nothing, {8'000}}));
  }
  ASSERT_EQ(pieces.size(), 1u);
  EXPECT_EQ(pieces[0].hash, h1);
}

TEST(Clock, P12_SetBack_TheBoxAsksWithinAnHourHowFarItIsSafe) {
  Box box;
  box.restart();
  ASSERT_TRUE(box.round().safe);
  box.say({});
  box.now -= ran_ahead_ms;
  bool asked = false;
  for (const auto end = box.now + safe_every_ms + 2 * idle_ms; box.now < end && !asked;) {
    if (!asks_within(box, 600'000, 120'000)) break;
    asked = box.exchanges.back().request.safe;
    box.say({});
  }
  EXPECT_TRUE(asked);
}

bool is_locked(const Box& box) { return box.core->book().seat("digest of asma")->locked; }

TEST(Clock, P13_SetBack_ADeskThatNobodyUsesIsLockedInItsTime) {
  Box box;
  box.sign_in();
  box.now -= ran_ahead_ms;
  box.drain(Tick{});
  EXPECT_FALSE(is_locked(box));  // somebody may be at work
  box.now += box.core->book().options().idle_lock_ms;
  box.drain(Tick{});
  EXPECT_TRUE(is_locked(box));
}

}  // namespace
}  // namespace karvan::core
