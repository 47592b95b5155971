#include "node/counter/decide.h"
#include "node/counter/replies.h"

namespace karvan::counter {
namespace {

Result<void> may(const World& world, const By& by, std::string_view act, const catalogue::Service* service) {
  const auto* staff = world.staff(by.staff);
  if (!staff) return refuse(Code::not_signed_in);
  return rules::may(*staff, act, service);
}

// The service's version that a draft began with.
Result<const catalogue::Service*> service_of(const World& world, const Draft& draft) {
  const auto* service = world.catalogue().version(draft.pin.service, draft.pin.version);
  if (!service) return refuse(Code::catalogue_missing, {{"service", draft.pin.service}});
  return service;
}

void sign(Draft& draft, const World& world, const By& by) {
  draft.staff = by.staff;
  draft.seat = by.seat;
  draft.updated_ms = world.now_ms();
  ++draft.seen;
}

}  // namespace

Result<Decision> decide(const World& world, const StartDraft& cmd) {
  const auto when = world.when();
  const auto* service = world.catalogue().current(cmd.service, when.today);
  if (!service) return refuse(Code::unknown_service, {{"service", cmd.service}});
  TRY_VOID(may(world, cmd.by, "start", service));
  Draft draft{.id = cmd.by.fresh,
              .pin = {service->id, service->version},
              .seat = {},
              .staff = {},
              .created_ms = world.now_ms(),
              .form = form::Instance::begin(service->form, when)};
  sign(draft, world, cmd.by);
  return Decision{.changes = {SaveDraft{std::move(draft)}}, .reply = {{"draft", cmd.by.fresh}}};
}

Result<Decision> decide(const World& world, const ChangeDraft& cmd) {
  TRY(const Draft* before, world.draft(cmd.draft));
  if (before->seen != cmd.seen) return refuse(Code::draft_changed_elsewhere, {{"seen", std::to_string(before->seen)}});
  TRY(const auto* service, service_of(world, *before));
  TRY_VOID(may(world, cmd.by, "start", service));
  Draft draft = *before;
  std::set<std::string> changed;
  for (const auto& [question, value] : cmd.set) {
    TRY(auto names, draft.form.set(question, value));
    changed.insert(names.begin(), names.end());
  }
  sign(draft, world, cmd.by);
  json::object reply = write_states(draft.form, changed);
  reply["seen"] = draft.seen;
  reply["saved_at"] = draft.updated_ms;
  return Decision{.changes = {SaveDraft{std::move(draft)}}, .reply = std::move(reply)};
}

Result<Decision> decide(const World& world, const DiscardDraft& cmd) {
  TRY(const Draft* draft, world.draft(cmd.draft));
  // A draft whose service has gone can still be thrown away.
  TRY_VOID(may(world, cmd.by, "start", world.catalogue().version(draft->pin.service, draft->pin.version)));
  return Decision{.changes = {DropDraft{draft->id}}};
}

}  // namespace karvan::counter
