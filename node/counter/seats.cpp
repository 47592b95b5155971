#include <algorithm>

#include "node/counter/decide.h"
#include "node/counter/pin.h"
#include "node/counter/replies.h"

namespace karvan::counter {
namespace {

// Somebody who may sign in here; else the same answer as for a wrong PIN.
const rules::Staff* someone(const World& world, std::string_view id) {
  const auto* staff = world.staff(id);
  return staff && staff->active && rules::works_at(*staff, world.site().node) ? staff : nullptr;
}

bool looks_like_pin(std::string_view pin) {
  return pin.size() >= pin_digits_min && pin.size() <= pin_digits_max &&
         std::all_of(pin.begin(), pin.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Result<Decision> ask_for_pin(const World& world, By by, std::string_view id, const std::string& pin, For what) {
  const auto* staff = someone(world, id);
  if (!staff) return refuse(Code::pin_wrong);
  const int tries = world.pin_tries(staff->id);
  if (tries >= pin_tries_max) return refuse(Code::pin_disabled);
  if (!looks_like_pin(pin)) return refuse(Code::pin_wrong, {{"left", std::to_string(pin_tries_max - tries)}});
  by.staff = staff->id;
  by.role = rules::name_of(staff->role);
  return Decision{.changes = {CountTries{staff->id, tries + 1}},
                  .effects = {VerifyPin{std::move(by), what.unlock, what.over, staff->pin, pin}}};
}

Decision seat_taken(const World& world, Seat seat, std::vector<Change> before) {
  seat.used_ms = world.now_ms();
  Decision decision{.changes = std::move(before)};
  decision.reply["me"] = write_me(world, seat);
  decision.changes.emplace_back(PutSeat{std::move(seat)});
  return decision;
}

Result<Decision> decide(const World& world, const SignIn& cmd) {
  if (cmd.seat.empty()) return refuse(Code::field_missing, {{"field", "seat"}});
  if (cmd.seat.size() > seat_name_bytes_max) return refuse(Code::answer_too_long, {{"field", "seat"}});
  By by = cmd.by;
  by.seat = cmd.seat;
  return ask_for_pin(world, std::move(by), cmd.staff, cmd.pin, {});
}

Result<Decision> decide(const World& world, const Unlock& cmd) {
  return ask_for_pin(world, cmd.by, cmd.by.staff, cmd.pin, {.unlock = true});
}

Result<Decision> decide(const World& world, const PinVerified& cmd) {
  const auto* staff = someone(world, cmd.by.staff);
  const int left = std::max(0, pin_tries_max - world.pin_tries(cmd.by.staff));
  if (!staff || !cmd.right) {
    if (left == 0) return refuse(Code::pin_disabled);
    return refuse(Code::pin_wrong, {{"left", std::to_string(left)}});
  }
  const Seat* seat = world.seat(cmd.by.seat_digest);
  if ((cmd.unlock || cmd.over) && !seat) return refuse(Code::not_signed_in);
  Seat taken = seat && (cmd.unlock || cmd.over)
                   ? *seat
                   : Seat{.digest = cmd.by.seat_digest, .name = cmd.by.seat, .staff = staff->id};
  // The desk changed hands while the PIN was looked at.
  if (cmd.unlock && taken.staff != staff->id) return refuse(Code::not_signed_in);
  take_over(taken, staff->id);
  taken.locked = false;
  return seat_taken(world, std::move(taken), {CountTries{staff->id, 0}});
}

Result<Decision> decide(const World&, const SignOut& cmd) {
  return Decision{.changes = {DropSeat{cmd.by.seat_digest}}};
}

Result<Decision> decide(const World& world, const Lock& cmd) {
  const Seat* seat = world.seat(cmd.by.seat_digest);
  if (!seat) return refuse(Code::not_signed_in);
  Seat locked = *seat;
  locked.locked = true;
  return Decision{.changes = {PutSeat{std::move(locked)}}};
}

}  // namespace karvan::counter
