#pragma once

// Bugs planted on purpose prove that the simulator's checkers bite. Where one sits, shipped code asks `planted(N)`: in
// every program but karvan-sim-planted that is a constant, and the branch is compiled away. 1-15, 26 and 27 are planted
// by who wrote the checkers, 16-25 by another hand; tests/sim/planted says what each is and which seed finds it.
namespace karvan {

#ifdef KARVAN_PLANTED
bool planted(int number);  // the one that the program was told to have
#else
consteval bool planted(int) { return false; }
#endif

}  // namespace karvan
