#include "sync/central/reconcile/reading.h"

#include <algorithm>

#include "storage/model/record_kind.h"
#include "sync/central/reconcile/act.h"
#include "sync/central/reconcile/verdicts.h"
#include "sync/exchange/parts.h"
#include "sync/rules/duplicates.h"
#include "sync/rules/judge.h"

namespace karvan::central {
namespace {

// Whether nothing but its own line, its service and its author decide what becomes of it.
bool hangs_on_itself(const model::Op& op) {
  return op.pin && model::kind_in(op.of) == "application" && !op.issue && !op.voided && !op.erase && !op.settled &&
         !op.unknown_act;
}

}  // namespace

Result<Reading> read(const InboxLine& line) {
  TRY(auto op, model::parse_op(line.line));
  return Reading{std::move(op), exchange::digest_of_line(line.line)};
}

void foresee(const Node& node, const InboxLine& line, const Met& met, Result<Reading>& reading) {
  if (!reading || node.name == centre_node || !hangs_on_itself(reading->op)) return;
  const auto& op = reading->op;
  const auto* service = met.known(*op.pin);
  const auto* actor = met.known(node, op);
  const auto id = model::parse_record_id(op.of);
  if (!service || !actor || !id) return;
  auto context = context_at(service, op, line.received_ms);
  context.actor = actor;
  auto made = std::make_unique<Foreseen>();
  made->verdict = rules::judge({}, op, context);
  if (waits(made->verdict)) return;
  const auto record = model::apply({}, op, made->verdict);
  made->rows = project(*id, record, op.id, made->verdict, service);
  if (rules::counts_as_open(record, *service)) made->identity = rules::identity_of(record, *service);
  reading->foreseen = std::move(made);
  reading->op.set.clear();
}

rules::Context context_at(const catalogue::Service* service, const model::Op& op, std::int64_t received_ms) {
  rules::Context context;
  context.service = service;
  const int offset = service ? service->calendar.utc_offset_minutes : 0;
  const auto time_ms = std::min(op.time.ms, received_ms);
  context.form.today = rules::civil_date(time_ms, offset);
  context.form.now = context.form.today + rules::civil_time(time_ms, offset);
  context.now_ms = context.received_ms = received_ms;
  return context;
}

}  // namespace karvan::central
