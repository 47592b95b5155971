#include "storage/model/json.h"
#include "storage/salvage/report.h"
#include "tests/unit/node/core/box.h"

// What goes up beside a round.
namespace karvan::core {
namespace {

using samples::Box;

// More than one request holds.
void write_much(Box& box) {
  const std::string name(16'000, 'x');
  for (int i = 0; i < 140; ++i) {
    auto id = box.started();
    box.must(counter::ChangeDraft{{}, id, 2, {{"full_name", name}}});
    box.must(counter::FileDraft{{}, id, 3, ""});
  }
}

TEST(Push, OnAFastLink_GoesBesideTheRoundAndIsAcknowledgedApart) {
  Box box;
  box.sign_in();
  box.round();
  box.hear(box.exchanges.back().round, {}, {.up = 64 << 20, .down = 64 << 20});
  write_much(box);
  const auto before = box.exchanges.size();
  box.round();
  ASSERT_GE(box.exchanges.size(), before + 2);
  const auto whole = box.exchanges[box.exchanges.size() - 2], push = box.exchanges.back();
  EXPECT_FALSE(whole.push);
  ASSERT_TRUE(push.push);
  EXPECT_EQ(push.request.answer_bytes_max, 0u);
  const auto& last = whole.request.batches.back().run;
  EXPECT_EQ(push.request.batches.front().run.after.seq, last.after.seq + last.lines.size());
  const auto all = box.unsent();
  exchange::Answer said = box.applied(whole.request);
  exchange::Answer beside = box.applied(push.request);
  beside.entries.clear();
  box.hear(whole.round, said);
  EXPECT_LT(box.unsent(), all);
  box.hear(push.round, beside);
  EXPECT_EQ(box.unsent(), 0u);
}

TEST(Push, P15_SaysLikeEachRequestWhatOfTheLogIsLost) {
  Box box;
  box.sign_in();
  const auto head = *box.store().log().head();
  const json::object run{{"epoch", head.epoch}, {"from", head.seq + 1}, {"to", head.seq + 1'000}, {"received", 0}};
  const json::object told{{"file", "aside"}, {"runs", json::array{run}}, {"tables", json::array{}}};
  ASSERT_TRUE(box.store().begin());
  ASSERT_TRUE(box.store().documents().put({std::string(salvage::report_kind), "now", json::write(told), 0}));
  ASSERT_TRUE(box.store().commit());
  box.round();
  box.hear(box.exchanges.back().round, {}, {.up = 64 << 20, .down = 64 << 20});
  write_much(box);
  const auto before = box.exchanges.size();
  box.round();
  ASSERT_GE(box.exchanges.size(), before + 2);
  const auto& push = box.exchanges.back();
  ASSERT_TRUE(push.push);
  EXPECT_TRUE(seal::open_note(push.request.gone, seal::verifying(box.core->book().options().key)));
}

}  // namespace
}  // namespace karvan::core
