#include "hardware/hub/hub.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <functional>

namespace karvan::hub {
namespace {

// A hub with one hostile driver, in a time that only the test moves; it waits for the driver's bytes, never for a
// clock.
class Bench {
 public:
  explicit Bench(const std::string& mode, Limits limits = {})
      : hub_({{"hostile", {"tests/unit/hardware/hub/hostile", mode}, {{"paper", "printer", "Test"}}}}, limits) {
    hub_.start(now_);
  }

  // Pumps until `enough` holds of the reports so far; false where the driver stays silent for ten real seconds.
  bool until(const std::function<bool()>& enough) {
    for (int rounds = 0; rounds < 20'000; ++rounds) {
      for (auto& r : hub_.pump(now_)) reports_.push_back(std::move(r));
      if (enough()) return true;
      auto fds = hub_.fds();
      if (hub_.wakes_at() > now_ && poll(fds.data(), fds.size(), 10'000) <= 0) return false;
    }
    return false;
  }

  bool until_life(line::Life life) {
    return until([&] { return hub_.devices().front().life == life; });
  }

  CallId print(std::string payload = "%PDF") {
    return hub_.call({"paper", "print", {{"job", "p-1"}}, std::move(payload), 5'000, true}, now_);
  }

  CallId capture() { return hub_.call({"paper", "capture", {}, {}, 60'000}, now_); }

  // The driver's process, as it told within the call `id`; 0 where it did not come.
  pid_t pid_within(CallId id) {
    pid_t pid = 0;
    until([&] {
      for (const auto& r : reports_)
        if (const auto* p = std::get_if<Progressed>(&r); p && p->id == id)
          pid = static_cast<pid_t>(line::integer_at(p->detail, "pid", 0));
      return pid != 0;
    });
    return pid;
  }

  const Answered* answer(CallId id) const {
    for (const auto& r : reports_)
      if (const auto* a = std::get_if<Answered>(&r); a && a->id == id) return a;
    return nullptr;
  }

  // The print's answer, after the device was ready.
  Answered printed(std::string payload = "%PDF") {
    EXPECT_TRUE(until_life(line::Life::enabled));
    auto id = print(std::move(payload));
    EXPECT_TRUE(until([&] { return answer(id) != nullptr; }));
    return answer(id) ? *answer(id) : Answered{};
  }

  template <class T>
  auto count() const {
    return std::count_if(reports_.begin(), reports_.end(), [](const auto& r) { return std::holds_alternative<T>(r); });
  }

  void advance(std::int64_t ms) { now_ += ms; }
  void to_next_timer() { now_ = std::max(now_, hub_.wakes_at()); }
  Hub& hub() { return hub_; }
  std::int64_t now() const { return now_; }

 private:
  Hub hub_;
  std::int64_t now_ = 1'000;
  std::vector<Report> reports_;
};

line::FaultKind kind_of(const Answered& a) {
  return a.result ? line::FaultKind::citizen_retries : a.result.error().kind;
}

TEST(Hub, GoodDriver_IsEnabledAndPrints) {
  Bench bench("good");
  auto answer = bench.printed();
  EXPECT_EQ(outcome_of(answer), Outcome::printed);
  EXPECT_EQ(bench.count<Progressed>(), 1);
  EXPECT_EQ(bench.count<Received>(), 1);
}

TEST(Hub, LongPayload_ReachesTheDriverWhole) {
  Bench bench("good");
  EXPECT_EQ(outcome_of(bench.printed(std::string(3'000'000, '\n'))), Outcome::printed);
}

TEST(Hub, Conditions_ComeWithTheSnapshot) {
  Bench bench("good");
  EXPECT_TRUE(bench.until([&] {
    return bench.hub().devices().front().conditions == line::Conditions{{"toner_low", line::Severity::warning}};
  }));
}

TEST(Hub, CrashInAPrint_IsOutcomeUnknown) {
  Bench bench("crash");
  auto answer = bench.printed();
  EXPECT_EQ(kind_of(answer), line::FaultKind::outcome_unknown);
  EXPECT_EQ(outcome_of(answer), Outcome::unknown);
}

TEST(Hub, CrashedDriver_LeavesItsDevicesUnknownAndStartsAgain) {
  Bench bench("crash");
  bench.printed();
  EXPECT_EQ(line::worst(bench.hub().devices().front().conditions), line::Severity::unknown);
  bench.to_next_timer();
  EXPECT_TRUE(bench.until_life(line::Life::enabled));
}

TEST(Hub, CallToADriverThatIsDown_SaysThatNothingHappened) {
  Bench bench("crash");
  bench.printed();
  auto id = bench.print();
  EXPECT_TRUE(bench.until([&] { return bench.answer(id) != nullptr; }));
  EXPECT_EQ(outcome_of(*bench.answer(id)), Outcome::nothing);
}

TEST(Hub, HangInAPrint_IsKilledAfterDeadlineAndGrace) {
  Limits limits;
  limits.poll_ms = limits.poll_deadline_ms = 1'000'000;
  Bench bench("hang", limits);
  ASSERT_TRUE(bench.until_life(line::Life::enabled));
  auto id = bench.print();
  bench.hub().pump(bench.now());
  bench.advance(5'000 + limits.grace_ms - 1);
  bench.hub().pump(bench.now());
  EXPECT_EQ(bench.answer(id), nullptr);
  bench.advance(1);
  EXPECT_TRUE(bench.until([&] { return bench.answer(id) != nullptr; }));
  EXPECT_EQ(kind_of(*bench.answer(id)), line::FaultKind::outcome_unknown);
  EXPECT_EQ(bench.answer(id)->result.error().code, "driver_hung");
}

TEST(Hub, DeadlinePassed_AsksTheDriverToGiveUp) {
  Limits limits;
  limits.poll_ms = limits.poll_deadline_ms = 1'000'000;
  Bench bench("cancel", limits);
  ASSERT_TRUE(bench.until_life(line::Life::enabled));
  auto id = bench.print();
  bench.advance(5'000);
  EXPECT_TRUE(bench.until([&] { return bench.answer(id) != nullptr; }));
  EXPECT_EQ(outcome_of(*bench.answer(id)), Outcome::nothing);
}

TEST(Hub, SilentSnapshot_KillsTheDriver) {
  Bench bench("hang");
  ASSERT_TRUE(bench.until_life(line::Life::enabled));
  bench.print();
  bench.advance(3'000);
  bench.hub().pump(bench.now());
  bench.advance(8'000);
  EXPECT_TRUE(bench.until_life(line::Life::gone));
}

TEST(Hub, NoHello_IsKilledAtItsDeadline) {
  Bench bench("mute");
  bench.hub().pump(bench.now());
  EXPECT_EQ(bench.hub().wakes_at(), bench.now() + Limits().hello_ms);
  bench.to_next_timer();
  bench.hub().pump(bench.now());
  EXPECT_TRUE(bench.hub().fds().empty());
}

TEST(Hub, Garbage_IsOutcomeUnknown) {
  EXPECT_EQ(kind_of(Bench("garbage").printed()), line::FaultKind::outcome_unknown);
}

TEST(Hub, EndlessLine_IsOutcomeUnknown) {
  EXPECT_EQ(kind_of(Bench("oversize").printed()), line::FaultKind::outcome_unknown);
}

TEST(Hub, Flood_IsStopped) { EXPECT_EQ(kind_of(Bench("flood").printed()), line::FaultKind::outcome_unknown); }

TEST(Hub, UnknownMessage_IsIgnored) { EXPECT_EQ(outcome_of(Bench("strange").printed()), Outcome::printed); }

TEST(Hub, SecondAnswer_IsIgnored) {
  Bench bench("twice");
  bench.printed();
  EXPECT_EQ(outcome_of(bench.printed()), Outcome::printed);
  EXPECT_EQ(bench.count<Answered>(), 2);
}

TEST(Hub, AnswerBeforeTheEnd_Counts) { EXPECT_EQ(outcome_of(Bench("last_word").printed()), Outcome::printed); }

TEST(Hub, FaultOfTheDriver_SaysThatNothingCameOut) {
  auto answer = Bench("gap").printed();
  EXPECT_EQ(outcome_of(answer), Outcome::nothing);
  EXPECT_EQ(answer.result.error().code, "media_empty");
}

TEST(Hub, MissedNotice_ReadsTheSnapshotAgain) {
  Bench bench("gap");
  bench.printed();
  EXPECT_TRUE(bench.until([&] { return !bench.hub().devices().front().conditions.empty(); }));
}

TEST(Hub, RefusedOpen_IsTriedAgainWithThePoll) {
  Bench bench("refuses");
  ASSERT_TRUE(bench.until_life(line::Life::discovered));
  EXPECT_EQ(bench.hub().devices().front().conditions, (line::Conditions{{"unplugged", line::Severity::error}}));
}

// The time of the hub stands still throughout: neither the answer nor the restart waits for a timer.
TEST(Hub, KilledInMidCapture_IsAnsweredAtOnceAndWorksAgain) {
  Bench bench("cancel");
  ASSERT_TRUE(bench.until_life(line::Life::enabled));
  for (int kills = 0; kills < 3; ++kills) {
    auto first = bench.capture();
    const auto pid = bench.pid_within(first);
    ASSERT_GT(pid, 0);
    bench.hub().cancel(first);
    ASSERT_TRUE(bench.until([&] { return bench.answer(first) != nullptr; }));
    auto second = bench.capture();
    ASSERT_EQ(bench.pid_within(second), pid);
    kill(pid, SIGKILL);
    ASSERT_TRUE(bench.until([&] { return bench.answer(second) != nullptr; }));
    EXPECT_EQ(kind_of(*bench.answer(second)), line::FaultKind::service_down);
    ASSERT_TRUE(bench.until_life(line::Life::enabled));
  }
}

TEST(Hub, DriverThatNeverAnsweredACall_IsNotStartedAtOnce) {
  Bench bench("cancel");
  ASSERT_TRUE(bench.until_life(line::Life::enabled));
  auto call = bench.capture();
  kill(bench.pid_within(call), SIGKILL);
  ASSERT_TRUE(bench.until([&] { return bench.answer(call) != nullptr; }));
  EXPECT_EQ(bench.hub().wakes_at(), bench.now() + Limits().back_off_ms);
}

TEST(Hub, Seat_IsToldWithItsDevice) {
  Hub hub({{"none", {"/nonexistent/driver"}, {{"paper", "printer", "Test", {}, "desk 1"}}}});
  EXPECT_EQ(hub.devices().front().seat, "desk 1");
}

TEST(Hub, UnknownDevice_IsAnswered) {
  Hub hub({});
  auto id = hub.call({"nothing", "print"}, 0);
  auto reports = hub.pump(0);
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(std::get<Answered>(reports[0]).id, id);
}

TEST(Hub, MissingProgram_BacksOffDoubling) {
  Hub hub({{"none", {"/nonexistent/driver"}, {{"paper", "printer", "Test"}}}});
  hub.start(0);
  std::int64_t now = 0;
  std::vector<std::int64_t> waits;
  for (int i = 0; i < 9; ++i) {
    hub.pump(now);
    waits.push_back(hub.wakes_at() - now);
    now = hub.wakes_at();
  }
  EXPECT_EQ(waits, (std::vector<std::int64_t>{500, 1'000, 2'000, 4'000, 8'000, 16'000, 32'000, 60'000, 60'000}));
}

TEST(Hub, TooManyCalls_AreRefusedAsBusy) {
  Bench bench("cancel");
  ASSERT_TRUE(bench.until_life(line::Life::enabled));
  for (std::size_t i = 0; i < Limits().calls_max; ++i) bench.print();
  auto id = bench.print();
  ASSERT_TRUE(bench.until([&] { return bench.answer(id) != nullptr; }));
  EXPECT_EQ(bench.answer(id)->result.error().code, "device_busy");
}

TEST(Hub, Stopped_TheDriverEndsByItself) {
  Bench bench("good");
  ASSERT_TRUE(bench.until_life(line::Life::enabled));
  bench.hub().stop();
  EXPECT_TRUE(bench.until([&] { return bench.hub().fds().empty(); }));
  EXPECT_EQ(bench.hub().wakes_at(), INT64_MAX);
}

}  // namespace
}  // namespace karvan::hub
