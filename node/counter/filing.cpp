#include "node/counter/decide.h"
#include "storage/model/tracking.h"

namespace karvan::counter {
namespace {

// What a filing costs is an act of its own, so that what was charged is honoured later on.
Result<std::optional<model::Op>> charge(const World& world, const By& by, const catalogue::Service& service,
                                        const model::Record& filed) {
  TRY(auto fee, catalogue::fee_due(service, rules::answers_of(filed), world.when().today));
  if (fee.total.minor == 0) return std::nullopt;
  model::Op op = by.on(filed.id);
  op.post = model::Post{"charge", fee.total, {}, {}, {}};
  if (service.stage(rules::stage::fee_assessed)) op.advance = rules::stage::fee_assessed;
  TRY_VOID(permitted(world, &service, filed, op));
  return op;
}

Result<void> complete(const form::Instance& form) {
  auto faults = form.faults();
  if (faults.empty()) return {};
  return fail(Code::form_incomplete, {{"faults", std::to_string(faults.size())}}, faults.front().question);
}

}  // namespace

Result<Decision> decide(const World& world, const FileDraft& cmd) {
  TRY(const Draft* draft, world.draft(cmd.draft));
  if (draft->seen != cmd.seen) return refuse(Code::draft_changed_elsewhere, {{"seen", std::to_string(draft->seen)}});
  const auto* service = world.catalogue().version(draft->pin.service, draft->pin.version);
  if (!service) return refuse(Code::catalogue_missing, {{"service", draft->pin.service}});
  // Made anew: what is asked about today must be answered for the day of filing, not for that of the first key.
  form::Instance form(service->form, draft->form.answers(), world.when());
  TRY_VOID(complete(form));

  model::Op filing = cmd.by.on(record_id(world, "application", draft->id));
  filing.pin = draft->pin;
  filing.set = form.filed();
  filing.advance = rules::stage::filed;
  TRY_VOID(permitted(world, service, {}, filing));
  TRY(auto charging, charge(world, cmd.by, *service, model::apply({}, filing, {})));

  Decision decision{.ops = {filing}, .changes = {DropDraft{draft->id}}};
  if (charging) decision.ops.push_back(std::move(*charging));
  if (!cmd.language.empty()) decision.changes.emplace_back(KeepLanguage{draft->id, cmd.language});
  decision.reply = {{"application", draft->id}, {"tracking", model::tracking_of(draft->id)}};
  return decision;
}

}  // namespace karvan::counter
