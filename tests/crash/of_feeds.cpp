#include "tests/crash/transactions.h"
#include "tests/unit/node/core/capture_box.h"

// What goes to the centre and comes from it, by network and on a stick.
namespace karvan::crash {
namespace {

using core::samples::Box;
using core::samples::CaptureBox;
using core::samples::h1;

void nobody_there(Scene&) {}
Told send(Scene& scene) {
  Box& box = scene.box;
  const auto rounds = box.exchanges.size();
  box.drain(core::Tick{});
  if (box.exchanges.size() == rounds) return fail(Code::outcome_unknown);
  return "sent";
}

void slice_with_news(Scene& scene) {
  application_filed(scene);
  scene.box.paid(scene.subject);
  round_answered(scene);
  scene.answer.documents = {scene.box.lease(7011, 7020), scene.box.staff("bilal", rules::Role::supervisor)};
}

void roster_changed(Scene& scene) {
  scene.answer.documents = {scene.box.staff("dilara", rules::Role::operator_),
                            scene.box.staff("asma", rules::Role::supervisor)};
}

void services_published(Scene& scene) { scene.answer.documents = scene.box.services("Domicile, as of today"); }

// A long document comes in pieces; this is the middle one.
void piece_of_a_service(Scene& scene) {
  auto whole = scene.box.services("Domicile, at length").front();
  const auto all = whole.body;
  whole.of = all.size();
  whole.body = all.substr(0, all.size() / 3);
  scene.box.round();
  exchange::Answer first;
  first.documents = {whole};
  first.more = true;
  scene.box.say(std::move(first));
  whole.from = all.size() / 3;
  whole.body = all.substr(whole.from, whole.from);
  scene.answer.documents = {whole};
  scene.answer.more = true;
}

// A court has ordered the filing's line away, with the name.
void erasure_ordered(Scene& scene) {
  Box& box = scene.box;
  application_filed(scene);
  box.say(box.applied(box.round()));
  model::Op op;
  op.id = {"centre", "c1", 1};
  op.time = {box.now + 1, 0};
  op.salt = "00";
  op.actor = "leyla";
  op.of = Box::application(scene.subject);
  const auto head = *box.store().log().head();
  op.erase = model::Erase{model::to_text({"bus-01", head.epoch, 1}), "court order 5/2026", {"full_name"}};
  scene.answer.entries = {{++box.checkpoint.office, "", 0, model::write_op(op), {}}};
}
Told erase(Scene& scene) {
  auto folded = fold(scene);
  while (folded && scene.box.core->tend()) continue;
  return folded;
}

void box_revoked(Scene& scene) { scene.answer.documents = {scene.box.fleet(4, {{"bus-01", "", 0}})}; }

// The centre was restored and has nothing of this box.
void centre_restored(Scene& scene) {
  application_paid(scene);
  scene.box.say(scene.box.applied(scene.box.round()));
  scene.box.checkpoint.centre_epoch = "centre-2";
  scene.box.checkpoint.office = 0;
}

void file_waits(Scene& scene) {
  Box& box = scene.box;
  box.sign_in();
  box.drain(core::DevicesAnswer{{CaptureBox::device("cam-1", "camera")}});
  const auto draft = box.started();
  counter::StartCapture cmd;
  cmd.draft = draft;
  cmd.question = "photo";
  box.drain(CaptureBox::picture(std::string(box.must(cmd).at("capture").as_string()), h1));
  box.must(counter::FileDraft{{}, draft, 3, ""});
  box.say(box.applied(box.round()));
}
// The link is known to be up, and a piece of it is under way.
void file_goes(Scene& scene) {
  round_begun(scene);
  scene.box.say({});
  scene.box.say({});  // to the round that followed
  scene.box.drain(core::Tick{});
}
Told file_sent(Scene& scene) {
  scene.box.drain(core::UploadAnswer{h1, 900, true, std::nullopt, 0});
  auto file = scene.box.store().attachments().get(h1);
  if (!file || !*file || (*file)->state != "there" || !is_writable(scene)) return fail(Code::outcome_unknown);
  return "there";
}

// What the centre has answered on a stick.
Told take_stick(Scene& scene) {
  Box& box = scene.box;
  core::StickRead::Content content;
  content.name = "x.answer.age";
  content.head = {exchange::BundleKind::answer, "bus-01", scene.detail, {"centre-1", 0, 5, 2, "", "", ""}};
  content.answers.push_back({scene.answer, box.checkpoint, false});
  box.drain(core::StickRead{std::move(content)});
  box.settle_down();
  // What it says then is that the stick is to be read again, which changes nothing where it was taken.
  if (box.core->stick().fault) return fail(Code::outcome_unknown);
  return "read";
}
// No link: a round that was begun got no answer.
void far_away(Scene& scene) {
  round_begun(scene);
  scene.box.drain(core::ExchangeAnswer{scene.box.exchanges.back().round, fail(Code::link_down), {}});
}
void stick_answered(Scene& scene) {
  slice_with_news(scene);
  scene.detail = scene.box.store().log().head()->epoch;
}

}  // namespace

std::vector<Transaction> of_feeds() {
  const auto captures = counter::samples::with_captures;
  return {{"Send", application_filed, nobody_there, send, nullptr, Again::never},
          {"FoldSlice", slice_with_news, round_begun, fold},
          {"FoldRoster", roster_changed, round_begun, fold},
          {"FoldServices", services_published, round_begun, fold},
          {"FoldPiece", piece_of_a_service, round_begun, fold},
          {"FoldRevocation", box_revoked, round_begun, fold},
          {"FoldAfterRestore", centre_restored, round_begun, fold, nullptr, Again::always, false},
          {"EraseLine", erasure_ordered, round_begun, erase},
          {"FileSent", file_waits, file_goes, file_sent, captures, Again::if_undone},
          {"TakeStick", stick_answered, far_away, take_stick}};
}

}  // namespace karvan::crash
