#include <algorithm>

#include "node/counter/allowed.h"
#include "node/counter/decide.h"
#include "node/counter/documents.h"
#include "node/counter/shifts.h"
#include "node/counter/slips.h"
#include "sync/rules/fees.h"

namespace karvan::counter {
namespace {

constexpr std::string_view cash = "cash";

tl::unexpected<Error> differs(const model::Balance& balance, std::int64_t expected, const model::Money& amount) {
  return refuse(Code::amount_differs, {{"expected", std::to_string(expected)},
                                       {"actual", std::to_string(amount.minor)},
                                       {"currency", balance.currency}});
}

// What is asked of every payment, before the centre's own check says the rest.
Result<void> payable(const Application& app, const TakePayment& cmd) {
  for (const auto& line : app.service->fees)
    if (auto held = first_held(app.record, app.service->depends_on(line)); !held.empty())
      return refuse(Code::fee_field_held, {{"field", held}});
  if (cmd.tender != cash) return refuse(Code::tender_not_accepted, {{"tender", cmd.tender}});
  // What was charged is honoured, whatever the fee is today.
  const auto balance = model::balance(app.record);
  if (balance.open() <= 0) return refuse(Code::already_paid);
  if (cmd.amount.minor != balance.open() || cmd.amount.currency != balance.currency)
    return differs(balance, balance.open(), cmd.amount);
  return {};
}

// The stage belongs to the payment that closes the balance for the first time in its round.
void reach_fee_paid(const Application& app, model::Op& op) {
  if (app.service->stage(rules::stage::fee_paid) && !app.record.reached(rules::stage::fee_paid))
    op.advance = rules::stage::fee_paid;
}

// At most `most` of it may be waived or paid back.
Result<void> within(const model::Balance& balance, std::int64_t most, const model::Money& amount) {
  if (amount.minor <= 0 || amount.minor > most || amount.currency != balance.currency)
    return differs(balance, most, amount);
  return {};
}

}  // namespace

Result<Decision> decide(const World& world, const TakePayment& cmd) {
  TRY(auto app, world.application(cmd.application));
  TRY_VOID(payable(app, cmd));
  TRY(auto number, world.next_number(serial_kind(*app.service, "receipt")));
  Decision decision;
  auto shift = drawer_of(world, cmd.by);
  // P6: cash belongs to a shift. Where nobody has opened one, the first payment opens it with an empty float.
  if (shift.empty()) {
    shift = cmd.by.fresh;
    decision.ops.push_back(opening(world, cmd.by, {0, cmd.amount.currency}));
  }
  model::Op op = cmd.by.on(app.record.id);
  op.post = model::Post{"payment", cmd.amount, cmd.tender, shift, {}};
  op.issue = number;
  reach_fee_paid(app, op);
  TRY_VOID(permitted(world, app.service, app.record, op));

  app.record = model::apply(std::move(app.record), op, {});
  decision.ops.push_back(std::move(op));
  const auto language = cmd.language.empty() ? world.language_of(app.id) : cmd.language;
  decision.effects.emplace_back(SendPrint{{.id = cmd.by.fresh,
                                           .of = app.record.id,
                                           .serial = number,
                                           .slip = receipt(world, app, number, {cmd.amount, cmd.tender}, language),
                                           .state = "queued",
                                           .staff = cmd.by.staff,
                                           .seat = cmd.by.seat,
                                           .updated_ms = world.now_ms()}});
  decision.reply = {{"receipt", {{"kind", number.kind}, {"number", number.number}}}, {"print", cmd.by.fresh}};
  return decision;
}

Result<Decision> decide(const World& world, const WaiveFee& cmd) {
  TRY_VOID(reasoned(cmd.reason));
  TRY(auto app, world.application(cmd.application));
  TRY_VOID(may(world, cmd.by, "waive", app.service));
  const auto balance = model::balance(app.record);
  if (balance.open() <= 0) return refuse(Code::already_paid);
  TRY_VOID(
      within(balance, std::min(balance.open(), rules::waivable_minor(app.record, *app.service, cmd.line)), cmd.amount));
  model::Op op = cmd.by.on(app.record.id);
  op.post = model::Post{"waiver", cmd.amount, {}, {}, cmd.reason, cmd.line};
  if (cmd.amount.minor == balance.open()) reach_fee_paid(app, op);
  return only(world, app, std::move(op));
}

Result<Decision> decide(const World& world, const Refund& cmd) {
  TRY_VOID(reasoned(cmd.reason));
  TRY(auto app, world.application(cmd.application));
  TRY_VOID(may(world, cmd.by, "refund", app.service));
  const auto balance = model::balance(app.record);
  TRY_VOID(within(balance, balance.received - balance.refunded, cmd.amount));
  const auto shift = drawer_of(world, cmd.by);
  if (shift.empty()) return refuse(Code::shift_not_open);
  model::Op op = cmd.by.on(app.record.id);
  op.post = model::Post{"refund", cmd.amount, std::string(cash), shift, cmd.reason};
  return only(world, app, std::move(op));
}

}  // namespace karvan::counter
