#include <algorithm>

#include "tests/crash/transactions.h"
#include "tests/unit/node/core/capture_box.h"

// Who signs in, and applications that are being filled in.
namespace karvan::crash {
namespace {

using core::samples::CaptureBox;

constexpr std::uint64_t ticket = 9'000;

void nobody(Scene&) {}

// The try is counted before the PIN is looked at.
Told count_try(Scene& scene) {
  counter::SignIn cmd{{}, "asma", "123456", "Desk 1"};
  auto out = scene.box.drain(core::CommandLetter{ticket, "sign-in", "", "digest of asma", {}, false, cmd});
  for (const auto& one : out)
    if (std::holds_alternative<core::VerifyPin>(one)) return "counted";
  auto refused = core::samples::Box::answer(out, ticket);
  return tl::unexpected(refused ? Error{Code::internal} : refused.error());
}
void try_counted(Scene& scene) { (void)count_try(scene); }
Told sign_in(Scene& scene) {
  auto seat = core::samples::Box::answer(scene.box.drain(core::PinAnswer{ticket, true}), ticket);
  if (!seat) return tl::unexpected(seat.error());
  return "signed in";
}

Told start_draft(Scene& scene) { return ask(scene, counter::StartDraft{{}, "domicile"}); }

void draft_begun(Scene& scene) {
  operator_there(scene);
  scene.subject = std::string(scene.box.must(counter::StartDraft{{}, "domicile"}).at("draft").as_string());
}
Told change_draft(Scene& scene) {
  return ask(scene, counter::ChangeDraft{{}, scene.subject, 1, {{"full_name", "Ali Khan"}, {"phone", "0300"}}});
}

void draft_answered(Scene& scene) {
  operator_there(scene);
  scene.subject = scene.box.started();
}
Told discard_draft(Scene& scene) { return ask(scene, counter::DiscardDraft{{}, scene.subject}); }
Told file(Scene& scene) { return ask(scene, counter::FileDraft{{}, scene.subject, 2, ""}); }

Told consent(Scene& scene) {
  return ask(scene, counter::ShowParty{{}, scene.subject, "", {"applicant", 1, "consent", "", "", "", "c1"}});
}
Told identity(Scene& scene) {
  return ask(scene, counter::ShowParty{{}, scene.subject, "", {"applicant", 1, "identity", "card", "", "", "35202"}});
}
Told print_summary(Scene& scene) { return ask(scene, counter::PrintSummary{{}, scene.subject, 2, ""}); }

// A camera that was asked for a photograph.
void capture_begun(Scene& scene) {
  operator_there(scene);
  scene.box.drain(core::DevicesAnswer{{CaptureBox::device("cam-1", "camera")}});
  counter::StartCapture cmd;
  cmd.draft = scene.subject;
  cmd.question = "photo";
  scene.detail = std::string(scene.box.must(cmd).at("capture").as_string());
}
Told take_picture(Scene& scene) {
  auto picture = CaptureBox::picture(scene.detail, core::samples::h1);
  picture.ticket = ticket;
  const auto out = scene.box.drain(std::move(picture));
  const auto is_told = [](const auto& one) {
    const auto* answered = std::get_if<core::Answered>(&one);
    return answered && answered->ticket == ticket;
  };
  // The letter is kept, and its asker hears of it later.
  if (std::none_of(out.begin(), out.end(), is_told)) return fail(Code::outcome_unknown);
  auto told = core::samples::Box::answer(out, ticket);
  if (!told) return tl::unexpected(told.error());
  return "taken";
}
void draft_with_picture(Scene& scene) {
  draft_answered(scene);
  capture_begun(scene);
  (void)take_picture(scene);
}
Told file_with_picture(Scene& scene) { return ask(scene, counter::FileDraft{{}, scene.subject, 3, ""}); }

}  // namespace

std::vector<Transaction> of_drafts() {
  using counter::samples::with_captures, counter::samples::with_parties;
  return {{"CountTry", nobody, nobody, count_try, nullptr, Again::if_undone},
          {"SignIn", nobody, try_counted, sign_in, nullptr, Again::if_undone},
          {"StartDraft", nobody, operator_there, start_draft},
          {"ChangeDraft", draft_begun, operator_there, change_draft},
          {"DiscardDraft", draft_answered, operator_there, discard_draft},
          {"File", draft_answered, operator_there, file},
          {"Consent", draft_answered, operator_there, consent, with_parties},
          {"Identity", draft_answered, operator_there, identity, with_parties},
          {"PrintSummary", draft_answered, operator_there, print_summary, with_parties},
          {"AttachFile", draft_answered, capture_begun, take_picture, with_captures, Again::if_undone},
          {"FileWithAttachment", draft_with_picture, operator_there, file_with_picture, with_captures}};
}

}  // namespace karvan::crash
