#pragma once
#include <vector>

#include "tests/sim/bus.h"
#include "tests/sim/centre.h"
#include "tests/sim/people.h"

// Independent eyes on the promises: they read what node and centre keep, and know nothing of how it came about.
namespace karvan::sim {

// At any moment.
void check_numbers(const std::vector<Bus*>& buses, Story& story);                    // P5
void check_desks(Bus& bus, const std::vector<const Person*>& people, Story& story);  // P1
void check_time(Bus& bus, Story& story);                                             // P4
void check_equal_records(Bus& bus, Centre& centre, Story& story);                    // P3
// Once faults have stopped and backlogs are empty.
void check_all_arrived(Bus& bus, Centre& centre, Story& story);                  // P2, P15, P16
void check_money(Centre& centre, const std::vector<Bus*>& buses, Story& story);  // P6

}  // namespace karvan::sim
