#include "tests/crash/stage.h"

namespace karvan::crash {

Stage::Stage(const Transaction& transaction)
    : transaction_(transaction), box_(disk_.name(), transaction.changed ? transaction.changed : [](auto&) {}) {
  transaction_.prepare(scene_);
  box_.stop();
  prepared_ = disk_.image();
  now_ = box_.now;
  checkpoint_ = box_.checkpoint;
}

void Stage::stop() {
  disk_.heal();
  box_.stop();
}

void Stage::rewind() {
  stop();
  disk_.put(prepared_);
  box_.now = now_;
  box_.checkpoint = checkpoint_;
  if (!transaction_.arrive) return;
  box_.start();
  arrive();
}

void Stage::start_from(const test::MemoryVfs::Image& image) {
  stop();
  disk_.put(image);
  box_.start();
}

void Stage::arrive() {
  if (transaction_.arrive) transaction_.arrive(scene_);
}

void Stage::recover() {
  disk_.heal();
  box_.now += core::recover_every_ms;
  if (!box_.core) return box_.start();
  box_.drain(core::Tick{});
  box_.settle_down();
}

Judge::Judge(const Transaction& transaction) : transaction_(transaction), stage_(transaction) {
  stage_.rewind();
  stage_.start_from(stage_.disk().image());
  reference_.before = account_of(stage_.box());
  stage_.rewind();
  const auto changes = stage_.disk().count_changes(), reads = stage_.disk().count(test::Io::read);
  const auto told = stage_.act();
  EXPECT_TRUE(told) << describe(told.error());
  reference_.changes = stage_.disk().count_changes() - changes;
  reference_.reads = stage_.disk().count(test::Io::read) - reads;
  reference_.live = account_of(stage_.box());
  stage_.start_from(stage_.disk().image());
  reference_.after = account_of(stage_.box());
}

// Only of an outcome that was told to be unknown it may be either; never half.
void Judge::expect_true(const std::string& account, const Told& told) {
  if (!told && (told.error().where == in_part || !transaction_.one_commit)) return;
  const bool known = told || told.error().code != Code::outcome_unknown;
  if (known) {
    EXPECT_EQ(account, told ? reference_.after : reference_.before) << "P1";
  } else {
    EXPECT_TRUE(account == reference_.before || account == reference_.after) << "P1, in half: " << account;
  }
}

// `there`: it took effect before the last start, so that what it left running is in doubt by now.
void Judge::ask_again(bool there, const Told& told) {
  const bool asks = transaction_.again == Again::always || (transaction_.again == Again::if_undone && !there);
  if (!asks) return;
  const auto again = stage_.act();
  ASSERT_TRUE(again) << "P2: " << describe(again.error());
  EXPECT_EQ(*again, told.value_or(*again)) << "P2: another answer";
  EXPECT_EQ(account_of(stage_.box()), there ? reference_.after : reference_.live) << "P2";
  expect_promises(stage_.box());
}

void Judge::expect_box_goes_on(const Told& told) {
  stage_.recover();
  if (transaction_.again == Again::always) {
    stage_.arrive();
    ask_again(false, told);
  }
}

void Judge::expect_after_crash(const test::MemoryVfs::Image& image, const Told& told) {
  try {
    stage_.start_from(image);
  } catch (const std::runtime_error& error) {
    FAIL() << "P1: the box does not start: " << error.what();
  }
  const auto account = account_of(stage_.box());
  expect_true(account, told);
  expect_promises(stage_.box());
  if (testing::Test::HasFailure()) return;
  stage_.arrive();
  ask_again(account == reference_.after && reference_.after != reference_.before, told);
}

}  // namespace karvan::crash
