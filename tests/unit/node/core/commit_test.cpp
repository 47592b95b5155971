#include <sqlite3.h>

#include "tests/support/fault_vfs.h"
#include "tests/support/memory_vfs.h"
#include "tests/unit/node/core/box.h"

// The one commit of a drain: what it costs, and what is said where it does not stand.
namespace karvan::core {
namespace {

using samples::Box;

constexpr int cannot_open = 14;  // SQLITE_CANTOPEN

TEST(Commit, OfTwentyFourDesks_CostsOneFsync) {
  test::FaultVfs vfs("core-one-fsync");
  Box box(vfs.name());
  box.sign_in();
  std::vector<std::string> drafts;
  for (int i = 0; i < 24; ++i) drafts.push_back(box.started());
  std::vector<Letter> letters;
  for (const auto& id : drafts) letters.emplace_back(box.letter(counter::ChangeDraft{{}, id, 2, {{"phone", "1"}}}));
  const auto before = vfs.count(test::Io::sync);
  box.drain(std::move(letters));
  EXPECT_EQ(vfs.count(test::Io::sync) - before, 1u);
}

TEST(Commit, AfterAKill_TheDraftIsThereUpToTheLastAnswer) {
  Box box;
  box.sign_in();
  auto id = box.started();
  box.restart();
  auto draft = box.core->book().draft(id);
  ASSERT_TRUE(draft);
  EXPECT_EQ((*draft)->form.answers().at("full_name"), "Ali Khan");
  EXPECT_EQ((*draft)->seen, 2u);
}

TEST(Commit, P1_AFailedFsync_IsNeverReportedAgainstTheTruth) {
  test::FaultVfs vfs("core-fsync");
  Box box(vfs.name());
  box.sign_in();
  auto id = box.started();
  vfs.fail(test::Io::sync, 1, test::io_error_fsync);
  auto filed = box.ask(counter::FileDraft{{}, id, 2, ""}, "the-same-command");
  EXPECT_EQ(filed.has_value(), box.count() == 2);
  auto again = box.ask(counter::FileDraft{{}, id, 2, ""}, "the-same-command");
  ASSERT_TRUE(again) << describe(again.error());
  EXPECT_EQ(box.count(), 2u);
}

TEST(Commit, P1_AfterAPowerCut_NothingIsSaidUntilTheStoreIsWhole) {
  test::FaultVfs vfs("core-cut");
  Box box(vfs.name());
  box.sign_in();
  auto id = box.started();
  vfs.cut();
  auto unknown = box.ask(counter::FileDraft{{}, id, 2, ""}, "the-same-command");
  EXPECT_FALSE(unknown);
  vfs.heal();
  box.drain(Tick{});
  box.now += recover_every_ms;
  (void)box.ask(counter::FileDraft{{}, id, 2, ""}, "the-same-command");
  auto known = box.ask(counter::FileDraft{{}, id, 2, ""}, "the-same-command");
  ASSERT_TRUE(known) << describe(known.error());
  EXPECT_EQ(box.count(), 2u);
}

// What was done long before stands, whatever becomes of the drain in which it is asked for again.
TEST(Commit, P1_ARepeatedCmdInALostCommit_GetsItsFirstAnswer) {
  test::FaultVfs vfs("core-repeated");
  Box box(vfs.name());
  box.sign_in();
  const auto id = box.filed();
  auto pays = box.letter(counter::TakePayment{{}, id, "cash", {50'000, "PKR"}, ""}, "the-same-command");
  ASSERT_TRUE(box.ask(pays));
  pays.ticket += 1'000;
  auto starts = box.letter(counter::StartDraft{{}, "domicile"}, "another-command");
  auto again = starts;
  again.ticket += 2'000;
  vfs.fail(test::Io::write, 1, test::io_error_fsync);
  const auto out = box.drain({Letter(pays), Letter(starts), Letter(again)});
  EXPECT_TRUE(Box::answer(out, pays.ticket));
  EXPECT_FALSE(Box::answer(out, starts.ticket));
  EXPECT_FALSE(Box::answer(out, again.ticket)) << "it stands with what it repeats";
  EXPECT_EQ(box.numbers().size(), 1u);
}

TEST(Commit, P1_AReportOfThePrinterInALostCommit_IsTakenAgain) {
  test::FaultVfs vfs("core-report");
  Box box(vfs.name());
  box.sign_in();
  auto print = box.paid_print();
  vfs.fail(test::Io::sync, 1, test::io_error_fsync);
  box.drain(PrintAnswer{print, "printed", "job-1", {}});
  box.settle_down();
  EXPECT_EQ(box.core->book().print(print)->state, "printed");
}

TEST(Commit, OverAStoreThatCannotBeOpened_WaitsAndThenTakesTheReportAgain) {
  test::FaultVfs vfs("core-closed");
  Box box(vfs.name());
  box.sign_in();
  auto print = box.paid_print();
  vfs.fail(test::Io::sync, 1, test::io_error_fsync);
  vfs.fail(test::Io::open, 1, cannot_open, test::for_good);
  box.drain(PrintAnswer{print, "printed", "job-1", {}});
  EXPECT_FALSE(box.core->has_work());
  vfs.heal();
  box.drain(Tick{});
  box.now += recover_every_ms;
  box.drain(Tick{});
  box.settle_down();
  EXPECT_EQ(box.core->book().print(print)->state, "printed");
}

// Something waits to be done, and what is remembered cannot be read: that is no reason to turn round without a pause.
TEST(Commit, P1_OverCachesThatCannotBeRead_WaitsForTheNextTick) {
  test::MemoryVfs disk("core-stale");
  Box box(disk.name());
  const auto image = disk.image();
  std::size_t resting = 0;  // although the store could be written
  bool reached = true;      // by a drain that reads as much as that
  for (std::uint64_t nth = 1; reached && nth < 1'000; nth += 3) {
    SCOPED_TRACE(testing::Message() << "from read " << nth);
    box.stop();
    disk.put(image);
    box.start();
    box.sign_in();
    const auto print = box.paid_print();
    disk.fail(test::Io::sync, 1, test::io_error_fsync);
    disk.fail(test::Io::read, nth, SQLITE_IOERR_READ, test::for_good);
    box.drain(PrintAnswer{print, "printed", "job-1", {}});
    int turns = 0;
    for (; box.core->has_work() && turns < 3; ++turns) box.drain(std::vector<Letter>{});
    EXPECT_LT(turns, 3);
    const bool writable = !box.store().read_only() && !box.store().database().outcome_unknown();
    disk.heal();
    const auto left = box.core->book().print(print);
    reached = !left || left->state != "printed";
    resting += writable && left && reached ? 1 : 0;
    box.drain(Tick{});
    box.now += recover_every_ms;
    box.drain(Tick{});
    box.settle_down();
    EXPECT_EQ(box.core->book().print(print)->state, "printed");
  }
  EXPECT_GT(resting, 0u);
}

}  // namespace
}  // namespace karvan::core
