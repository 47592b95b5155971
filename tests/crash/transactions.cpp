#include "tests/crash/transactions.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace karvan::crash {

using core::samples::Box;

Told ask(Scene& scene, counter::Command command) {
  auto reply = scene.box.ask(std::move(command), "the-command");
  if (!reply) return tl::unexpected(reply.error());
  return json::write(*reply);
}

bool is_writable(Scene& scene) {
  auto& store = scene.box.store();
  return !store.read_only() && !store.database().outcome_unknown();
}

void operator_there(Scene& scene) { scene.box.sign_in(); }
void supervisor_there(Scene& scene) { scene.box.sign_in("bilal"); }

void application_filed(Scene& scene) {
  supervisor_there(scene);
  scene.subject = scene.box.filed();
}

void application_paid(Scene& scene) {
  application_filed(scene);
  const auto print = std::string(scene.box.paid(scene.subject).at("print").as_string());
  scene.box.drain(core::PrintAnswer{print, "printed", "job-1", {}});
}

void work_done(Scene& scene) {
  application_paid(scene);
  scene.box.paid_print();
  scene.box.started();
}

Told start(Scene& scene) {
  try {
    if (!scene.box.core) scene.box.start();
  } catch (const std::bad_alloc&) {
    return fail(Code::outcome_unknown);  // of what the program did before it ended
  } catch (const std::exception& error) {
    return fail(Code::io_failed, {}, error.what());
  }
  if (!is_writable(scene)) return fail(Code::outcome_unknown);
  return "started";
}

void round_answered(Scene& scene) { scene.answer = scene.box.applied(scene.box.round()); }

void round_begun(Scene& scene) {
  supervisor_there(scene);
  scene.box.round();
}

Told fold(Scene& scene) {
  Box& box = scene.box;
  if (box.exchanges.empty()) box.round();
  box.drain(
      core::ExchangeAnswer{box.exchanges.back().round, exchange::Received{scene.answer, box.checkpoint, false}, {}});
  box.settle_down();
  // No desk is told of it; what was not folded is asked for again.
  if (box.core->link().fault() || box.core->link().folding()) return fail(Code::outcome_unknown);
  return "folded";
}

namespace {

// Where a cipher may make a difference: first pages of a file, a long log, a copy of all of it, a start.
constexpr auto of_each_cipher =
    std::to_array<std::string_view>({"TakePayment", "Compact", "File", "StartAfterPowerCut"});

void add_other_cipher(std::vector<Transaction>& all) {
  for (std::size_t i = 0, count = all.size(); i < count; ++i) {
    if (std::find(of_each_cipher.begin(), of_each_cipher.end(), all[i].name) == of_each_cipher.end()) continue;
    auto other = all[i];
    other.name += "InSqlcipher";
    other.cipher = sqlite::Cipher::sqlcipher4;
    all.push_back(std::move(other));
  }
}

}  // namespace

const std::vector<Transaction>& transactions() {
  static const auto all = [] {
    std::vector<Transaction> out;
    for (auto part : {of_drafts, of_money, of_papers, of_changes, of_feeds, of_upkeep, of_compact, of_versions})
      for (auto& one : part()) out.push_back(std::move(one));
    add_other_cipher(out);
    return out;
  }();
  return all;
}

}  // namespace karvan::crash
