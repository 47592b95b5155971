#include "node/counter/world.h"

#include "node/counter/commands.h"
#include "storage/model/tracking.h"

namespace karvan::counter {

model::Op By::on(const std::string& record) const {
  model::Op op;
  op.actor = staff;
  op.of = record;
  return op;
}

std::string Application::tracking() const { return model::tracking_of(id); }

std::string Application::who() const { return service->summary(rules::answers_of(record)); }

Result<void> permitted(const World& world, const catalogue::Service* service, const model::Record& record,
                       const model::Op& op) {
  model::Op dated = op;
  dated.id.node = world.site().node;
  dated.time.ms = world.now_ms();
  const model::Serial* number = op.issue ? &*op.issue : op.voided ? &op.voided->serial : nullptr;
  auto lease = number ? world.lease_of(*number) : std::nullopt;
  rules::Context context;
  context.service = service;
  context.actor = world.staff(op.actor);
  context.lease = lease ? &*lease : nullptr;
  const auto of = model::parse_record_id(op.of);
  context.form = context_of(world, of ? of->id : "");
  context.now_ms = world.now_ms();
  return rules::check(record, dated, context);
}

form::Context context_of(const World& world, std::string_view application) {
  auto context = world.when();
  context.seed = application;
  context.device = world.site().node;
  return context;
}

form::Context context_of(const World& world, std::string_view draft, const By& by) {
  auto context = context_of(world, draft);
  if (!by.seat.empty()) context.device = by.seat;
  context.user = by.staff;
  return context;
}

std::string record_id(const World& world, std::string_view kind, std::string_view id) {
  return model::to_text(model::RecordId{world.site().office, std::string(kind), std::string(id)});
}

}  // namespace karvan::counter
