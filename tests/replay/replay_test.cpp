#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/replay/player.h"
#include "tests/support/scratch.h"

namespace karvan::replay {
namespace {

const std::string tapes = "tests/replay/tapes/";
constexpr int rounds_max = 10'000;

struct Replayed {
  std::string reports, difference;
  bool whole = false;
};

// The devices that a tape is about, as the recorder opened them.
std::vector<hub::DeviceSpec> devices_of(const std::vector<Frame>& tape) {
  std::vector<hub::DeviceSpec> devices;
  for (const auto& frame : tape) {
    const auto message = message_of(frame.text);
    const auto* call = std::get_if<line::Call>(&message.body);
    if (!call || call->verb != "open") continue;
    const auto known = [&](const auto& d) { return d.id == call->device; };
    if (std::any_of(devices.begin(), devices.end(), known)) continue;
    const auto family = line::text_at(call->args, "family");
    devices.push_back({call->device, family.empty() ? "printer" : family, call->device, call->args});
  }
  return devices;
}

// A hub before the tape. Whenever it has nothing more to say or to hear, the tape tells what happens next: a call that
// somebody made, or else time goes on to the next thing that the hub does by itself.
Replayed replay(std::vector<Frame> tape) {
  auto devices = devices_of(tape);
  Player player(std::move(tape));
  hub::Hub hub({{"driver", {"tape"}, std::move(devices)}}, {}, player.spawn());
  std::int64_t now_ms = 0;
  Replayed out;
  hub.start(now_ms);
  for (int round = 0; round < rounds_max && !player.at_end() && player.difference().empty(); ++round) {
    for (const auto& report : hub.pump(now_ms)) out.reports += write_report(report);
    if (auto call = player.awaited_call())
      hub.call(std::move(*call), now_ms);
    else if (player.awaited())
      now_ms = std::max(now_ms, hub.wakes_at());
  }
  for (const auto& report : hub.pump(now_ms)) out.reports += write_report(report);
  out.difference = player.difference();
  out.whole = player.at_end();
  return out;
}

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const auto& file : std::filesystem::directory_iterator(KARVAN_SOURCE "/" + tapes))
    if (file.path().extension() == ".tape") all.push_back(file.path().stem());
  std::sort(all.begin(), all.end());
  return all;
}

class Tape : public testing::TestWithParam<std::string> {
 protected:
  std::string file(const std::string& kind) const { return test::bytes_of(tapes + GetParam() + kind); }
};

TEST_P(Tape, Replayed_GivesTheReportsOfTheRecordedRun) {
  const auto run = replay(parse_tape(file(".tape")));
  EXPECT_EQ(run.difference, "");
  EXPECT_TRUE(run.whole);
  EXPECT_EQ(run.reports, file(".reports"));
}

TEST_P(Tape, ReadAndWritten_IsTheSame) {
  std::string written;
  for (const auto& frame : parse_tape(file(".tape"))) written += write_frame(frame);
  EXPECT_EQ(written, file(".tape"));
}

INSTANTIATE_TEST_SUITE_P(Each, Tape, testing::ValuesIn(names()), [](const auto& one) { return one.param; });

const std::string greeting =
    "> {\"is\":\"hello\",\"protocol\":1,\"name\":\"karvan\",\"version\":\"1\"}\n"
    "< {\"is\":\"hello\",\"protocol\":1,\"name\":\"old-printer\",\"version\":\"7\"}\n";

TEST(Replay, AHubThatSaysSomethingElse_IsNoticed) {
  auto run = replay(parse_tape(greeting + "> {\"is\":\"call\",\"id\":1,\"verb\":\"open\",\"device\":\"a4\","
                                          "\"deadline_ms\":1,\"args\":{}}\n"));
  EXPECT_NE(run.difference.find("frame 3"), std::string::npos) << run.difference;
}

TEST(Replay, AnotherWordOfTheDriver_GivesOtherReports) {
  auto tape = test::bytes_of(tapes + "virtual.tape");
  const std::string was = "\"outcome\":\"printed\"", is = "\"outcome\":\"nothing\"";
  ASSERT_NE(tape.find(was), std::string::npos);
  tape.replace(tape.find(was), was.size(), is);
  EXPECT_NE(replay(parse_tape(tape)).reports, test::bytes_of(tapes + "virtual.reports"));
}

TEST(Replay, ATapeThatIsCutOff_IsRefused) {
  EXPECT_THROW(parse_tape("< {\"is\":\"part\",\"id\":1,\"bytes\":5}\nabc"), std::runtime_error);
}

}  // namespace
}  // namespace karvan::replay
