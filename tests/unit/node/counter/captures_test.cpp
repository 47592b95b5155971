#include "node/counter/media.h"
#include "tests/unit/node/counter/desk_world.h"
#include "tests/unit/node/counter/pictures.h"

namespace karvan::counter {
namespace {

const std::string h1(64, '1'), h2(64, '2');  // hashes

using samples::code_of;

struct Captures : testing::Test {
  Captures() {
    world.devices = {
        {"camera", "cam-1"}, {"card_reader", "card-1"}, {"fingerprint", "finger-1"}, {"scanner", "scan-1"}};
    draft = world.started();
  }
  StartCapture start(const std::string& question) {
    StartCapture cmd;
    cmd.by = world.by();
    cmd.draft = draft;
    cmd.question = question;
    return cmd;
  }
  std::string begun(const std::string& question) { return begun(start(question)); }
  std::string begun(StartCapture cmd) {
    return std::string(world.must(std::move(cmd)).reply.at("capture").as_string());
  }
  CaptureReported report(const std::string& capture) {
    CaptureReported cmd;
    cmd.capture = capture;
    cmd.done = true;
    return cmd;
  }
  CaptureReported picture(const std::string& capture, const std::string& hash = h1) {
    auto cmd = report(capture);
    cmd.attached.hash = hash;
    cmd.attached.bytes = 900;
    cmd.attached.media = "image/jpeg";
    cmd.file_key = "sixteen-byte-key";
    return cmd;
  }
  CaptureReported fault(const std::string& capture, const std::string& code, const std::string& kind) {
    auto cmd = report(capture);
    cmd.fault = code;
    cmd.kind = kind;
    return cmd;
  }
  const Capture& of(const std::string& capture) { return *world.capture(capture); }
  std::string answer(const std::string& question) { return world.drafts.at(draft).form.state(question)->value; }
  static std::string jpeg() { return "\xff\xd8\xff\xe0 a picture"; }

