#include <gtest/gtest.h>

#include <set>

#include "tests/conformance/wire.h"

namespace karvan::conformance {
namespace {

constexpr auto slack = milliseconds(6'000);  // of a machine that does other things too
constexpr auto at_once = slack;
constexpr auto soon = milliseconds(2'000) + slack;  // after a cancel or a deadline
constexpr auto to_let_go = milliseconds(2'000) + slack;
constexpr std::int64_t short_ms = 1'000, patient_ms = 20'000;
const std::string device = "d";

object fault_of(const Heard& answer) {
  const auto* fault = answer.line.if_contains("fault");
  return fault && fault->is_object() ? fault->get_object() : object();
}
std::string words_of(const object& fault) {
  const Heard f{fault, {}};
  return f.text("kind") + "/" + f.text("code");
}
object ok_of(const Heard& answer) {
  const auto* ok = answer.line.if_contains("ok");
  return ok && ok->is_object() ? ok->get_object() : object();
}

class Conformance : public testing::Test {
 protected:
  void SetUp() override { wire.say({{"is", "hello"}, {"protocol", 1}, {"name", "conformance"}, {"version", "1"}}); }
  // Whatever a test was about: nothing that came breaks the protocol, also what comes late.
  void TearDown() override {
    if (!over) answered(wire.call("snapshot", ""));
    for (const auto& sentence : wire.broken) ADD_FAILURE() << sentence;
  }

  Heard answered(std::int64_t id, milliseconds patience = milliseconds(15'000)) {
    auto answer = wire.answer(id, patience);
    EXPECT_TRUE(answer) << "no answer of call " << id;
    return answer.value_or(Heard{});
  }
  void expect_ok(std::int64_t id) {
    const auto answer = answered(id);
    EXPECT_TRUE(answer.line.contains("ok")) << boost::json::serialize(answer.line);
  }
  void open() { expect_ok(wire.call("open", device, subject().open)); }
  void ready() {
    open();
    for (const auto* verb : {"claim", "enable"}) expect_ok(wire.call(verb, device));
  }
  std::int64_t capture(std::int64_t deadline_ms = patient_ms) {
    return wire.call("capture", device, *subject().read, deadline_ms);
  }
  object seen() {
    const auto answer = ok_of(answered(wire.call("snapshot", ""), at_once));
    const auto* devices = answer.if_contains("devices");
    if (devices && devices->is_array())
      for (const auto& one : devices->get_array())
        if (one.is_object() && Heard{one.get_object(), {}}.text("id") == device) return one.get_object();
    return {};
  }
  void cancel(std::int64_t id) { wire.say({{"is", "cancel"}, {"id", id}}); }
  std::string file_of(std::int64_t id) const {
    std::string file;
    for (const auto& h : wire.said)
      if ((h.is() == "part" || h.is() == "progress") && h.number("id") == id) file += h.bytes;
    return file;
  }

  Wire wire;
  bool over = false;  // the driver has ended, as it should
};

// Left out where the family has no capture.
class Capturing : public Conformance {
 protected:
  void SetUp() override {
    Conformance::SetUp();
    ready();
  }
};

TEST_F(Conformance, Hello_ComesFirstAndSpeaksAVersion) {
  const auto hello = wire.next(soon);
  ASSERT_TRUE(hello);
  EXPECT_GE(hello->number("protocol"), 1);
  EXPECT_FALSE(hello->text("name").empty());
}

TEST_F(Conformance, CallInPieces_IsRead) {
  const auto id = wire.reserve();
  const object line = {{"is", "call"}, {"id", id}, {"verb", "snapshot"}, {"deadline_ms", 5000}};
  for (char c : boost::json::serialize(line) + "\n") wire.say_raw({&c, 1});
  EXPECT_TRUE(wire.answer(id, at_once));
}

TEST_F(Conformance, UnknownKindsAndMembers_AreIgnored) {
  wire.say({{"is", "weather"}, {"sky", "blue"}});
  wire.say({{"is", "recording"}, {"id", 90}}, "\n{}\n");
  wire.say({{"is", "cancel"}, {"id", 91}});
  wire.say({{"is", "part"}, {"id", 92}}, "abc");
  open();
  EXPECT_FALSE(seen().empty());
}

TEST_F(Conformance, NewerHub_IsSpokenTo) {
  Wire newer;
  newer.say({{"is", "hello"}, {"protocol", 9}, {"name", "newer"}, {"version", "9"}, {"moon", true}});
  EXPECT_TRUE(newer.answer(newer.call("snapshot", "", {{"depth", 3}}), soon));
}

TEST_F(Conformance, Device_GoesThroughItsLife) {
  open();
  auto device_now = Heard{seen(), {}};
  EXPECT_EQ(device_now.text("family"), subject().family);
  EXPECT_FALSE(device_now.text("name").empty() && subject().family != "printer");
  const std::vector<std::pair<std::string, std::string>> steps = {
      {"open", "opened"}, {"claim", "claimed"}, {"enable", "enabled"}, {"disable", "claimed"}, {"release", "opened"}};
  for (const auto& [verb, life] : steps) {
    expect_ok(wire.call(verb, device, verb == "open" ? subject().open : object()));
    EXPECT_EQ((Heard{seen(), {}}.text("life")), life) << "after " << verb;
  }
}

TEST_F(Conformance, Conditions_AreASetWithSeverities) {
  open();
  const auto now = seen();
  const auto* conditions = now.if_contains("conditions");
  ASSERT_TRUE(conditions && conditions->is_array());
  std::set<std::string> codes;
  for (const auto& c : conditions->get_array()) {
    const Heard one{c.as_object(), {}};
    EXPECT_TRUE(codes.insert(one.text("code")).second) << one.text("code");
    EXPECT_TRUE((std::set<std::string>{"ok", "warning", "unknown", "error"}).contains(one.text("severity")));
  }
}

TEST_F(Conformance, SnapshotsNumber_IsOfANoticeThatWasMade) {
  ready();
  const auto answer = ok_of(answered(wire.call("snapshot", "")));
  std::int64_t latest = 0;
  for (const auto& h : wire.said) latest = std::max(latest, h.is() == "notice" ? h.number("number") : 0);
  const auto number = Heard{answer, {}}.number("number");
  EXPECT_GE(number, 0);
  EXPECT_LE(number, latest);
}

TEST_F(Conformance, DeviceThatWasNotOpened_IsUnknown) {
  for (const auto* verb : {"claim", "enable", "test", "capture"})
    EXPECT_EQ(words_of(fault_of(answered(wire.call(verb, "nobody")))), "removed/device_unknown") << verb;
}

TEST_F(Conformance, UnknownVerb_IsAnsweredAsSuch) {
  ready();
  EXPECT_EQ(words_of(fault_of(answered(wire.call("levitate", device)))), "service_down/verb_unknown");
}

TEST_F(Conformance, UnknownVerbWithParts_IsAnsweredOnce) {
  ready();
  const auto id = wire.reserve();
  wire.say(
      {{"is", "call"}, {"id", id}, {"verb", "levitate"}, {"device", device}, {"deadline_ms", 5000}, {"more", true}},
      std::string(1'048'576, 'x'));
  wire.say({{"is", "part"}, {"id", id}, {"more", true}}, std::string(1'048'576, '\n'));
  wire.say({{"is", "part"}, {"id", id}}, "{}");
  EXPECT_EQ(words_of(fault_of(answered(id))), "service_down/verb_unknown");
}

TEST_F(Conformance, Test_PassesOrSaysWhyNot) {
  ready();
  const auto answer = answered(wire.call("test", device, {}, 10'000));
  if (answer.line.contains("ok")) {
    EXPECT_EQ((Heard{ok_of(answer), {}}.text("outcome")), "passed");
  } else {
    EXPECT_FALSE(fault_of(answer).empty());
  }
}

TEST_F(Conformance, ManyCallsAtOnce_AreEachAnsweredOnce) {
  ready();
  std::vector<std::int64_t> ids;
  for (int i = 0; i < 20; ++i) ids.push_back(i % 2 ? wire.call("snapshot", "") : wire.call("levitate", device));
  for (auto id : ids) answered(id, at_once);
  answered(wire.call("snapshot", ""));
  for (auto id : ids) EXPECT_EQ(wire.answers_of(id), 1u);
}

TEST_F(Conformance, EndOfInput_EndsTheDriver) {
  ready();
  over = true;
  wire.end_input();
  EXPECT_TRUE(wire.ends(to_let_go));
}

struct Words {
  std::string name, bytes;
  friend void PrintTo(const Words& words, std::ostream* out) { *out << words.name; }
};
class Nonsense : public Conformance, public testing::WithParamInterface<Words> {};
TEST_P(Nonsense, EndsTheConversation) {
  over = true;
  wire.say_raw(GetParam().bytes);
  EXPECT_TRUE(wire.ends(to_let_go));
}
INSTANTIATE_TEST_SUITE_P(
    Each, Nonsense,
    testing::Values(Words{"NoJson", "hello?\n"}, Words{"NoObject", "[1,2]\n"}, Words{"NoKind", "{\"id\":1}\n"},
                    Words{"LineTooLong", "{\"is\":\"x\",\"y\":\"" + std::string(65'536, 'y') + "\"}\n"},
                    Words{"LineWithoutEnd", std::string(70'000, ' ')},
                    Words{"TooManyBytes", "{\"is\":\"part\",\"id\":1,\"bytes\":1048577}\n"}),
    [](const auto& one) { return one.param.name; });

TEST_F(Capturing, Reading_IsWholeAndAsItIsTold) {
  const auto id = capture(subject().fault.ends_with("/not_presented") ? short_ms : patient_ms);
  const auto answer = answered(id, milliseconds(patient_ms) + slack);
  if (!subject().fault.empty()) {
    EXPECT_EQ(words_of(fault_of(answer)), subject().fault);
    return;
  }
  ASSERT_TRUE(answer.line.contains("ok")) << boost::json::serialize(answer.line);
  for (const auto& sentence : faults_of_reading(subject().family, ok_of(answer), file_of(id)))
    ADD_FAILURE() << sentence;
  const std::set<std::string> states = {"waiting", "hold_still", "reading", "page"};
  for (const auto& h : wire.said)
    if (h.is() == "progress") {
      EXPECT_TRUE(states.contains(h.text("state"))) << h.text("state");
    }
}

TEST_F(Capturing, SnapshotMeanwhile_IsAnsweredAtOnce) {
  const auto reading = capture();
  const auto snapshot = wire.call("snapshot", "");
  EXPECT_TRUE(wire.answer(snapshot, at_once));
  cancel(reading);
  answered(reading);
}

TEST_F(Capturing, Cancel_IsAnsweredSoon) {
  const auto id = capture();
  cancel(id);
  const auto answer = answered(id, soon);
  if (!answer.line.contains("ok") && words_of(fault_of(answer)) != subject().fault) {
    EXPECT_EQ(words_of(fault_of(answer)), "transient/cancelled");
  }
  answered(capture(short_ms));  // and the device goes on
}

TEST_F(Capturing, DeadlineThatPasses_IsAnsweredSoon) {
  const auto id = capture(1);
  const auto answer = answered(id, soon);
  const auto fault = words_of(fault_of(answer));
  if (!answer.line.contains("ok") && fault != subject().fault) {
    EXPECT_TRUE(fault == "citizen_retries/not_presented" || fault == "transient/deadline_passed") << fault;
  }
}

TEST_F(Capturing, SecondOneMeanwhile_IsBusy) {
  const auto first = capture();
  const auto second = capture();
  const auto answer = answered(second);
  const bool first_was_over = wire.answers_of(first) > 0;
  cancel(first);
  answered(first);
  if (!first_was_over) {
    EXPECT_EQ(words_of(fault_of(answer)), "transient/device_busy");
  }
}

TEST_F(Capturing, EndOfInputMeanwhile_EndsTheDriver) {
  capture();
  over = true;
  wire.end_input();
  EXPECT_TRUE(wire.ends(to_let_go));
}

}  // namespace
}  // namespace karvan::conformance
