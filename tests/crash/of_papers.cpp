#include "tests/crash/transactions.h"

// Certificates, and what became of what was printed.
namespace karvan::crash {
namespace {

void issued_at_the_desk(catalogue::Service& service) {
  counter::samples::with_documents(service);
  service.policy = catalogue::Policy::issue;
  service.stages = catalogue::stages_of(service.policy);
}

Told issue(Scene& scene) { return ask(scene, counter::IssueDocument{{}, scene.subject, ""}); }

void certificate_printed(Scene& scene) {
  application_paid(scene);
  auto issued = scene.box.must(counter::IssueDocument{{}, scene.subject, ""});
  scene.box.drain(core::PrintAnswer{std::string(issued.at("print").as_string()), "printed", "job-2", {}});
}
Told hand_over(Scene& scene) {
  return ask(scene, counter::HandOver{{}, scene.subject, {"domicile", 501}, "Ali Khan", "self", "card"});
}

// Nobody knows what came out of the printer.
void print_in_doubt(Scene& scene) {
  operator_there(scene);
  scene.subject = scene.box.paid_print();
  scene.box.drain(core::PrintAnswer{scene.subject, "unknown", "", {}});
}
Told settle_spoiled(Scene& scene) { return ask(scene, counter::SettlePrint{{}, scene.subject, "spoiled", "torn"}); }
Told settle_printed(Scene& scene) { return ask(scene, counter::SettlePrint{{}, scene.subject, "printed", ""}); }
Told settle_nothing(Scene& scene) { return ask(scene, counter::SettlePrint{{}, scene.subject, "nothing", ""}); }

void certificate_in_doubt(Scene& scene) {
  application_paid(scene);
  auto issued = scene.box.must(counter::IssueDocument{{}, scene.subject, ""});
  scene.subject = issued.at("print").as_string();
  scene.box.drain(core::PrintAnswer{scene.subject, "unknown", "", {}});
}

// A printer that is at work: after a restart nobody waits for its word.
void printing(Scene& scene) {
  operator_there(scene);
  scene.subject = scene.box.paid_print();
}
// The device tells nobody else: what it said is durable, or it is taken again by itself.
Told printer_says(Scene& scene) {
  scene.box.drain(core::PrintAnswer{scene.subject, "printed", "job-1", {}});
  auto print = scene.box.store().prints().get(scene.subject);
  if (!print || !*print || (*print)->state != "printed" || !is_writable(scene)) return fail(Code::outcome_unknown);
  return "printed";
}

void nothing_printed(Scene&) {}

}  // namespace

std::vector<Transaction> of_papers() {
  return {{"IssueDocument", application_paid, supervisor_there, issue, issued_at_the_desk},
          {"HandOver", certificate_printed, supervisor_there, hand_over, issued_at_the_desk},
          {"SettleSpoiledPrint", print_in_doubt, operator_there, settle_spoiled},
          {"SettleSpoiledCertificate", certificate_in_doubt, supervisor_there, settle_spoiled, issued_at_the_desk},
          {"SettlePrinted", print_in_doubt, operator_there, settle_printed},
          {"SettleNothingPrinted", print_in_doubt, operator_there, settle_nothing},
          {"PrinterSays", nothing_printed, printing, printer_says, nullptr, Again::never}};
}

}  // namespace karvan::crash
