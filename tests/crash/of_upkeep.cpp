#include "tests/crash/transactions.h"

// What is done without anyone asking, and several desks at once.
namespace karvan::crash {
namespace {

using core::samples::Box;

// All of it lies in the write-ahead log yet: the box was not shut down.
void power_lost(Scene& scene) {
  work_done(scene);
  const auto left = scene.disk.image();
  scene.box.stop();
  scene.disk.put(left);
}

// The centre has said what time it is, and by that the leases are over.
void lease_over(Scene& scene) {
  Box& box = scene.box;
  application_filed(scene);
  box.round();
  box.now = core::samples::noon + 1'000'000'001;
  core::ExchangeAnswer answer{box.exchanges.back().round, exchange::Received{{}, box.checkpoint, false}, {1 << 20}};
  answer.centre_ms = box.now;
  box.drain(std::move(answer));
}
void nobody_there(Scene&) {}
Told lease_ends(Scene& scene) {
  scene.box.drain(core::Tick{});
  auto leases = scene.box.store().leases().list();
  if (!leases || !is_writable(scene)) return fail(Code::outcome_unknown);
  for (const auto& lease : *leases)
    if (lease.state == "open") return fail(Code::outcome_unknown);
  return "ended";
}

// Of the start before a block of numbers is left, and a TPM that counts.
constexpr std::uint64_t tpm_stands = 41;
void block_begun(Scene& scene) {
  Box& box = scene.box;
  application_paid(scene);
  box.counter = "slot";
  box.restart();
  supervisor_there(scene);
  box.drain(core::CounterAnswer{tpm_stands - 1});
  box.drain(core::CounterAnswer{tpm_stands});
  box.paid(box.filed());
}
void tpm_asked(Scene& scene) { scene.box.drain(core::Tick{}); }
Told count(Scene& scene) {
  scene.box.raises.clear();
  scene.box.drain(core::CounterAnswer{tpm_stands});
  const auto& raises = scene.box.raises;
  if (raises.empty() || raises.back().to <= tpm_stands || !is_writable(scene)) return fail(Code::outcome_unknown);
  return "counted";
}

void short_memory(catalogue::Service& service) {
  service.retention_days = 30;
  catalogue::Closing withdrawn;
  withdrawn.how = "withdrawn";
  withdrawn.by = "desk";
  withdrawn.reasons = {{"changed_mind", {{"en", "They no longer want it"}}}};
  service.closings = {withdrawn};
}
// It ended a month ago, all of it is safe, and a day sheet has counted it.
void outdated(Scene& scene) {
  Box& box = scene.box;
  application_filed(scene);
  box.must(counter::CloseApplication{{}, scene.subject, "withdrawn", "changed_mind"});
  box.say(box.applied(box.round()));
  const auto head = *box.store().log().head();
  box.round();
  exchange::Answer answer;
  answer.safe = {{head.epoch, head.seq}};
  box.say(std::move(answer));
  (void)box.store().begin();
  (void)box.store().documents().put({"day_point", "last", head.epoch + "/" + std::to_string(head.seq), 0});
  (void)box.store().commit();
  box.now += 31 * 86'400'000LL;
}
Told purge(Scene& scene) {
  scene.box.now += core::purge_every_ms;
  scene.box.drain(core::Tick{});
  auto there = scene.box.store().records().summary(Box::application(scene.subject));
  if (!there || *there || !is_writable(scene)) return fail(Code::outcome_unknown);
  return "purged";
}

void found_by_name(Scene& scene) {
  supervisor_there(scene);
  for (int i = 0; i < 3; ++i) scene.box.filed();
}
Told tend(Scene& scene) {
  while (scene.box.core->tend()) continue;
  return "tended";
}

// Four letters of two desks, in one commit.
void busy_morning(Scene& scene) {
  application_filed(scene);
  for (int i = 0; i < 3; ++i) scene.seen.push_back(scene.box.started());
}
void both_there(Scene& scene) {
  operator_there(scene);
  supervisor_there(scene);
}
Told all_at_once(Scene& scene) {
  std::vector<counter::Command> commands = {
      counter::FileDraft{{}, scene.seen[0], 2, ""}, counter::WaiveFee{{}, scene.subject, {50'000, "PKR"}, "widow"},
      counter::ChangeDraft{{}, scene.seen[1], 2, {{"phone", "0300"}}}, counter::DiscardDraft{{}, scene.seen[2]}};
  std::vector<core::Letter> letters;
  std::vector<std::uint64_t> tickets;
  for (auto& command : commands) {
    auto letter = scene.box.letter(std::move(command), "the-command-" + std::to_string(letters.size()));
    if (letters.size() % 2 == 0) letter.seat_digest = "digest of asma";
    tickets.push_back(letter.ticket);
    letters.emplace_back(std::move(letter));
  }
  const auto out = scene.box.drain(std::move(letters));
  std::string told, signs;
  for (const auto ticket : tickets) {
    auto one = Box::answer(out, ticket);
    const bool unknown = !one && one.error().code == Code::outcome_unknown;
    signs += one ? told_done : unknown ? told_unknown : told_failed;
    if (one) told += json::write(*one);
  }
  if (signs == std::string(tickets.size(), told_done)) return told;
  return fail(Code::outcome_unknown, {{in_part, signs}}, in_part);
}
std::vector<bool> each_there(Scene& scene) {
  auto& store = scene.box.store();
  auto draft = [&](std::size_t nth) { return store.drafts().get(scene.seen[nth]).value(); };
  const auto waived = scene.box.core->book().best_guess(Box::application(scene.subject));
  const auto filed = store.records().summary(Box::application(scene.seen[0])).value();
  EXPECT_EQ(filed.has_value(), !draft(0)) << "filed in half";
  const auto changed = draft(1);
  return {filed.has_value(), waived && model::balance(*waived).open() == 0,
          changed && changed->body.find("0300") != std::string::npos, !draft(2)};
}

}  // namespace

std::vector<Transaction> of_upkeep() {
  return {{"Start", work_done, nullptr, start},
          {"StartAfterPowerCut", power_lost, nullptr, start},
          {"LeaseEnds", lease_over, nobody_there, lease_ends},
          {"Count", block_begun, tpm_asked, count, nullptr, Again::never},
          {"Purge", outdated, supervisor_there, purge, short_memory},
          {"TendSearch", found_by_name, supervisor_there, tend},
          {"GroupCommit", busy_morning, both_there, all_at_once, nullptr, Again::always, true, sqlite::Cipher::aegis,
           each_there}};
}

}  // namespace karvan::crash
