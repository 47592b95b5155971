#include "tests/support/fault_vfs.h"
#include "tests/unit/node/core/box.h"
#include "tests/unit/node/counter/pictures.h"

namespace karvan::core {
namespace {

const std::string h1(64, '1'), h2(64, '2');  // hashes

using samples::Box;
using samples::code_of;

constexpr int io_error_fsync = 1034;  // SQLITE_IOERR_FSYNC

// A box with a camera and a scanner, an operator, and a draft.
struct CaptureBox : Box {
  explicit CaptureBox(std::string vfs = "") : Box(std::move(vfs), counter::samples::with_captures) {
    sign_in();
    know({device("cam-1", "camera"), device("scan-1", "scanner")});
    draft = started();
  }
  static line::Device device(std::string id, std::string family, std::string seat = "") {
    return {std::move(id), std::move(family), "", line::Life::enabled, {}, std::move(seat)};
  }
  void know(std::vector<line::Device> devices) { drain(DevicesAnswer{std::move(devices)}); }
  counter::StartCapture start(const std::string& question = "photo") {
    counter::StartCapture cmd;
    cmd.draft = draft;
    cmd.question = question;
    return cmd;
  }
  std::string begun(const std::string& question = "photo") {
    return std::string(must(start(question)).at("capture").as_string());
  }
  static CaptureAnswer answer_to(const std::string& capture) {
    CaptureAnswer answer;
    answer.capture = capture;
    answer.done = true;
    return answer;
  }
  static CaptureAnswer picture(const std::string& capture, const std::string& hash) {
    auto answer = answer_to(capture);
    answer.attached = {"", hash, 900, "image/jpeg", ""};
    answer.file_key = "sixteen-byte-key";
    return answer;
  }
  std::string captured(const std::string& hash, const std::string& question = "photo") {
    auto capture = begun(question);
    drain(picture(capture, hash));
    return capture;
  }
  const counter::Capture& of(const std::string& capture) { return *core->book().capture(capture); }
  std::vector<std::string> hashes() { return *store().attachments().hashes(); }
  std::string state(const std::string& hash) { return (*store().attachments().get(hash))->state; }
  std::string value(const std::string& question) { return (*core->book().draft(draft))->form.state(question)->value; }
  Result<json::object> file() { return ask(counter::FileDraft{{}, draft, (*core->book().draft(draft))->seen, ""}); }
  std::string draft;
};

template <class Order>
std::vector<Order> orders(const std::vector<Outgoing>& out) {
  std::vector<Order> found;
  for (const auto& one : out)
    if (const auto* order = std::get_if<Order>(&one)) found.push_back(*order);
  return found;
}

bool notified(const std::vector<Outgoing>& out, const std::string& topic) {
  for (const auto& notify : orders<Notify>(out))
    if (notify.topic == topic) return true;
  return false;
}

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
  vfs.fail(test::Io::sync, 1, io_error_fsync, 1);
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

TEST(DeviceFor, OneThatDoesNotWork_IsNone) {
  CaptureBox box;
  auto broken = CaptureBox::device("cam-1", "camera");
  broken.conditions = line::make_conditions({{"offline", line::Severity::error}});
  auto opened = CaptureBox::device("cam-2", "camera");
  opened.life = line::Life::opened;
  box.know({broken, opened});
  EXPECT_EQ(box.core->book().device_for("camera", "Desk 1"), "");
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

// ---- attachments on their way

struct UploadBox : CaptureBox {
  // One filed file whose operation the centre has acknowledged.
  UploadBox() {
    captured(h1);
    auto filed = file();
    if (!filed) throw std::runtime_error(describe(filed.error()));
  }
  std::vector<SendUpload> tick(std::int64_t ms = 0) {
    now += ms;
    return orders<SendUpload>(drain(Tick{}));
  }
  // The next piece comes with the drain that folds the answer.
  SendUpload first_piece() {
    auto answer = applied(round());
    exchange::Received received{std::move(answer), checkpoint, false};
    auto out = drain(ExchangeAnswer{exchanges.back().round, std::move(received), 8'000});
    auto pieces = orders<SendUpload>(out);
    while (core->has_work() && pieces.empty()) pieces = orders<SendUpload>(drain(std::vector<Letter>{}));
    if (pieces.empty()) pieces = tick();
    if (pieces.empty()) throw std::runtime_error("no piece");
    return pieces[0];
  }
  std::vector<SendUpload> answer(UploadAnswer answer) { return orders<SendUpload>(drain(std::move(answer))); }
};

TEST(Upload, WaitsUntilItsFactIsReceived) {
  UploadBox box;
  EXPECT_TRUE(box.tick().empty());
  auto piece = box.first_piece();
  EXPECT_EQ(piece.hash, h1);
  EXPECT_EQ(piece.size, 900u);
  EXPECT_FALSE(piece.created);
  EXPECT_FALSE(piece.offset.has_value());
  EXPECT_EQ(piece.bytes, 60'000u);  // less than ten seconds of 64 kbit/s
}

TEST(Upload, OnePieceAtATime) {
  UploadBox box;
  box.first_piece();
  EXPECT_TRUE(box.tick(2'000).empty());
  auto next = box.answer({h1, 300, false, std::nullopt, 0});
  ASSERT_EQ(next.size(), 1u);
  EXPECT_EQ(next[0].offset, 300u);
  EXPECT_EQ(box.state(h1), "sending");
}

TEST(Upload, ExchangeGoesFirst) {
  UploadBox box;
  box.first_piece();
  box.must(counter::ExchangeNow{});
  const auto rounds = box.exchanges.size();
  EXPECT_EQ(box.exchanges.size(), rounds);  // never beside a piece
  EXPECT_TRUE(box.answer({h1, 300, false, std::nullopt, 0}).empty());
  EXPECT_EQ(box.exchanges.size(), rounds + 1);
}

TEST(Upload, Whole_IsThereAndNotSentAgain) {
  UploadBox box;
  box.first_piece();
  EXPECT_TRUE(box.answer({h1, 900, true, std::nullopt, 0}).empty());
  EXPECT_EQ(box.state(h1), "there");
  EXPECT_TRUE(box.tick(1'000).empty());
}

TEST(Upload, AfterACut_AsksTheOffsetAnew) {
  UploadBox box;
  box.first_piece();
  ASSERT_EQ(box.answer({h1, 300, false, std::nullopt, 0}).size(), 1u);
  EXPECT_TRUE(box.answer({h1, 300, false, Error{Code::link_down}, 0}).empty());
  EXPECT_EQ(box.core->link().state(), LinkState::offline);
  auto again = box.first_piece();  // after an exchange has shown that the link is back
  EXPECT_FALSE(again.offset.has_value());
  EXPECT_TRUE(again.created);
}

TEST(Upload, AfterARestart_GoesOn) {
  UploadBox box;
  box.first_piece();
  box.answer({h1, 300, false, std::nullopt, 0});
  box.restart();
  auto again = box.first_piece();
  EXPECT_TRUE(again.created);
  EXPECT_FALSE(again.offset.has_value());
}

TEST(Upload, P15_FileThatIsRefused_BlocksNoOther) {
  CaptureBox box;
  box.captured(h1);
  box.captured(h2, "proof");
  ASSERT_TRUE(box.file());
  auto answer = box.applied(box.round());
  box.drain(ExchangeAnswer{box.exchanges.back().round, exchange::Received{answer, box.checkpoint, false}, 8'000});
  box.settle_down();
  auto out = box.drain(UploadAnswer{h1, 0, false, Error{Code::seal_broken}, 0});
  auto next = orders<SendUpload>(out);
  ASSERT_EQ(next.size(), 1u);
  EXPECT_EQ(next[0].hash, h2);
  EXPECT_TRUE(orders<SendUpload>(box.drain(UploadAnswer{h2, 900, true, std::nullopt, 0})).empty());
  EXPECT_EQ(box.core->link().state(), LinkState::connected);
  box.now += rest_ms_min;
  auto later = orders<SendUpload>(box.drain(Tick{}));
  ASSERT_EQ(later.size(), 1u);
  EXPECT_EQ(later[0].hash, h1);
}

TEST(Upload, MeasuredLink_MakesThePiecesLarger) {
  UploadBox box;
  box.first_piece();
  auto next = box.answer({h1, 300, false, std::nullopt, 10 << 20});
  ASSERT_EQ(next.size(), 1u);
  EXPECT_EQ(next[0].bytes, 1u << 20);
}

}  // namespace
}  // namespace karvan::core
