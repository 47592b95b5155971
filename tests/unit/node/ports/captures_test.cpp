#include <filesystem>

#include "node/ports/devices.h"
#include "tests/unit/node/ports/stored.h"

// Captures from the device to the sealed file.
namespace karvan::ports {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view face = "plain face";
const std::string plain = std::string("\xff\xd8\xff\xe0 plain face and finger");

// Every file of the folder, name and content.
std::string all_of(const std::string& folder) {
  std::string all;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    all += entry.path().string() + "\n";
    if (entry.is_regular_file()) all += test::bytes_of(entry.path());
  }
  return all;
}

struct CaptureTest : testing::Test {
  // With a driver of that mode, once its device works.
  void begin(const std::string& mode) {
    hub::DeviceSpec reader{"r", "camera", "Reader", {}, ""};
    devices.emplace(std::vector<hub::DriverSpec>{{"reader", {"tests/unit/node/ports/reader", mode}, {reader}, {}}},
                    letters, box.files);
    while (letters.next<core::DevicesAnswer>().devices.at(0).life != line::Life::enabled) {
    }
  }
  void run(const std::string& capture = "c1") { devices->capture({capture, "r", "camera", "", 20'000}); }
  // Past the words on the way.
  core::CaptureAnswer end() {
    while (true) {
      auto answer = letters.next<core::CaptureAnswer>();
      if (answer.done) return answer;
    }
  }
  std::vector<std::string> ids() { return *box.files.blobs().ids(); }
  bool nothing_left() { return fs::is_empty(box.scratch.path("attachments")); }

  samples::Letters letters;
  samples::Box box;
  std::optional<Devices> devices;
};

TEST_F(CaptureTest, Picture_IsSealedToTheCentre) {
  begin("picture");
  run();
  EXPECT_EQ(letters.next<core::CaptureAnswer>().state, "reading");
  auto answer = end();
  ASSERT_FALSE(answer.fault);
  EXPECT_EQ(answer.attached.media, "image/jpeg");
  EXPECT_EQ(ids(), std::vector<std::string>{answer.attached.hash});
  EXPECT_EQ(*box.files.blobs().size(answer.attached.hash), answer.attached.bytes);
  EXPECT_EQ(*box.files.blobs().read(answer.attached.hash, answer.file_key), plain);
  auto sealed = *box.files.blobs().read_sealed(answer.attached.hash, 0, 1 << 20);
  EXPECT_EQ(*seal::open_with_identity(sealed, box.centre), plain);
}

// P13: neither while it is read nor afterwards, nor where it failed, is a plain byte of it in the node's folder.
TEST_F(CaptureTest, P13_NoPlainByteIsEverOnDisk) {
  CaptureCall call("c1", box.files);
  const std::string large = plain + std::string(300'000, 'z') + "the last of it";
  call.take(large.substr(0, 100'000));
  call.take(large.substr(100'000));
  EXPECT_EQ(all_of(box.scratch.path("")).find(face), std::string::npos);
  EXPECT_NE(all_of(box.scratch.path("")).find("writing-"), std::string::npos);  // it was on its way to disk
  hub::Answered answered;
  answered.result = boost::json::object{{"media", "image/jpeg"}};
  auto answer = call.end(answered);
  ASSERT_FALSE(answer.fault);
  const auto all = all_of(box.scratch.path(""));
  for (auto piece : {std::string(face), std::string("zzzzzzzz"), std::string("the last of it"), answer.file_key})
    EXPECT_EQ(all.find(piece), std::string::npos) << piece;
}

TEST_F(CaptureTest, Card_GivesItsFieldsAndNoFile) {
  begin("card");
  run();
  auto answer = end();
  EXPECT_EQ(answer.fields.at("full_name"), "Ali");
  EXPECT_TRUE(answer.attached.hash.empty());
  EXPECT_TRUE(nothing_left());
}

TEST_F(CaptureTest, DriverThatDiesInMidCall_IsToldAndLeavesNothing) {
  begin("die");
  run();
  auto answer = end();
  ASSERT_TRUE(answer.fault);
  EXPECT_EQ(answer.fault->kind, line::FaultKind::service_down);
  EXPECT_TRUE(nothing_left());
}

TEST_F(CaptureTest, FaultAfterSomeBytes_LeavesNothing) {
  begin("retry");
  run();
  auto answer = end();
  ASSERT_TRUE(answer.fault);
  EXPECT_EQ(answer.fault->code, "finger_poor");
  EXPECT_TRUE(nothing_left());
}

TEST_F(CaptureTest, BytesThatAreNotWhatTheDriverSays_AreAFault) {
  begin("liar");
  run();
  auto answer = end();
  ASSERT_TRUE(answer.fault);
  EXPECT_EQ(answer.fault->code, "driver_garbled");
  EXPECT_TRUE(nothing_left());
}

TEST_F(CaptureTest, MediaWithoutBytes_IsAFault) {
  begin("empty");
  run();
  auto answer = end();
  ASSERT_TRUE(answer.fault);
  EXPECT_EQ(answer.fault->code, "driver_garbled");
}

TEST_F(CaptureTest, UnknownDevice_IsAnswered) {
  begin("picture");
  devices->capture({"c1", "nobody", "camera", "", 20'000});
  auto answer = end();
  ASSERT_TRUE(answer.fault);
  EXPECT_EQ(answer.fault->kind, line::FaultKind::removed);
}

TEST_F(CaptureTest, Stopped_AnswersSoon) {
  begin("wait");
  run();
  EXPECT_EQ(letters.next<core::CaptureAnswer>().state, "reading");
  devices->stop_capture({"c1"});
  auto answer = end();
  ASSERT_TRUE(answer.fault);
  EXPECT_EQ(answer.fault->code, "cancelled");
}

TEST_F(CaptureTest, Test_TellsWhatTheDeviceSays) {
  begin("picture");
  devices->test({"r"});
  EXPECT_FALSE(letters.next<core::TestAnswer>().fault);
}

TEST_F(CaptureTest, TestThatFails_TellsTheFault) {
  begin("retry");
  devices->test({"r"});
  EXPECT_EQ(letters.next<core::TestAnswer>().fault->code, "lamp");
}

TEST(Capture, StrangeWordsOfADriver_AreNoStates) {
  samples::Box box;
  CaptureCall call("c1", box.files);
  EXPECT_FALSE(call.progress("<b>bold</b>"));
  EXPECT_FALSE(call.progress(std::string(100, 'a')));
  EXPECT_TRUE(call.progress("hold_still"));
  EXPECT_FALSE(call.progress("hold_still"));  // no news
}

}  // namespace
}  // namespace karvan::ports