  samples::DeskWorld world{samples::with_captures};
  std::string draft;
};

TEST_F(Captures, Start_RunsADeviceOfTheFamily) {
  auto cmd = start("thumb");
  auto decision = world.must(cmd);
  const auto& run = std::get<RunCapture>(decision.effects.at(0));
  EXPECT_EQ(run.capture.device, "finger-1");
  EXPECT_EQ(run.position, "right_thumb");
  EXPECT_EQ(of(cmd.by.fresh).state, "waiting");
}

TEST_F(Captures, WithoutADevice_IsRefused) {
  world.devices.clear();
  auto refused = world.run(start("photo"));
  EXPECT_EQ(code_of(refused), Code::device_missing);
  EXPECT_EQ(refused.error().args.at("family"), "camera");
}

TEST_F(Captures, Refusals_NameTheirReason) {
  EXPECT_EQ(code_of(world.run(start("phone"))), Code::unknown_question);
  EXPECT_EQ(code_of(world.run(start("nobody"))), Code::unknown_question);
  auto both = start("photo");
  both.application = draft;
  EXPECT_EQ(code_of(world.run(both)), Code::field_missing);
  auto neither = start("photo");
  neither.draft = "";
  EXPECT_EQ(code_of(world.run(neither)), Code::field_missing);
  auto gone = start("photo");
  gone.draft = "gone";
  EXPECT_EQ(code_of(world.run(gone)), Code::unknown_draft);
  auto card = start("identity");
  card.exception = "no card";
  EXPECT_EQ(code_of(world.run(card)), Code::unknown_question);
  auto long_reason = start("thumb");
  long_reason.exception = std::string(reason_bytes_max + 1, 'x');
  EXPECT_EQ(code_of(world.run(long_reason)), Code::answer_too_long);
  auto technician = start("photo");
  technician.by = world.by("tariq");
  EXPECT_EQ(code_of(world.run(technician)), Code::role_not_allowed);
}

TEST_F(Captures, OneAQuestionAtATime) {
  auto first = begun("photo");
  auto refused = world.run(start("photo"));
  EXPECT_EQ(code_of(refused), Code::capture_running);
  EXPECT_EQ(refused.error().args.at("capture"), first);
  EXPECT_TRUE(world.run(start("thumb")));
  world.must(fault(first, "paper_jam", "operator_can_fix"));
  EXPECT_TRUE(world.run(start("photo")));
}

TEST_F(Captures, Progress_SaysHowItGoesOn) {
  auto capture = begun("thumb");
  CaptureReported going;
  going.capture = capture;
  going.state = "hold_still";
  world.must(going);
  EXPECT_EQ(of(capture).state, "hold_still");
  going.state = "done";  // a driver's word ends nothing
  world.must(going);
  EXPECT_EQ(of(capture).state, "hold_still");
}

TEST_F(Captures, Picture_AnswersItsQuestion) {
  auto capture = begun("photo");
  const auto seen = world.drafts.at(draft).seen;
  auto decision = world.must(picture(capture));
  EXPECT_EQ(answer("photo"), h1);
  EXPECT_EQ(of(capture).state, "done");
  EXPECT_EQ(world.drafts.at(draft).seen, seen + 1);
  ASSERT_EQ(world.drafts.at(draft).attachments.size(), 1u);
  EXPECT_EQ(world.drafts.at(draft).attachments[0].name, "photo");
  const auto& kept = std::get<KeepAttachment>(decision.changes.back());
  EXPECT_EQ(kept.of, draft);
  EXPECT_EQ(kept.file_key, "sixteen-byte-key");
}

TEST_F(Captures, AnotherPicture_TakesTheFirstOnesPlace) {
  world.must(picture(begun("photo"), h1));
  world.must(picture(begun("photo"), h2));
  EXPECT_EQ(answer("photo"), h2);
  EXPECT_EQ(world.drafts.at(draft).attachments.size(), 1u);
}

TEST_F(Captures, ToldTwice_ChangesNothingMore) {
  auto capture = begun("photo");
  world.must(picture(capture));
  const auto seen = world.drafts.at(draft).seen;
  EXPECT_TRUE(world.must(picture(capture)).changes.empty());
  // The commit's outcome was unknown: the capture went back to where it was, the draft did not.
  world.captures.at(capture).state = "waiting";
  world.must(picture(capture));
  EXPECT_EQ(of(capture).state, "done");
  EXPECT_EQ(world.drafts.at(draft).seen, seen);
}

TEST_F(Captures, Card_FillsWhatItNames) {
  auto cmd = report(begun("identity"));
  cmd.fields = {{"identity", "12345"}, {"father_name", "Akbar"}, {"sex", "male"}, {"address", "Lahore"}};
  world.must(cmd);
  EXPECT_EQ(answer("identity"), "12345");
  EXPECT_EQ(answer("father"), "Akbar");
  EXPECT_EQ(answer("fixed"), "");
  EXPECT_EQ(answer("full_name"), "Ali Khan");
}

TEST_F(Captures, CardsInvalidValue_IsKeptAndMarked) {
  auto cmd = report(begun("identity"));
  cmd.fields = {{"identity", "123"}};
  world.must(cmd);
  EXPECT_EQ(answer("identity"), "123");
  EXPECT_EQ(world.drafts.at(draft).form.state("identity")->fault, form::Flaw::constraint);
}

TEST_F(Captures, CardsPortrait_AnswersThePortraitsQuestion) {
  auto cmd = picture(begun("identity"));
  cmd.fields = {{"identity", "12345"}};
  world.must(cmd);
  EXPECT_EQ(answer("portrait"), h1);
  EXPECT_EQ(world.drafts.at(draft).attachments.at(0).name, "portrait");
}

TEST_F(Captures, CitizensFaults_AreCountedUntilASuccess) {
  for (int tries = 1; tries <= 3; ++tries) {
    auto capture = begun("thumb");
    world.must(fault(capture, "finger_not_read", "citizen_retries"));
    EXPECT_EQ(of(capture).tries, tries);
    EXPECT_EQ(of(capture).state, "failed");
    EXPECT_EQ(of(capture).fault, "finger_not_read");
  }
  auto jammed = begun("thumb");
  world.must(fault(jammed, "driver_died", "service_down"));
  EXPECT_EQ(of(jammed).tries, 3);
  auto read = begun("thumb");
  world.must(picture(read));
  EXPECT_EQ(of(read).tries, 0);
}

TEST_F(Captures, Exception_IsAPhotographWithItsReason) {
  auto cmd = start("thumb");
  cmd.exception = "bandaged hand";
  auto decision = world.must(cmd);
  EXPECT_EQ(std::get<RunCapture>(decision.effects.at(0)).capture.device, "cam-1");
  EXPECT_EQ(std::get<RunCapture>(decision.effects.at(0)).position, "");
  world.must(picture(cmd.by.fresh));
  EXPECT_EQ(world.drafts.at(draft).attachments.at(0).exception, "bandaged hand");
  EXPECT_EQ(answer("thumb"), h1);
}

TEST_F(Captures, EndsAfterTheDraftWasFiledOrDiscarded_LeavesNothing) {
  auto late = begun("photo");
  world.must(DiscardDraft{world.by(), draft});
  auto decision = world.must(picture(late));
  EXPECT_TRUE(world.kept.empty());
  EXPECT_EQ(of(late).state, "cancelled");
  EXPECT_TRUE(decision.ops.empty());
}

TEST_F(Captures, Cancelled_TakesNoFurtherWord) {
  auto capture = begun("photo");
  auto decision = world.must(CancelCapture{world.by(), capture});
  EXPECT_EQ(std::get<StopCapture>(decision.effects.at(0)).capture, capture);
  world.must(picture(capture));
  EXPECT_TRUE(world.kept.empty());
  EXPECT_EQ(answer("photo"), "");
  EXPECT_TRUE(world.must(CancelCapture{world.by(), capture}).effects.empty());
  EXPECT_EQ(code_of(world.run(CancelCapture{world.by(), "gone"})), Code::unknown_capture);
}

TEST_F(Captures, DeviceThatGivesNoPicture_HasFailed) {
  auto capture = begun("photo");
  world.must(report(capture));
  EXPECT_EQ(of(capture).state, "failed");
  EXPECT_EQ(of(capture).fault, "capture_failed");
}

// ---- a file that the page brings

TEST_F(Captures, BroughtFile_IsSealedAndThenAnswers) {
  auto cmd = start("photo");
  cmd.bytes = jpeg();
  auto decision = world.must(cmd);
  const auto& seal = std::get<SealFile>(decision.effects.at(0));
  EXPECT_EQ(seal.media, media_jpeg);
  EXPECT_EQ(seal.bytes, jpeg());
  world.must(picture(cmd.by.fresh));
  EXPECT_EQ(answer("photo"), h1);
}

TEST_F(Captures, BroughtFile_MustBeWhatItSays) {
  auto refuse = [&](const std::string& question, std::string bytes, std::string exception = "") {
    auto cmd = start(question);
    cmd.bytes = std::move(bytes);
    cmd.exception = std::move(exception);
    return code_of(world.run(cmd));
  };
  EXPECT_EQ(refuse("photo", "<html>"), Code::field_wrong_type);
  EXPECT_EQ(refuse("photo", "%PDF-1.7"), Code::field_wrong_type);
  EXPECT_EQ(refuse("photo", jpeg() + std::string(brought_bytes_max, 'x')), Code::body_too_large);
  EXPECT_EQ(refuse("identity", jpeg()), Code::unknown_question);
  // A photograph is no fingerprint, unless somebody says why.
  EXPECT_EQ(refuse("thumb", jpeg()), Code::reason_missing);
  EXPECT_EQ(refuse("thumb", jpeg(), "bandaged hand"), Code::internal);
  EXPECT_EQ(refuse("proof", "%PDF-1.7"), Code::internal);  // taken
}

// ---- after filing

TEST_F(Captures, AfterFiling_IsAFactOfTheApplication) {
  auto application = world.filed();
  StartCapture cmd;
  cmd.by = world.by();
  cmd.application = application;
  cmd.question = "proof";
  world.must(cmd);
  auto decision = world.must(picture(cmd.by.fresh));
  ASSERT_EQ(decision.ops.size(), 1u);
  EXPECT_EQ(decision.ops[0].attach.at(0).name, "proof");
  EXPECT_EQ(decision.ops[0].set.at("proof"), h1);
  EXPECT_EQ(decision.ops[0].actor, "asma");
  EXPECT_EQ(std::get<KeepAttachment>(decision.changes.back()).of, application);
}

TEST_F(Captures, Test_AsksTheDevice) {
  auto decision = world.must(TestDevice{world.by(), "card-1"});
  EXPECT_EQ(std::get<RunTest>(decision.effects.at(0)).device, "card-1");
}

}  // namespace
}  // namespace karvan::counter
