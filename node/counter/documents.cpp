#include "node/counter/documents.h"

#include <algorithm>

#include "node/counter/allowed.h"
#include "node/counter/decide.h"
#include "node/counter/slips.h"

namespace karvan::counter {
namespace {

constexpr std::string_view certificate_kind = "certificate";

const model::Document* document_of(const model::Record& record, const model::Serial& serial) {
  auto found = std::find_if(record.documents.begin(), record.documents.end(),
                            [&](const auto& document) { return document.serial == serial; });
  return found == record.documents.end() ? nullptr : &*found;
}

Result<void> not_there_yet(const model::Record& record, const std::string& kind) {
  for (const auto& document : record.documents)
    if (document.serial.kind == kind && document.state != "void")
      return refuse(Code::document_issued_already, {{"number", std::to_string(document.serial.number)}});
  return {};
}

// Policy issue: the desk's own word until the institution's comes. Else the institution's word is what is printed.
Result<void> decided_for(const Application& app) {
  const auto& decisions = app.record.decisions;
  const std::string outcome = decisions.empty() ? "" : decisions.back().act.outcome;
  if (outcome == "refused") return refuse(Code::decided_already, {{"outcome", outcome}});
  if (outcome.empty() && app.service->policy != catalogue::Policy::issue) return refuse(Code::not_decided);
  return {};
}

Result<void> none_held(const Application& app, const catalogue::Template& words) {
  const auto held = first_held(app.record, app.service->depends_on(words));
  if (held.empty()) return {};
  return refuse(Code::document_field_held, {{"field", held}});
}

Result<void> paid_for(const Application& app) {
  const auto fee_paid = std::string(rules::stage::fee_paid);
  const auto balance = model::balance(app.record);
  const bool owes = balance.charged > balance.waived && !app.record.reached(fee_paid);
  if (!owes || !app.service->stage(fee_paid)) return {};
  return refuse(Code::stage_not_reached, {{"stage", std::string(rules::stage::document_issued)}, {"before", fee_paid}});
}

Result<void> came_out(const model::Document& document) {
  const auto& prints = document.prints;
  if (std::find(prints.begin(), prints.end(), "printed") != prints.end()) return {};
  return refuse(Code::print_outcome_unknown);
}

}  // namespace

const catalogue::Template* certificate_of(const catalogue::Service& service) {
  return service.document(certificate_kind);
}

std::string serial_kind(const catalogue::Service& service, std::string_view document) {
  auto found = service.numbering.find(std::string(document));
  return found == service.numbering.end() ? std::string(document) : found->second;
}

bool is_certificate(const catalogue::Service& service, const model::Serial& serial) {
  return certificate_of(service) && serial.kind == serial_kind(service, certificate_kind);
}

Result<void> issuable(const Application& app) {
  const auto* words = certificate_of(*app.service);
  if (!words) return refuse(Code::not_found, {{"document", std::string(certificate_kind)}});
  TRY_VOID(not_there_yet(app.record, serial_kind(*app.service, certificate_kind)));
  TRY_VOID(decided_for(app));
  TRY_VOID(paid_for(app));
  return none_held(app, *words);
}

Result<void> can_leave(const Application& app, const model::Serial& serial) {
  const auto* document = document_of(app.record, serial);
  if (!document || document->state == "void" || !is_certificate(*app.service, serial))
    return refuse(Code::document_not_issued, {{"kind", serial.kind}, {"number", std::to_string(serial.number)}});
  for (const auto& one : app.record.handed_over)
    if (one.act.serial == serial) return refuse(Code::handed_over_already, {{"recipient", one.act.recipient}});
  TRY_VOID(none_held(app, *certificate_of(*app.service)));
  return came_out(*document);
}

Result<Decision> decide(const World& world, const IssueDocument& cmd) {
  TRY(auto app, world.application(cmd.application));
  TRY_VOID(may(world, cmd.by, "issue", app.service));
  TRY_VOID(issuable(app));
  TRY(auto number, world.next_number(serial_kind(*app.service, certificate_kind)));
  model::Op op = cmd.by.on(app.record.id);
  op.issue = number;
  if (app.service->stage(rules::stage::document_issued)) op.advance = rules::stage::document_issued;
  TRY_VOID(permitted(world, app.service, app.record, op));
  app.record = model::apply(std::move(app.record), op, {});
  const auto language = cmd.language.empty() ? world.language_of(app.id) : cmd.language;
  Print print{.id = cmd.by.fresh,
              .of = app.record.id,
              .serial = number,
              .slip = certificate(world, app, number, language),
              .state = "queued",
              .staff = cmd.by.staff,
              .seat = cmd.by.seat,
              .updated_ms = world.now_ms()};
  return Decision{.ops = {std::move(op)},
                  .effects = {SendPrint{std::move(print)}},
                  .reply = {{"document", {{"kind", number.kind}, {"number", number.number}}}, {"print", cmd.by.fresh}}};
}

Result<Decision> decide(const World& world, const HandOver& cmd) {
  TRY_VOID(told("recipient", cmd.recipient));
  TRY_VOID(told("relation", cmd.relation));
  TRY_VOID(told("shown", cmd.shown));
  TRY(auto app, world.application(cmd.application));
  TRY_VOID(can_leave(app, cmd.serial));
  model::Op op = cmd.by.on(app.record.id);
  op.handed_over = model::HandedOver{cmd.serial, cmd.recipient, cmd.relation, cmd.shown};
  if (app.service->stage(rules::stage::delivered) && !app.record.reached(rules::stage::delivered))
    op.advance = rules::stage::delivered;
  return only(world, app, std::move(op));
}

}  // namespace karvan::counter
