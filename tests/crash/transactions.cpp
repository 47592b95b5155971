#include "tests/crash/transactions.h"

namespace karvan::crash {
namespace {

using core::samples::Box;

Told ask(Scene& scene, counter::Command command) {
  auto reply = scene.box.ask(std::move(command), "the-command");
  if (!reply) return tl::unexpected(reply.error());
  return json::write(*reply);
}

void draft_begun(Scene& scene) {
  scene.box.sign_in();
  scene.subject = std::string(scene.box.must(counter::StartDraft{{}, "domicile"}).at("draft").as_string());
}
Told change_draft(Scene& scene) {
  return ask(scene, counter::ChangeDraft{{}, scene.subject, 1, {{"full_name", "Ali Khan"}, {"phone", "0300"}}});
}

void draft_answered(Scene& scene) {
  scene.box.sign_in();
  scene.subject = scene.box.started();
}
Told file(Scene& scene) { return ask(scene, counter::FileDraft{{}, scene.subject, 2, ""}); }

void application_filed(Scene& scene) {
  scene.box.sign_in();
  scene.subject = scene.box.filed();
}
Told take_payment(Scene& scene) {
  return ask(scene, counter::TakePayment{{}, scene.subject, "cash", {50'000, "PKR"}, ""});
}

void print_in_doubt(Scene& scene) {
  scene.box.sign_in();
  scene.subject = scene.box.paid_print();
  scene.box.drain(core::PrintAnswer{scene.subject, "unknown", "", {}});
}
Told settle_spoiled(Scene& scene) { return ask(scene, counter::SettlePrint{{}, scene.subject, "spoiled", "torn"}); }

void round_made(Scene& scene) {
  application_filed(scene);
  scene.box.paid(scene.subject);
  scene.answer = scene.box.applied(scene.box.round());
  scene.answer.documents = {scene.box.lease(7011, 7020), scene.box.staff("bilal", rules::Role::supervisor)};
}
Told fold(Scene& scene) {
  Box& box = scene.box;
  if (box.exchanges.empty()) box.round();
  box.drain(
      core::ExchangeAnswer{box.exchanges.back().round, exchange::Received{scene.answer, box.checkpoint, false}, {}});
  box.settle_down();
  if (const auto& fault = box.core->link().fault()) return tl::unexpected(*fault);
  return "folded";
}

// Everything the box holds is there before; it stops with its log checkpointed, as after a quiet evening.
void evening(Scene& scene) {
  print_in_doubt(scene);
  scene.box.stop();
}
Told start(Scene& scene) {
  try {
    if (!scene.box.core) scene.box.start();
  } catch (const std::exception& error) {
    return fail(Code::io_failed, {}, error.what());
  }
  if (scene.box.store().read_only()) return fail(Code::read_only);
  return "started";
}

const Transaction all[] = {{"ChangeDraft", draft_begun, change_draft},
                           {"File", draft_answered, file},
                           {"TakePayment", application_filed, take_payment},
                           {"SettleSpoiledPrint", print_in_doubt, settle_spoiled},
                           {"FoldSlice", round_made, fold},
                           {"Start", evening, start}};

}  // namespace

std::span<const Transaction> transactions() { return all; }

}  // namespace karvan::crash
