#include <sqlite3.h>

#include "tests/support/fault_vfs.h"
#include "tests/support/memory_vfs.h"
#include "tests/unit/node/core/box.h"

namespace karvan::core {
namespace {

using samples::Box;
using samples::code_of;

constexpr int cannot_open = 14;  // SQLITE_CANTOPEN

TEST(Drain, OfSomebodyNotSignedIn_IsRefused) {
  Box box;
  EXPECT_EQ(code_of(box.ask(counter::StartDraft{{}, "domicile"})), Code::not_signed_in);
}

TEST(Drain, OfALockedSeat_IsRefused) {
  Box box;
  box.sign_in();
  box.must(counter::Lock{});
  EXPECT_EQ(code_of(box.ask(counter::StartDraft{{}, "domicile"})), Code::locked);
}

TEST(Drain, PinThatWasNotChecked_IsAnsweredAsBusy) {
  Box box;
  counter::SignIn cmd{{}, "asma", "123456", "Desk 1"};
  box.drain(Letter(CommandLetter{7, "sign-in", "", "digest of asma", {}, false, cmd}));
  EXPECT_EQ(code_of(Box::answer(box.drain(PinAnswer{7, false, false}), 7)), Code::busy);
}

// Memory was short, or the workers were full: the box's own fault shuts nobody out.
TEST(Drain, PinThatWasNotChecked_GivesItsTryBackAndNoOther) {
  Box box;
  std::uint64_t ticket = 7;
  const auto ask = [&] {
    counter::SignIn cmd{{}, "asma", "123456", "Desk 1"};
    box.drain(Letter(CommandLetter{++ticket, "sign-in", "", "digest of asma", {}, false, cmd}));
    return ticket;
  };
  const auto tries = [&] { return box.core->book().pin_tries("asma"); };
  box.drain(PinAnswer{ask(), false});
  for (int i = 0; i < 20; ++i) {
    const auto asked = ask();
    EXPECT_EQ(tries(), 2) << "it counts before it is looked at";
    box.drain(PinAnswer{asked, false, false});
  }
  EXPECT_EQ(tries(), 1);
  const auto under_way = ask();
  box.drain(PinAnswer{ask(), true});
  box.drain(PinAnswer{ask(), false});
  box.drain(PinAnswer{under_way, false, false});
  EXPECT_EQ(tries(), 1) << "of those before the right one";
  box.restart();
  EXPECT_EQ(tries(), 1);
}

TEST(Drain, OfAnotherRole_IsRefused) {
  Box box;
  box.sign_in("tariq");
  auto letter = box.letter(counter::StartDraft{{}, "domicile"});
  letter.seat_digest = "digest of tariq";
  EXPECT_EQ(code_of(box.ask(letter)), Code::role_not_allowed);
}

TEST(Drain, AfterAnIdleQuarterOfAnHour_LocksTheSeat) {
  Box box;
  box.sign_in();
  box.now += 15 * 60'000;
  box.drain(Tick{});
  EXPECT_EQ(code_of(box.ask(counter::StartDraft{{}, "domicile"})), Code::locked);
}

TEST(Drain, P2_ARepeatedCmd_GetsTheFirstAnswerAndChangesNothing) {
  Box box;
  box.sign_in();
  auto id = box.started();
  auto first = box.ask(counter::FileDraft{{}, id, 2, ""}, "the-same-command");
  const auto count = box.count();
  auto second = box.ask(counter::FileDraft{{}, id, 2, ""}, "the-same-command");
  EXPECT_EQ(json::write(*first), json::write(*second));
  EXPECT_EQ(box.count(), count);
}

TEST(Drain, P2_ARepeatedCmdInOneDrain_TakesEffectOnce) {
  Box box;
  box.sign_in();
  auto id = box.filed();
  auto one = box.letter(counter::TakePayment{{}, id, "cash", {50'000, "PKR"}, ""}, "the-same-command");
  auto two = one;
  two.ticket += 1'000;
  auto out = box.drain({Letter(one), Letter(two)});
  EXPECT_EQ(json::write(*Box::answer(out, one.ticket)), json::write(*Box::answer(out, two.ticket)));
  EXPECT_EQ(box.numbers().size(), 1u);
}

TEST(Drain, P2_ARepeatedCmdAfterARestart_GetsTheFirstAnswer) {
  Box box;
  box.sign_in();
  auto id = box.started();
  auto first = box.ask(counter::FileDraft{{}, id, 2, ""}, "the-same-command");
  box.restart();
  box.sign_in();
  auto second = box.ask(counter::FileDraft{{}, id, 2, ""}, "the-same-command");
  ASSERT_TRUE(second) << describe(second.error());
  EXPECT_EQ(json::write(*first), json::write(*second));
}

TEST(Drain, ACmdUsedForAnotherQuestion_IsMalformed) {
  Box box;
  box.sign_in();
  box.ask(counter::StartDraft{{}, "domicile"}, "the-same-command");
  auto other = box.letter(counter::StartDraft{{}, "domicile"}, "the-same-command");
  other.asked = "something else";
  EXPECT_EQ(code_of(box.ask(other)), Code::malformed);
}

TEST(Drain, WithOneRefusal_LetsTheOthersStand) {
  Box box;
  box.sign_in();
  auto good = box.letter(counter::StartDraft{{}, "domicile"});
  auto bad = box.letter(counter::StartDraft{{}, "passport"});
  auto good_too = box.letter(counter::StartDraft{{}, "domicile"});
  auto out = box.drain({Letter(good), Letter(bad), Letter(good_too)});
  EXPECT_TRUE(Box::answer(out, good.ticket));
  EXPECT_EQ(code_of(Box::answer(out, bad.ticket)), Code::unknown_service);
  EXPECT_TRUE(Box::answer(out, good_too.ticket));
}

TEST(Drain, OfTwentyFourDesks_CostsOneFsync) {
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

TEST(Drain, ADraftChange_WritesNoOperation) {
  Box box;
  box.sign_in();
  box.started();
  EXPECT_EQ(box.count(), 0u);
}

TEST(Drain, AfterAKill_TheDraftIsThereUpToTheLastAnswer) {
  Box box;
  box.sign_in();
  auto id = box.started();
  box.restart();
  auto draft = box.core->book().draft(id);
  ASSERT_TRUE(draft);
  EXPECT_EQ((*draft)->form.answers().at("full_name"), "Ali Khan");
  EXPECT_EQ((*draft)->seen, 2u);
}

TEST(Drain, P1_AFailedFsync_IsNeverReportedAgainstTheTruth) {
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

TEST(Drain, P1_AfterAPowerCut_NothingIsSaidUntilTheStoreIsWhole) {
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
TEST(Drain, P1_ARepeatedCmdInALostCommit_GetsItsFirstAnswer) {
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

TEST(Drain, P1_AReportOfThePrinterInALostCommit_IsTakenAgain) {
  test::FaultVfs vfs("core-report");
  Box box(vfs.name());
  box.sign_in();
  auto print = box.paid_print();
  vfs.fail(test::Io::sync, 1, test::io_error_fsync);
  box.drain(PrintAnswer{print, "printed", "job-1", {}});
  box.settle_down();
  EXPECT_EQ(box.core->book().print(print)->state, "printed");
}

TEST(Drain, OverAStoreThatCannotBeOpened_WaitsAndThenTakesTheReportAgain) {
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
TEST(Drain, P1_OverCachesThatCannotBeRead_WaitsForTheNextTick) {
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

TEST(Drain, P4_WithTheClockSetBack_TimeGoesOn) {
  Box box;
  box.sign_in();
  box.filed();
  box.now -= 86'400'000;
  box.filed();
  auto lines = *box.store().log().newest(10);
  for (std::size_t i = 1; i < lines.size(); ++i)
    EXPECT_GT(model::parse_op(lines[i - 1].line)->time, model::parse_op(lines[i].line)->time);
}

TEST(Drain, P4_WithTheClockSetBackOverARestart_TimeGoesOn) {
  Box box;
  box.sign_in();
  box.filed();
  box.now -= 86'400'000;
  box.restart();
  box.sign_in();
  box.filed();
  auto lines = *box.store().log().newest(10);
  EXPECT_GT(model::parse_op(lines[0].line)->time, model::parse_op(lines[3].line)->time);
}

TEST(Drain, ATopic_IsNotifiedWithRisingVersions) {
  Box box;
  box.sign_in();
  auto version = [&] {
    for (const auto& one : box.drain(Letter(box.letter(counter::StartDraft{{}, "domicile"}))))
      if (const auto* notify = std::get_if<Notify>(&one); notify && notify->topic == "drafts") return notify->version;
    return std::uint64_t{0};
  };
  auto first = version();
  EXPECT_GT(version(), first);
}

TEST(Drain, AView_SeesWhatTheSameDrainCommitted) {
  Box box;
  box.sign_in();
  ViewLetter view;
  view.ticket = 99'999;
  view.render = [](Core& core, const counter::By&) -> Result<View> {
    TRY(auto drafts, core.book().store().drafts().list(10));
    return View{json::write(json::object{{"count", drafts.size()}}), {}};
  };
  auto out = box.drain({Letter(view), Letter(box.letter(counter::StartDraft{{}, "domicile"}))});
  EXPECT_EQ(Box::answer(out, 99'999)->at("count").to_number<int>(), 1);
}

TEST(Start, SummariesOfAnOlderVersion_AreFilledIn) {
  Box box;
  box.sign_in();
  auto id = box.filed();
  auto& store = box.core->book().store();
  ASSERT_TRUE(store.begin());
  ASSERT_TRUE(store.database().run("UPDATE records SET due_ms = -1"));
  ASSERT_TRUE(store.commit());
  box.restart();
  EXPECT_TRUE(box.core->book().store().records().summarised_before(10).value().empty());
  auto summary = box.core->book().store().records().summary("lahore/application/" + id).value();
  EXPECT_GT(summary->due_ms, box.now);
}

TEST(Upkeep, P2_AnswersOfDaysAgo_AreForgotten) {
  samples::Box box;
  ASSERT_TRUE(box.store().begin());
  ASSERT_TRUE(box.store().commands().keep("asked long ago", {200, "{}", box.now, ""}));
  ASSERT_TRUE(box.store().commit());
  box.drain(Tick{});
  EXPECT_TRUE(box.store().commands().answer("asked long ago").value());
  box.now += answers_kept_ms + purge_every_ms;
  box.drain(Tick{});
  EXPECT_FALSE(box.store().commands().answer("asked long ago").value());
}

}  // namespace
}  // namespace karvan::core
