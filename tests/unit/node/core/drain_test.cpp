#include "tests/unit/node/core/box.h"

namespace karvan::core {
namespace {

using samples::Box;
using samples::code_of;

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

TEST(Drain, ADraftChange_WritesNoOperation) {
  Box box;
  box.sign_in();
  box.started();
  EXPECT_EQ(box.count(), 0u);
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
