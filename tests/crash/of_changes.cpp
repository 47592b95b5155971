#include "storage/salvage/report.h"
#include "sync/exchange/epoch_code.h"
#include "tests/crash/transactions.h"

// After filing: corrections, approval, and what a person settles.
namespace karvan::crash {
namespace {

using core::samples::Box;

constexpr auto another = "lahore/application/another";

Told correct(Scene& scene) {
  return ask(scene, counter::ChangeApplication{{}, scene.subject, {{"phone", "0300"}}, {}});
}
Told send_back(Scene& scene) { return ask(scene, counter::ReturnApplication{{}, scene.subject, "name misspelt"}); }
Told approve(Scene& scene) { return ask(scene, counter::ApproveApplication{{}, scene.subject}); }

void sent_back(Scene& scene) {
  application_filed(scene);
  scene.box.must(counter::ReturnApplication{{}, scene.subject, "name misspelt"});
}
Told file_again(Scene& scene) { return correct(scene); }

void may_withdraw(catalogue::Service& service) {
  catalogue::Closing withdrawn;
  withdrawn.how = "withdrawn";
  withdrawn.by = "desk";
  withdrawn.reasons = {{"changed_mind", {{"en", "They no longer want it"}}}};
  service.closings = {withdrawn};
}
Told withdraw(Scene& scene) {
  return ask(scene, counter::CloseApplication{{}, scene.subject, "withdrawn", "changed_mind"});
}

// What a clerk did at headquarters, as the feed brings it.
exchange::Entry clerks(Box& box, model::Op op, model::Verdict verdict = {}) {
  op.id = {"centre", "c1", static_cast<std::uint64_t>(box.checkpoint.office) + 1};
  op.time = {box.now + 1, 0};
  op.salt = "00";
  op.actor = "leyla";
  return {++box.checkpoint.office, "", 0, model::write_op(op), std::move(verdict)};
}

// Bus and headquarters have named one person two ways.
void name_held(Scene& scene) {
  Box& box = scene.box;
  application_filed(scene);
  box.say(box.applied(box.round()));
  const auto of = Box::application(scene.subject);
  const auto shown = box.core->book().record(of)->fields.at("full_name").writer;
  box.must(counter::ChangeApplication{{}, scene.subject, {{"full_name", "Ali Hussain"}}, {{"full_name", shown}}});
  model::Op op;
  op.of = of;
  op.set = {{"full_name", "Ali Hassan"}};
  op.over = {{"full_name", shown}};
  auto clerk = clerks(box, op);
  auto answer = box.applied(box.round());
  answer.entries.back().verdict.fields = {{"full_name", model::Fate::held}};
  answer.entries.insert(answer.entries.begin(), std::move(clerk));
  box.say(std::move(answer));
  const auto field = box.core->book().record(of)->fields.at("full_name");
  scene.detail = field.candidates.at(0).writer;
  scene.seen = {field.writer, scene.detail};
}
Told resolve(Scene& scene) {
  return ask(scene, counter::Resolve{{}, scene.subject, "full_name", scene.detail, scene.seen, "as on the card"});
}

// Headquarters has noticed another application of the same person.
void duplicate_noticed(Scene& scene) {
  Box& box = scene.box;
  application_filed(scene);
  box.say(box.applied(box.round()));
  model::Op op;
  op.of = Box::application(scene.subject);
  op.note = "-";
  model::Verdict verdict;
  verdict.alarms = {std::string("duplicate:") + another};
  box.round();
  exchange::Answer answer;
  answer.entries = {clerks(box, op, verdict)};
  box.say(std::move(answer));
}
Told settle_review(Scene& scene) {
  return ask(scene, counter::SettleReview{{}, scene.subject, "duplicate", another, "upheld", "two children"});
}

// Another box speaks under this one's name.
void forked(Scene& scene) {
  Box& box = scene.box;
  application_filed(scene);
  exchange::Answer clash;
  clash.receipts = box.applied(box.round()).receipts;
  clash.receipts[0].hash[0] ^= 1;
  box.checkpoint.office = 0;
  box.say(clash);
  const auto& book = box.core->book();
  scene.detail =
      *exchange::epoch_code(box.centre_key(), seal::verifying(book.options().key), "bus-01", book.epoch_challenge());
}
Told settle_fork(Scene& scene) { return ask(scene, counter::SettleFork{{}, scene.detail}); }

// The database was damaged once.
void salvaged(Scene& scene) {
  auto& store = scene.box.store();
  ASSERT_TRUE(store.begin());
  ASSERT_TRUE(store.documents().put({std::string(salvage::report_kind), "20261122T091500Z",
                                     R"({"file":"node.db.damaged-20261122T091500Z","runs":[],"tables":[]})", 0}));
  ASSERT_TRUE(store.commit());
}
Told acknowledge(Scene& scene) {
  return ask(scene, counter::AcknowledgeSalvage{{}, "20261122T091500Z", "compared with the papers"});
}

}  // namespace

std::vector<Transaction> of_changes() {
  return {{"Correct", application_filed, supervisor_there, correct},
          {"SendBack", application_filed, supervisor_there, send_back},
          {"FileAgain", sent_back, supervisor_there, file_again},
          {"Approve", application_paid, supervisor_there, approve},
          {"Withdraw", application_filed, supervisor_there, withdraw, may_withdraw},
          {"ResolveConflict", name_held, supervisor_there, resolve},
          {"SettleReview", duplicate_noticed, supervisor_there, settle_review},
          {"SettleFork", forked, supervisor_there, settle_fork},
          {"AcknowledgeSalvage", salvaged, supervisor_there, acknowledge}};
}

}  // namespace karvan::crash
