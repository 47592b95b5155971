#pragma once
#include <vector>

#include "tests/sim/bus.h"
#include "tests/sim/centre.h"
#include "tests/sim/headquarters.h"
#include "tests/sim/people.h"

// Independent eyes on the promises: they read what node and centre keep, and know nothing of how it came about.
namespace karvan::sim {

// At any moment.
void check_numbers(const std::vector<Bus*>& buses, Story& story);                      // P5
void check_desks(Bus& bus, const std::vector<const Operator*>& people, Story& story);  // P1
void check_time(Bus& bus, Story& story);                                               // P4
void check_equal_records(Bus& bus, Centre& centre, Story& story);                      // P3
// Once faults have stopped and backlogs are empty.
void check_all_arrived(Bus& bus, Centre& centre, Story& story);                  // P2, P15, P16
void check_money(Centre& centre, const std::vector<Bus*>& buses, Story& story);  // P6
// agreement.cpp
// Whatever was paid, printed, shown or handed over is in the record, whatever was contested meanwhile.
void check_facts(Centre& centre, Story& story);
// P8: every value that anybody wrote is in force, beside the one that is, in a resolution, or was replaced by somebody
// who saw it.
void check_values(Centre& centre, Story& story);
// After an application was closed no claim has come into force: no value but by a resolution, no stage.
void check_closings(Centre& centre, Story& story);
// P9: what was decided stays, in its order.
void check_decisions(Centre& centre, const Headquarters& headquarters, Story& story);

}  // namespace karvan::sim
