#include "tests/support/fault_vfs.h"
#include "tests/unit/node/core/capture_box.h"

namespace karvan::core {
namespace {

using samples::Box;
using samples::CaptureBox;
using samples::code_of;
using samples::h1;
using samples::h2;
using samples::notified;
using samples::orders;

TEST(Capture, Started_GoesToTheDeviceAfterTheCommit) {
  CaptureBox box;
  auto letter = box.letter(box.start());
  auto out = box.drain(Letter(letter));
  auto runs = orders<RunCapture>(out);
  ASSERT_EQ(runs.size(), 1u);
  EXPECT_EQ(runs[0].device, "cam-1");
  EXPECT_EQ(runs[0].deadline_ms, counter::capture_ms_max);
  EXPECT_TRUE(notified(out, "captures/" + runs[0].capture));
}

TEST(Capture, Picture_AnswersAndItsKeyIsKept) {
  CaptureBox box;
  auto capture = box.begun();
  auto out = box.drain(CaptureBox::picture(capture, h1));
  EXPECT_EQ(box.value("photo"), h1);
  EXPECT_EQ(box.of(capture).state, "done");
  EXPECT_EQ((*box.store().attachments().get(h1))->file_key, "sixteen-byte-key");
  EXPECT_TRUE(notified(out, "draft/" + box.draft));
  EXPECT_TRUE(notified(out, "captures/" + capture));
}

TEST(Capture, Replaced_ErasesTheOldFileAndItsKey) {
  CaptureBox box;
  box.captured(h1);
  auto capture = box.begun();
  auto out = box.drain(CaptureBox::picture(capture, h2));
  EXPECT_EQ(box.hashes(), std::vector<std::string>{h2});
  ASSERT_EQ(orders<RemoveFile>(out).size(), 1u);
  EXPECT_EQ(orders<RemoveFile>(out)[0].hash, h1);
}

TEST(Capture, DraftDiscarded_ErasesFilesAndKeys) {
  CaptureBox box;
  box.captured(h1);
  auto out = box.drain(Letter(box.letter(counter::DiscardDraft{{}, box.draft})));
  EXPECT_TRUE(box.hashes().empty());
  ASSERT_EQ(orders<RemoveFile>(out).size(), 1u);
}

TEST(Capture, EndingAfterTheDraftIsGone_LeavesNothing) {
  CaptureBox box;
  auto capture = box.begun();
  box.must(counter::DiscardDraft{{}, box.draft});
  auto out = box.drain(CaptureBox::picture(capture, h1));
  EXPECT_TRUE(box.hashes().empty());
  ASSERT_EQ(orders<RemoveFile>(out).size(), 1u);
  EXPECT_EQ(orders<RemoveFile>(out)[0].hash, h1);
}

TEST(Capture, OfNobody_LeavesNothing) {
  CaptureBox box;
  EXPECT_EQ(orders<RemoveFile>(box.drain(CaptureBox::picture("unknown", h1))).size(), 1u);
}

TEST(Capture, Filed_WaitsToBeSentWithItsOperation) {
  CaptureBox box;
  box.captured(h1);
  EXPECT_EQ(box.state(h1), "draft");
  auto filed = box.file();
  ASSERT_TRUE(filed) << describe(filed.error());
  EXPECT_EQ(box.state(h1), "waiting");
  auto row = *box.store().attachments().get(h1);
  auto line = *box.store().log().line(row->epoch, row->seq);
  EXPECT_NE(line->line.find("\"" + h1 + "\""), std::string::npos);
}

// The driver died, or says that it did: the desk hears it in the same drain.
TEST(Capture, DriverThatDies_IsToldAtOnce) {
  CaptureBox box;
  auto capture = box.begun();
  auto answer = CaptureBox::answer_to(capture);
  answer.fault = line::Fault{line::FaultKind::service_down, "driver_died"};
  auto out = box.drain(answer);
  EXPECT_EQ(box.of(capture).state, "failed");
  EXPECT_EQ(box.of(capture).kind, "service_down");
  EXPECT_TRUE(notified(out, "captures/" + capture));
  EXPECT_TRUE(box.ask(box.start()));  // and goes on
}

TEST(Capture, ThatNobodyAnswers_EndsByItself) {
  CaptureBox box;
  auto capture = box.begun();
  box.now += counter::capture_ms_max;
  box.drain(Tick{});
  EXPECT_EQ(box.of(capture).state, "waiting");
  box.now += 16'000;
  auto out = box.drain(Tick{});
  EXPECT_EQ(box.of(capture).state, "failed");
  EXPECT_EQ(orders<StopCapture>(out).size(), 1u);
}

TEST(Capture, CommitOfUnknownOutcome_IsTakenAgain) {
  test::FaultVfs vfs("captures");
  CaptureBox box(vfs.name());
  auto capture = box.begun();
  vfs.fail(test::Io::sync, 1, test::io_error_fsync, 1);
  box.drain(CaptureBox::picture(capture, h1));
  vfs.heal();
  box.settle_down();
  EXPECT_EQ(box.of(capture).state, "done");
  EXPECT_EQ(box.value("photo"), h1);
  EXPECT_EQ(box.hashes(), std::vector<std::string>{h1});
}

TEST(Capture, BroughtFile_AnswersOnceItIsSealed) {
  CaptureBox box;
  auto cmd = box.start();
  cmd.bytes = "\xff\xd8\xff picture";
  auto letter = box.letter(cmd);
  letter.once = false;
  auto out = box.drain(Letter(letter));
  ASSERT_EQ(orders<SealFile>(out).size(), 1u);
  EXPECT_TRUE(orders<Answered>(out).empty());
  auto seal = orders<SealFile>(out)[0];
  auto sealed = CaptureBox::picture(seal.capture, h1);
  sealed.ticket = seal.ticket;
  auto answer = Box::answer(box.drain(sealed), letter.ticket);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->at("hash").as_string(), h1);
}

TEST(Capture, BroughtFileThatCannotBeSealed_IsRefused) {
  CaptureBox box;
  auto cmd = box.start();
  cmd.bytes = "\xff\xd8\xff picture";
  auto letter = box.letter(cmd);
  letter.once = false;
  auto seal = orders<SealFile>(box.drain(Letter(letter)))[0];
  auto failed = CaptureBox::answer_to(seal.capture);
  failed.ticket = seal.ticket;
  failed.fault = line::Fault{line::FaultKind::service_down, "disk_full"};
  EXPECT_EQ(code_of(Box::answer(box.drain(failed), letter.ticket)), Code::disk_full);
}

TEST(DeviceFor, PrefersTheSeatsOwn_ThenAFreeOne) {
  CaptureBox box;
  auto ask = [&](const char* seat) { return box.core->book().device_for("camera", seat); };
  box.know({CaptureBox::device("b", "camera", "Desk 2"), CaptureBox::device("c", "camera"),
            CaptureBox::device("a", "camera", "Desk 1")});
  EXPECT_EQ(ask("Desk 1"), "a");
  EXPECT_EQ(ask("Desk 2"), "b");
  EXPECT_EQ(ask("Desk 3"), "c");
  box.know({CaptureBox::device("c", "camera"), CaptureBox::device("d", "camera")});
  box.begun();
  EXPECT_EQ(ask("Desk 1"), "d");
}

TEST(DeviceFor, OneThatIsNotEnabled_IsNone) {
  CaptureBox box;
  auto opened = CaptureBox::device("cam-2", "camera");
  opened.life = line::Life::opened;
  box.know({opened});
  EXPECT_EQ(box.core->book().device_for("camera", "Desk 1"), "");
}

TEST(DeviceFor, OneInTrouble_IsAskedOnlyWhereThereIsNoOther) {
  CaptureBox box;
  auto jammed = CaptureBox::device("jammed", "scanner", "Desk 1");
  jammed.conditions = line::make_conditions({{"paper_jam", line::Severity::error}});
  box.know({jammed, CaptureBox::device("far", "scanner", "Desk 2")});
  EXPECT_EQ(box.core->book().device_for("scanner", "Desk 1"), "far");
  box.know({jammed});
  EXPECT_EQ(box.core->book().device_for("scanner", "Desk 1"), "jammed");
}

TEST(DeviceTest, IsShownUntilTheNext) {
  CaptureBox box;
  EXPECT_EQ(code_of(box.ask(counter::TestDevice{{}, "nobody"})), Code::unknown_device);
  auto out = box.drain(Letter(box.letter(counter::TestDevice{{}, "cam-1"})));
  ASSERT_EQ(orders<RunTest>(out).size(), 1u);
  EXPECT_EQ(box.core->test_of("cam-1")->outcome, "running");
  EXPECT_TRUE(notified(box.drain(TestAnswer{"cam-1", std::nullopt}), "devices"));
  EXPECT_EQ(box.core->test_of("cam-1")->outcome, "passed");
  box.drain(TestAnswer{"cam-1", line::Fault{line::FaultKind::operator_can_fix, "lamp"}});
  EXPECT_EQ(box.core->test_of("cam-1")->outcome, "lamp");
}

}  // namespace
}  // namespace karvan::core
