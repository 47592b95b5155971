#include <algorithm>

#include "node/counter/decide.h"
#include "node/counter/slips.h"

namespace karvan::counter {
namespace {

// What is asked of every payment, before the centre's own check says the rest.
Result<void> payable(const Application& app, const catalogue::Fee& fee, const TakePayment& cmd) {
  for (const auto& name : fee.depends_on) {
    auto field = app.record.fields.find(name);
    if (field != app.record.fields.end() && field->second.held) return refuse(Code::fee_field_held, {{"field", name}});
  }
  if (cmd.tender != "cash") return refuse(Code::tender_not_accepted, {{"tender", cmd.tender}});
  // What was charged is honoured, whatever the fee is today.
  const auto balance = model::balance(app.record);
  if (balance.open() <= 0) return refuse(Code::already_paid);
  if (cmd.amount.minor != balance.open() || cmd.amount.currency != balance.currency)
    return refuse(Code::amount_differs, {{"expected", std::to_string(balance.open())},
                                         {"actual", std::to_string(cmd.amount.minor)},
                                         {"currency", balance.currency}});
  return {};
}

struct Shift {
  std::string id;
  std::vector<model::Op> opening;  // empty where it is open already
};

// P6: cash belongs to a shift. Where nobody has opened one, the first payment opens it with an empty float.
Shift shift_of(const World& world, const By& by, const std::string& currency) {
  if (auto open = world.open_shift(by.staff, by.seat)) return {*open, {}};
  model::Op op = by.on(record_id(world, "shift", by.fresh));
  op.set = {{"seat", by.seat}, {"staff", by.staff}};
  op.post = model::Post{"float", {0, currency}, "cash", by.fresh, {}};
  return {by.fresh, {op}};
}

std::string serial_kind(const catalogue::Service& service, const std::string& document) {
  auto found = service.numbering.find(document);
  return found == service.numbering.end() ? document : found->second;
}

}  // namespace

Result<Decision> decide(const World& world, const TakePayment& cmd) {
  TRY(auto app, world.application(cmd.application));
  TRY(auto fee, catalogue::fee_due(*app.service, rules::answers_of(app.record), world.when().today));
  TRY_VOID(payable(app, fee, cmd));
  TRY(auto number, world.next_number(serial_kind(*app.service, "receipt")));
  auto shift = shift_of(world, cmd.by, cmd.amount.currency);

  model::Op op = cmd.by.on(app.record.id);
  op.post = model::Post{"payment", cmd.amount, cmd.tender, shift.id, {}};
  op.issue = number;
  if (app.service->stage(rules::stage::fee_paid)) op.advance = rules::stage::fee_paid;
  TRY_VOID(permitted(world, app.service, app.record, op));

  app.record = model::apply(std::move(app.record), op, {});
  Print print{.id = cmd.by.fresh,
              .of = app.record.id,
              .serial = number,
              .slip = receipt(world, app, number, {cmd.amount, cmd.tender},
                              cmd.language.empty() ? world.language_of(app.id) : cmd.language),
              .state = "queued",
              .staff = cmd.by.staff,
              .seat = cmd.by.seat,
              .updated_ms = world.now_ms()};
  Decision decision{.ops = std::move(shift.opening), .effects = {SendPrint{std::move(print)}}};
  decision.ops.push_back(std::move(op));
  decision.reply = {{"receipt", {{"kind", number.kind}, {"number", number.number}}}, {"print", cmd.by.fresh}};
  return decision;
}

}  // namespace karvan::counter
