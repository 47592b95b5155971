#include "tests/crash/stage.h"

#include <algorithm>
#include <cstdlib>

namespace karvan::crash {

Left left_by(const test::MemoryVfs& disk, std::optional<std::uint64_t> half) {
  Left all = {{"the process is killed", disk.image()}, {"the power is cut", disk.image_after_cut()}};
  if (half) all.emplace_back("half is there", disk.image_after_cut(test::Kept::by_chance(*half)));
  Left each;
  for (auto& one : all)
    if (std::ranges::find(each, one.second, &Left::value_type::second) == each.end()) each.push_back(std::move(one));
  return each;
}

bool every_request() { return std::getenv("KARVAN_EVERY_REQUEST") != nullptr; }

std::uint64_t step_of(std::uint64_t calls, std::uint64_t sampled) {
  return every_request() ? 1 : std::max<std::uint64_t>(1, calls / sampled);
}

Stage::Stage(const Transaction& transaction)
    : transaction_(transaction),
      box_(disk_.name(), transaction.changed ? transaction.changed : [](auto&) {}, transaction.cipher) {
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
  write_to_log();
  arrive();
}

// As on any working day: what was told before the act is not in the file yet.
void Stage::write_to_log() {
  const auto written = [this]() -> Result<void> {
    TRY_VOID(box_.store().begin());
    TRY_VOID(box_.store().documents().put({in_the_log, "before the act", "told", 0}));
    return box_.store().commit();
  }();
  if (!written) throw std::runtime_error(describe(written.error()));
}

void Stage::rewind_cold() {
  rewind();
  if (!box_.core) return;
  auto& book = box_.core->book();
  book.drop_caches();
  const auto loaded = book.load();
  if (!loaded) throw std::runtime_error(describe(loaded.error()));
  const auto cold = box_.store().database().script("PRAGMA shrink_memory");
  if (!cold) throw std::runtime_error(describe(cold.error()));
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
  if (!box_.core) return box_.start();
  box_.drain(core::Tick{});  // from here on it rests
  box_.now += core::recover_every_ms;
  box_.drain(core::Tick{});
  box_.settle_down();
}

Judge::Judge(const Transaction& transaction) : transaction_(transaction), stage_(transaction) {
  stage_.rewind();
  stage_.start_from(stage_.disk().image());
  reference_.before = account_of(stage_.box());
  stage_.rewind();
  const auto changes = stage_.disk().count_changes();
  const auto told = stage_.act();
  EXPECT_TRUE(told) << describe(told.error());
  reference_.changes = stage_.disk().count_changes() - changes;
  reference_.live = account_of(stage_.box());
  const auto left = stage_.disk().image();
  stage_.recover();
  reference_.gone_on = account_of(stage_.box());
  stage_.start_from(left);
  reference_.after = account_of(stage_.box());
  stage_.rewind_cold();
  const auto reads = stage_.disk().count(test::Io::read);
  EXPECT_TRUE(stage_.act());
  reference_.reads = stage_.disk().count(test::Io::read) - reads;
  stage_.rewind();
  stage_.recover();
  reference_.idle = account_of(stage_.box());
}

// By what each of several letters was told.
void Judge::expect_each_true(const std::string& signs) {
  const auto there = stage_.there();
  ASSERT_EQ(there.size(), signs.size());
  for (std::size_t i = 0; i < signs.size(); ++i)
    EXPECT_TRUE(signs[i] == told_unknown || there[i] == (signs[i] == told_done))
        << "P1: letter " << i << " of " << signs;
}

// Only of an outcome that was told to be unknown it may be either; never half.
void Judge::expect_true(const std::string& account, const Told& told, const std::string& before,
                        const std::string& after) {
  if (!told && told.error().where == in_part) return expect_each_true(told.error().args.at(in_part));
  if (!told && !transaction_.one_commit) return;
  const bool known = told || told.error().code != Code::outcome_unknown;
  if (known) {
    EXPECT_EQ(account, told ? after : before) << "P1";
  } else {
    EXPECT_TRUE(account == before || account == after) << "P1, in half: " << account;
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

// Whatever became of the act, the counter stands still for nobody.
void Judge::expect_next_desk_served() {
  auto& box = stage_.box();
  box.sign_in("asma");
  const auto begun = box.ask(counter::StartDraft{{}, "domicile"});
  ASSERT_TRUE(begun) << "the next command: " << describe(begun.error());
  const auto draft = box.core->book().draft(begun->at("draft").as_string());
  EXPECT_TRUE(draft) << "what the next command saved";
}

void Judge::expect_box_goes_on(const Told& told) {
  stage_.recover();
  expect_promises(stage_.box());
  if (!told && told.error().where == in_part) expect_true({}, told, {}, {});
  if (transaction_.again == Again::always) {
    stage_.arrive();
    ask_again(false, told);
  } else {
    expect_true(account_of(stage_.box()), told, reference_.idle, reference_.gone_on);
  }
  if (!testing::Test::HasFailure()) expect_next_desk_served();
}

void Judge::expect_after_crash(const test::MemoryVfs::Image& image, const Told& told) {
  try {
    stage_.start_from(image);
  } catch (const std::runtime_error& error) {
    FAIL() << "P1: the box does not start: " << error.what();
  }
  const auto account = account_of(stage_.box());
  expect_true(account, told, reference_.before, reference_.after);
  expect_promises(stage_.box());
  if (testing::Test::HasFailure()) return;
  stage_.arrive();
  ask_again(account == reference_.after && reference_.after != reference_.before, told);
}

void Judge::expect_true_after(const Told& told, std::optional<std::uint64_t> half) {
  SCOPED_TRACE(told ? "told: done" : "told: " + describe(told.error()));
  const auto left = left_by(stage_.disk(), half);
  expect_box_goes_on(told);
  for (const auto& [after, image] : left) {
    SCOPED_TRACE(after);
    expect_after_crash(image, told);
  }
}

}  // namespace karvan::crash
