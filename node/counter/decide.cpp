#include "node/counter/decide.h"

#include <algorithm>

#include "sync/rules/fees.h"

namespace karvan::counter {
namespace {

Result<void> supervisors_only(const By& by) {
  if (by.role == rules::name_of(rules::Role::supervisor)) return {};
  return refuse(Code::role_not_allowed, {{"role", by.role}});
}

bool stops_after_a_fork(const model::Op& op) { return op.issue || rules::moves_money(op); }

}  // namespace

Result<Decision> decide(const World& world, const Command& cmd) {
  TRY(auto decision, std::visit([&](const auto& one) { return decide(world, one); }, cmd));
  const auto stopped = world.money_stopped();
  if (stopped && std::any_of(decision.ops.begin(), decision.ops.end(), stops_after_a_fork)) return refuse(*stopped);
  return decision;
}

Result<Decision> decide(const World&, const ExchangeNow&) { return Decision{.effects = {StartExchange{}}}; }

Result<Decision> decide(const World& world, const SettleFork& cmd) {
  TRY_VOID(supervisors_only(cmd.by));
  if (world.money_stopped() != Code::fork_noticed) return refuse(Code::not_found);
  if (!world.epoch_code_right(cmd.code)) return refuse(Code::epoch_code_wrong);
  return Decision{.changes = {OpenEpoch{cmd.by.staff}}, .effects = {StartExchange{}}};
}

Result<Decision> decide(const World& world, const AcknowledgeSalvage& cmd) {
  TRY_VOID(supervisors_only(cmd.by));
  if (cmd.reason.empty()) return refuse(Code::reason_missing);
  if (cmd.reason.size() > reason_bytes_max) return refuse(Code::answer_too_long, {{"field", "reason"}});
  if (!world.is_salvage_open(cmd.salvage)) return refuse(Code::not_found);
  return Decision{.changes = {KeepAcknowledgement{cmd.salvage, cmd.by.staff, cmd.reason}}};
}

}  // namespace karvan::counter
