#include "node/counter/decide.h"
#include "node/counter/pin.h"

// Another person at the desk for a while.
namespace karvan::counter {

void take_over(Seat& seat, const std::string& staff) {
  if (seat.under == staff) {
    seat.under.clear();
  } else if (seat.under.empty() && seat.staff != staff) {
    seat.under = seat.staff;
  }
  seat.staff = staff;
}

Result<Decision> decide(const World& world, const SignOver& cmd) {
  const Seat* seat = world.seat(cmd.by.seat_digest);
  if (!seat) return refuse(Code::not_signed_in);
  // Whose desk it is may always have it back.
  const auto* staff = world.staff(cmd.staff);
  if (staff && cmd.staff != seat->under) TRY_VOID(rules::may(*staff, "sign_over", nullptr));
  return ask_for_pin(world, cmd.by, cmd.staff, cmd.pin, {.over = true});
}

Result<Decision> decide(const World& world, const GiveBack& cmd) {
  const Seat* seat = world.seat(cmd.by.seat_digest);
  if (!seat) return refuse(Code::not_signed_in);
  Seat back = *seat;
  // Given back already: the answer to a command that came twice.
  if (!back.under.empty()) {
    back.locked = true;
    take_over(back, std::string(back.under));
  }
  return seat_taken(world, std::move(back), {});
}

}  // namespace karvan::counter
