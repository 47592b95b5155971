#include "node/counter/allowed.h"

#include <algorithm>

namespace karvan::counter {

Result<void> may(const World& world, const By& by, std::string_view act, const catalogue::Service* service) {
  const auto* staff = world.staff(by.staff);
  if (!staff) return refuse(Code::not_signed_in);
  return rules::may(*staff, act, service);
}

Result<const catalogue::Service*> service_of(const World& world, const Draft& draft) {
  const auto* service = world.catalogue().version(draft.pin.service, draft.pin.version);
  if (!service) return refuse(Code::catalogue_missing, {{"service", draft.pin.service}});
  return service;
}

Result<const Draft*> draft_as_seen(const World& world, std::string_view id, std::uint64_t seen) {
  TRY(const Draft* draft, world.draft(id));
  if (draft->seen != seen) return refuse(Code::draft_changed_elsewhere, {{"seen", std::to_string(draft->seen)}});
  return draft;
}

Result<void> reasoned(std::string_view reason) {
  if (reason.empty()) return refuse(Code::reason_missing);
  if (reason.size() > reason_bytes_max) return refuse(Code::answer_too_long, {{"field", "reason"}});
  return {};
}

Result<void> told(std::string_view field, std::string_view value) {
  if (value.empty()) return refuse(Code::field_missing, {{"field", std::string(field)}});
  if (value.size() > reason_bytes_max) return refuse(Code::answer_too_long, {{"field", std::string(field)}});
  return {};
}

Result<void> complete(const form::Instance& form) {
  auto faults = form.faults();
  if (faults.empty()) return {};
  const auto& first = faults.front().question;
  // What people type comes first: a picture is taken last.
  const auto typed = std::find_if(faults.begin(), faults.end(), [&](const auto& fault) {
    const auto* question = form.form().question(fault.question);
    return !question || !is_picture(*question);
  });
  if (typed == faults.end()) return fail(Code::attachment_missing, {{"question", first}}, first);
  return fail(Code::form_incomplete, {{"faults", std::to_string(faults.size())}}, first);
}

Result<Decision> only(const World& world, const Application& app, model::Op op) {
  TRY_VOID(permitted(world, app.service, app.record, op));
  return Decision{.ops = {std::move(op)}};
}

void sign(Draft& draft, const World& world, const By& by) {
  draft.staff = by.staff;
  draft.seat = by.seat;
  draft.updated_ms = world.now_ms();
  ++draft.seen;
}

bool has_summary(const Draft& draft) { return !draft.summary.empty() && draft.summary_seen == draft.seen; }

bool is_picture(const form::Question& question) { return form::is_attachment(question.type); }

std::string first_held(const model::Record& record, const std::vector<std::string>& fields) {
  auto held = std::find_if(fields.begin(), fields.end(), [&](const auto& name) { return record.held(name); });
  return held == fields.end() ? "" : *held;
}

}  // namespace karvan::counter
