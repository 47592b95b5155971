#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "node/counter/decision.h"

// Inside this room: a person shows who they are, and takes a seat.
namespace karvan::counter {

struct For {
  bool unlock = false;
  bool over = false;
};

// Counts a try of the person named and asks for their PIN to be verified. pin_wrong (also for nobody who may sign in
// here), pin_disabled.
Result<Decision> ask_for_pin(const World& world, By by, std::string_view staff, const std::string& pin, For what);

// Puts the person in the seat. Somebody else's seat remembers whose it is until they have it back (over.cpp).
void take_over(Seat& seat, const std::string& staff);

// {me}, after the changes `before`.
Decision seat_taken(const World& world, Seat seat, std::vector<Change> before);

}  // namespace karvan::counter
