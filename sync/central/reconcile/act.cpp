#include "sync/central/reconcile/act.h"

#include "storage/model/newest.h"
#include "storage/model/planted.h"
#include "sync/central/reconcile/reconcile.h"
#include "sync/central/reconcile/settle.h"
#include "sync/central/store/applications.h"
#include "sync/central/store/feeds.h"

namespace karvan::central {
namespace {

bool sound(const PersonsAct& act) {
  return act.cmd.size() >= cmd_bytes_min && act.cmd.size() <= cmd_bytes_max && act.make != nullptr;
}

constexpr std::size_t lapses_max = 256;

}  // namespace

// Not tried while the lists are made again: they say what has lapsed.
Result<bool> Reconciler::close_lapsed(std::int64_t now_ms) {
  if (!lists_known_) return false;
  auto sound = [&](const model::Op& op) -> Result<model::HybridTime> {
    TRY(auto id, model::parse_record_id(op.of));
    TRY(auto row, Records(files_->records).record(id.office, op.of));
    if (!row) return fail(Code::unknown_application);
    TRY(auto record, model::parse_record(row->body));
    model::Op written = op;
    written.id.node = centre_node;
    Met met(*files_, reference_);
    auto checked = Settler(*files_, reference_, met).check(record, written, now_ms);
    if (checked) return model::newest(record);
    if (of_the_store(checked.error().code)) return tl::unexpected<Error>(checked.error());
    TRY_VOID(
        in_transaction(files_->records, [&] { return Applications(files_->records).forget_lapse(id.office, id.id); }));
    return tl::unexpected<Error>(checked.error());
  };
  return own_.write_lapses(reference_, sound, now_ms, lapses_max);
}

Result<Outcome> Reconciler::act(const PersonsAct& act, std::int64_t now_ms) {
  if (!sound(act)) return fail(Code::malformed, {}, "cmd");
  TRY(auto known, Commands(files_->inbox).get(act.cmd));
  if (known && known->asked != act.asked) return fail(Code::malformed, {}, "cmd");
  if (known && !planted(2)) return outcome(act, known->op);
  TRY_VOID(read_reference());
  TRY_VOID(settle_own());
  TRY(auto op, write(act, now_ms));
  return outcome(act, op);
}

Result<model::OpId> Reconciler::write(const PersonsAct& act, std::int64_t now_ms) {
  const auto* actor = reference_.staff(act.actor);
  if (!actor || !actor->active) return fail(Code::role_not_allowed, {{"actor", act.actor}});
  TRY(auto id, model::parse_record_id(act.of));
  TRY(auto row, Records(files_->records).record(id.office, act.of));
  const bool apart = id.kind == "conflict";
  if (!row && !apart) return fail(Code::unknown_application);
  model::Record record;
  record.id = act.of;
  if (row) {
    TRY(record, model::parse_record(row->body));
  }
  if (record.creator.empty() && record.waiting.empty() && !apart) return fail(Code::unknown_application);
  TRY(const auto* service, reference_.service(record.pin.service, record.pin.version));
  TRY(auto op, act.make({record, service, *actor, rules::civil_date(now_ms)}));
  op.actor = act.actor;
  op.of = act.of;
  op.ref = reference_.position();
  op.id.node = centre_node;
  op.time.ms = now_ms;
  Met met(*files_, reference_);
  TRY_VOID(Settler(*files_, reference_, met).check(record, op, now_ms));
  return own_.write_act(std::move(op), {act.cmd, act.asked, {}}, model::newest(record), now_ms);
}

Result<Outcome> Reconciler::outcome(const PersonsAct& act, const model::OpId& op) {
  TRY_VOID(settle_own());
  TRY(auto id, model::parse_record_id(act.of));
  TRY(auto entry, Feeds(files_->records).first_of(id.office, act.of, op));
  ++changes_;
  if (!entry) return Outcome{op, false, {}};
  return Outcome{op, true, std::move(entry->verdict)};
}

}  // namespace karvan::central
