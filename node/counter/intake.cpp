#include "node/counter/allowed.h"
#include "node/counter/decide.h"
#include "node/counter/repeats.h"
#include "node/counter/spots.h"

namespace karvan::counter {
namespace {

// A picture's answer is its file's: it can be cleared by hand, and nothing else.
Result<void> by_hand(const form::Form& form, const std::string& name, const std::string& value) {
  const auto* question = form.question(name);
  if (!question || !is_picture(*question) || value.empty()) return {};
  return refuse(Code::answer_read_only, {{"question", name}});
}

}  // namespace

Result<Decision> decide(const World& world, const StartDraft& cmd) {
  const auto* service = world.catalogue().current(cmd.service, world.when().today);
  if (!service) return refuse(Code::unknown_service, {{"service", cmd.service}});
  TRY_VOID(may(world, cmd.by, "start", service));
  Draft draft{.id = cmd.by.fresh,
              .pin = {service->id, service->version},
              .seat = {},
              .staff = {},
              .created_ms = world.now_ms(),
              .form = form::Instance::begin(service->form, context_of(world, cmd.by.fresh, cmd.by))};
  sign(draft, world, cmd.by);
  return Decision{.changes = {SaveDraft{std::move(draft)}}, .reply = {{"draft", cmd.by.fresh}}};
}

Result<Decision> decide(const World& world, const ChangeDraft& cmd) {
  TRY(const Draft* before, draft_as_seen(world, cmd.draft, cmd.seen));
  TRY(const auto* service, service_of(world, *before));
  TRY_VOID(may(world, cmd.by, "start", service));
  Draft draft = *before;
  std::set<std::string> changed;
  for (const auto& [key, value] : outside_in(cmd.set)) {
    TRY_VOID(by_hand(service->form, key, value));
    TRY(auto names, draft.form.set(key, value));
    changed.insert(names.begin(), names.end());
    const auto& cleared = key;
    if (value.empty()) std::erase_if(draft.attachments, [&](const auto& a) { return a.name == cleared; });
  }
  return counter::changed(world, cmd.by, *service, *before, std::move(draft), changed);
}

Result<Decision> decide(const World& world, const DiscardDraft& cmd) {
  TRY(const Draft* draft, world.draft(cmd.draft));
  // A draft whose service has gone can still be thrown away.
  TRY_VOID(may(world, cmd.by, "start", world.catalogue().version(draft->pin.service, draft->pin.version)));
  return Decision{.changes = {DropDraft{draft->id}}};
}

}  // namespace karvan::counter
