#pragma once
#include <map>
#include <string>
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
// No name, number or number of a telephone lies readable on a disk (P13).
void check_secrecy(const std::string& whose, const test::MemoryVfs& disk, Story& story);

// Once faults have stopped and backlogs are empty.
// P3: every application of the office is on the bus as it is at the centre, at the same position.
void check_equal_records(Bus& bus, Centre& centre, Story& story);
// P2, P15, P16. `put_back`: the box was, or there are two: the centre may know more of it than itself.
void check_all_arrived(Bus& bus, Centre& centre, bool put_back, Story& story);
// P7: where the centre has operations of a node that none of its boxes has any more, or two boxes went on from one
// place, it knows of a fork; where no box was ever put back or doubled it knows of none. `boxes`: all of one node.
void check_fork(const std::vector<Bus*>& boxes, Centre& centre, bool put_back, Story& story);
void check_money(Centre& centre, const std::vector<Bus*>& buses, Story& story);  // P6

// agreement.cpp: what the centre has, read once.
struct Archive {
  std::vector<model::Op> operations;
  std::map<std::string, model::Record> records;  // of all kinds, by id
};
Archive read_archive(Centre& centre);
// Whatever was paid, printed, shown or handed over is in the record, whatever was contested meanwhile. A number that is
// on two documents is disputed (P5).
void check_facts(const Archive& archive, Story& story);
// P8: every value that anybody wrote is in force, beside the one that is, in a resolution, or was replaced by somebody
// who saw it.
void check_values(const Archive& archive, Story& story);
// After an application was closed no claim has come into force: no value but by a resolution, no stage.
void check_closings(const Archive& archive, Centre& centre, Story& story);
// P9: what was decided stays, in its order.
void check_decisions(const Archive& archive, const Headquarters& headquarters, Story& story);

}  // namespace karvan::sim
