#pragma once
#include "tests/bench/rig/bus.h"

namespace karvan::bench {

// Citizens who come to a desk of `bus` for the benches' service `stall`, each as the counter serves them: asked, filed,
// paid, issued, handed over, and a number corrected. Many at once, so that one commit serves many. Gives how many were
// served: fewer than `count` where the numbers run out, which the next exchange brings.
std::size_t walk(Bus& bus, const std::string& staff, std::size_t count, std::uint64_t from = 0);

}  // namespace karvan::bench
