#include "node/counter/shifts.h"

#include "node/counter/allowed.h"
#include "node/counter/decide.h"
#include "node/counter/slips.h"

namespace karvan::counter {
namespace {

constexpr std::size_t denominations_max = 64;
constexpr std::int64_t minor_max = 1'000'000'000'000;  // far above any drawer, far below an overflow

Result<void> sound(const model::Money& money) {
  const bool currency = money.currency.size() == 3;
  if (currency && money.minor >= 0 && money.minor <= minor_max) return {};
  return refuse(Code::field_wrong_type, {{"field", currency ? "minor" : "currency"}});
}

Result<std::int64_t> total(const std::map<std::int64_t, std::int64_t>& counted) {
  if (counted.size() > denominations_max) return refuse(Code::answer_too_long, {{"field", "counted"}});
  std::int64_t sum = 0;
  for (const auto& [face, many] : counted) {
    if (face <= 0 || face > minor_max || many < 0 || many > minor_max / face)
      return refuse(Code::field_wrong_type, {{"field", "counted"}});
    sum += face * many;
  }
  return sum;
}

model::Op counted_op(const World& world, const CloseShift& cmd, const std::string& shift, std::int64_t sum) {
  model::Op op = cmd.by.on(record_id(world, "shift", shift));
  op.set["closed"] = world.when().now;
  for (const auto& [face, many] : cmd.counted) op.set["count_" + std::to_string(face)] = std::to_string(many);
  op.post = model::Post{"count", {sum, cmd.currency}, "cash", shift, cmd.reason};
  op.advance = rules::stage::closed;
  return op;
}

}  // namespace

std::string drawer_of(const World& world, const By& by) {
  if (auto own = world.open_shift(by.staff, by.seat)) return *own;
  const Seat* seat = world.seat(by.seat_digest);
  if (!seat || seat->under.empty()) return {};
  return world.open_shift(seat->under, by.seat).value_or("");
}

model::Op opening(const World& world, const By& by, const model::Money& opening_float) {
  model::Op op = by.on(record_id(world, "shift", by.fresh));
  op.set = {{"seat", by.seat}, {"staff", by.staff}, {"opened", world.when().now}};
  op.post = model::Post{"float", opening_float, "cash", by.fresh, {}};
  return op;
}

Result<Decision> decide(const World& world, const OpenShift& cmd) {
  TRY_VOID(sound(cmd.opening_float));
  if (auto open = world.open_shift(cmd.by.staff, cmd.by.seat))
    return refuse(Code::shift_open_already, {{"shift", *open}});
  auto op = opening(world, cmd.by, cmd.opening_float);
  TRY_VOID(permitted(world, nullptr, {}, op));
  return Decision{.ops = {std::move(op)}, .reply = {{"shift", cmd.by.fresh}}};
}

Result<Decision> decide(const World& world, const CloseShift& cmd) {
  TRY_VOID(sound({cmd.remitted, cmd.currency}));
  TRY(auto counted, total(cmd.counted));
  if (cmd.reason.size() > reason_bytes_max) return refuse(Code::answer_too_long, {{"field", "reason"}});
  const auto id = drawer_of(world, cmd.by);
  const auto shift = world.shift(id);
  if (!shift) return refuse(Code::shift_not_open);
  if (shift->currency != cmd.currency)
    return refuse(Code::amount_differs, {{"expected", shift->currency}, {"actual", cmd.currency}});
  const auto expected = shift->expected() - cmd.remitted;
  const auto difference = counted - expected;
  if (difference != 0 && cmd.reason.empty())
    return refuse(Code::reason_missing, {{"difference", std::to_string(difference)}});

  const auto of = record_id(world, "shift", id);
  TRY(auto record, world.record(of));
  Decision decision;
  if (cmd.remitted > 0) {
    model::Op op = cmd.by.on(of);
    op.post = model::Post{"remittance", {cmd.remitted, cmd.currency}, "cash", id, {}};
    decision.ops.push_back(std::move(op));
  }
  decision.ops.push_back(counted_op(world, cmd, id, counted));
  for (const auto& op : decision.ops) TRY_VOID(permitted(world, nullptr, record, op));
  decision.reply = {{"shift", id}, {"expected", expected}, {"counted", counted}, {"difference", difference}};
  return decision;
}

Result<Decision> decide(const World& world, const CloseStop& cmd) {
  TRY_VOID(may(world, cmd.by, "close_stop", nullptr));
  if (cmd.note.size() > reason_bytes_max) return refuse(Code::answer_too_long, {{"field", "note"}});
  if (const auto open = world.open_shifts(); !open.empty())
    return refuse(Code::shift_still_open, {{"count", std::to_string(open.size())}, {"seat", open.front().seat}});
  if (const auto drafts = world.open_drafts(); drafts > 0)
    return refuse(Code::stop_has_drafts, {{"count", std::to_string(drafts)}});
  const auto today = world.when().today;
  if (world.has_day_sheet(today)) return refuse(Code::exists_already, {{"date", today}});
  TRY(auto day, world.day_sheet());

  model::Op op = cmd.by.on(record_id(world, "visit", cmd.by.fresh));
  op.set = {{"date", day.sheet.date},
            {"from", day.from},
            {"to", day.to},
            {"utc_offset", std::to_string(day.utc_offset_minutes)}};
  if (!cmd.note.empty()) op.set["note"] = cmd.note;
  op.sheet = day.sheet;
  op.advance = rules::stage::closed;
  TRY_VOID(permitted(world, nullptr, {}, op));
  Print print{.id = cmd.by.fresh,
              .of = op.of,
              .serial = {},
              .slip = day_slip(world, day.sheet, day.text, "en"),
              .state = "queued",
              .staff = cmd.by.staff,
              .seat = cmd.by.seat,
              .updated_ms = world.now_ms()};
  KeepSheet keep{day.sheet.date, day.text + "\n" + day.sheet.signature + "\n", op.of, day.to};
  return Decision{.ops = {std::move(op)},
                  .changes = {std::move(keep)},
                  .effects = {SendPrint{std::move(print)}},
                  .reply = {{"date", day.sheet.date}, {"print", cmd.by.fresh}}};
}

}  // namespace karvan::counter
