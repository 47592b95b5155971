#include <algorithm>

#include "node/counter/decide.h"
#include "node/counter/documents.h"
#include "node/counter/slips.h"

namespace karvan::counter {
namespace {

Print moved(Print print, std::string state, std::int64_t now_ms) {
  print.state = std::move(state);
  print.updated_ms = now_ms;
  return print;
}

// The print that takes the place of one that went wrong.
Print replacement(const Print& old, const By& by, std::int64_t now_ms) {
  Print next = moved(old, "queued", now_ms);
  next.id = by.fresh;
  next.staff = by.staff;
  next.seat = by.seat;
  next.job.clear();
  next.conditions.clear();
  return next;
}

// What the document's payment was: that of its own operation, or else the application's last one.
Paid paid_for(const model::Record& record, const model::Serial& serial) {
  std::string writer;
  for (const auto& document : record.documents)
    if (document.serial == serial) writer = document.writer;
  Paid paid;
  for (const auto& posting : record.postings) {
    if (posting.post.kind != "payment") continue;
    paid = {posting.post.amount, posting.post.tender};
    if (posting.writer == writer) break;
  }
  return paid;
}

// The same document again, under another number.
Slip again(const World& world, const Application& app, const Print& old, const model::Serial& number) {
  if (is_certificate(*app.service, old.serial)) return certificate(world, app, number, old.slip.language);
  return receipt(world, app, number, paid_for(app.record, old.serial), old.slip.language);
}

json::object reply_of(const Print& print) {
  json::object reply{{"print", print.id}};
  if (!print.serial.kind.empty())
    reply["receipt"] = json::object{{"kind", print.serial.kind}, {"number", print.serial.number}};
  return reply;
}

model::Op outcome_op(const Print& print, const By& by, const std::string& outcome) {
  model::Op op = by.on(print.of);
  op.printed = model::Printed{print.serial, outcome};
  return op;
}

Result<Application> application_of(const World& world, const Print& print) {
  TRY(auto id, model::parse_record_id(print.of));
  return world.application(id.id);
}

Result<void> settleable(const Print& print, const SettlePrint& cmd) {
  if (cmd.outcome != "printed" && cmd.outcome != "spoiled" && cmd.outcome != "nothing")
    return refuse(Code::field_wrong_type, {{"field", "outcome"}});
  if (cmd.outcome == "spoiled" && cmd.reason.empty()) return refuse(Code::reason_missing);
  if (cmd.reason.size() > reason_bytes_max) return refuse(Code::answer_too_long, {{"field", "reason"}});
  if (print.state == "queued" || print.state == "printing") return refuse(Code::print_running);
  // What the printer calls printed may still have come out smeared.
  bool open =
      print.state == "unknown" || print.state == "failed" || (print.state == "printed" && cmd.outcome == "spoiled");
  if (!open) return refuse(Code::print_already_settled, {{"state", print.state}});
  return {};
}

Result<Decision> settle_printed(const World& world, const SettlePrint& cmd, const Print& print) {
  Decision decision{.changes = {SavePrint{moved(print, "printed", world.now_ms())}}};
  if (!print.serial.kind.empty()) decision.ops.push_back(outcome_op(print, cmd.by, "printed"));
  return decision;
}

Result<Decision> settle_nothing(const World& world, const SettlePrint& cmd, const Print& print) {
  Print again = replacement(print, cmd.by, world.now_ms());
  Decision decision{.changes = {SavePrint{moved(print, "nothing", world.now_ms())}},
                    .effects = {SendPrint{again}},
                    .reply = reply_of(again)};
  if (!print.serial.kind.empty()) decision.ops.push_back(outcome_op(print, cmd.by, "nothing"));
  return decision;
}

Result<Decision> settle_spoiled(const World& world, const SettlePrint& cmd, const Print& print) {
  TRY(auto app, application_of(world, print));
  Decision decision{.changes = {SavePrint{moved(print, "spoiled", world.now_ms())}}};
  model::Op op = outcome_op(print, cmd.by, "spoiled");
  op.voided = model::Voided{print.serial, cmd.reason};
  // Spoiled paper is a fact, also on the day when no number is left to follow it.
  auto number = world.next_number(print.serial.kind);
  if (number) op.issue = *number;
  TRY_VOID(permitted(world, app.service, app.record, op));
  decision.ops.push_back(op);
  if (!number) return decision;
  Print next = replacement(print, cmd.by, world.now_ms());
  next.serial = *number;
  next.slip = again(world, app, print, *number);
  decision.reply = reply_of(next);
  decision.effects.emplace_back(SendPrint{std::move(next)});
  return decision;
}

bool running(const Print& print) { return print.state == "queued" || print.state == "printing"; }

}  // namespace

Result<Decision> decide(const World& world, const SettlePrint& cmd) {
  TRY(auto print, world.print(cmd.print));
  TRY_VOID(settleable(print, cmd));
  if (cmd.outcome == "printed") return settle_printed(world, cmd, print);
  if (cmd.outcome == "nothing") return settle_nothing(world, cmd, print);
  if (print.serial.kind.empty()) return settle_nothing(world, cmd, print);
  return settle_spoiled(world, cmd, print);
}

Result<Decision> decide(const World& world, const PrintReported& cmd) {
  TRY(auto print, world.print(cmd.print));
  if (!running(print)) return Decision{};
  if (!cmd.job.empty()) print.job = cmd.job;
  print.conditions = cmd.conditions;
  Decision decision{.changes = {SavePrint{moved(print, cmd.outcome, world.now_ms())}}};
  if (cmd.outcome == "printed" && !print.serial.kind.empty()) {
    By by = cmd.by;
    by.staff = print.staff;
    decision.ops.push_back(outcome_op(print, by, "printed"));
  }
  return decision;
}

}  // namespace karvan::counter
