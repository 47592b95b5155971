#pragma once
#include <string>
#include <vector>

#include "node/counter/decision.h"

// Inside this room: the drawer that cash goes into (P6).
namespace karvan::counter {

// The asker's open shift at their desk; else of the person whose desk it is while signed over; empty: none.
std::string drawer_of(const World& world, const By& by);
// The operation that opens a shift with the id `by.fresh`.
model::Op opening(const World& world, const By& by, const model::Money& opening_float);

}  // namespace karvan::counter
