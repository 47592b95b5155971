#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/sim/bus.h"
#include "tests/sim/centre.h"
#include "tests/sim/headquarters.h"
#include "tests/sim/people.h"

// Independent eyes on the promises: they read what node and centre keep, and know nothing of how it came about.
namespace karvan::sim {

// A box and its log, read once for all who look at it; nothing where a line is no operation.
struct Logged {
  store::LogLine line;
  std::optional<model::Op> op;
};
struct BoxLog {
  Bus* bus;
  std::vector<Logged> lines;
};
BoxLog read_log(Bus& bus);

// At any moment.
void check_numbers(const std::vector<const BoxLog*>& boxes, Story& story);                      // P5
void check_desks(const BoxLog& box, const std::vector<const Operator*>& people, Story& story);  // P1
// P1: what was reported as failed has not happened.
void check_failed(Bus& bus, const Seated& person, Story& story);
void check_time(const BoxLog& box, Story& story);  // P4
// No name, number or number of a telephone lies readable on a disk (P13).
void check_secrecy(const std::string& whose, const test::MemoryVfs& disk, Story& story);

// Once faults have stopped and backlogs are empty.
// P3: every application of the office is on the bus as it is at the centre, at the same position.
void check_equal_records(Bus& bus, Centre& centre, Story& story);
// P16: own operations whose fate is still open; that of a stage whose application was returned and not filed again
// waits for people.
std::uint64_t count_unsettled(Bus& bus);
// P2, P12, P15, P16. `put_back`: the box was, or there are two: the centre may know more of it than itself. What a
// revoked one did since waits for a person.
struct Excuse {
  bool put_back = false, revoked = false;
};
void check_all_arrived(const BoxLog& box, Centre& centre, Excuse excuse, Story& story);
// P11: what the box takes for delivered is at the centre, whole.
void check_files(Bus& bus, Centre& centre, Story& story);

// P16: the edition of the catalogue that the centre published last, whatever it lost meanwhile.
void check_edition(Bus& bus, Centre& centre, Story& story);

// P15: what somebody has looked at is on no list any more.
void check_looked_at(Bus& bus, Story& story);
// P14: what the box knows of itself, and how many numbers it has issued.
bool knows_it_is_revoked(Bus& bus);
std::size_t count_issued(const BoxLog& box);
// A box that was revoked: when, and how far the centre had each of its epochs then.
struct Revocation {
  std::int64_t at_ms = 0;
  std::map<std::string, std::uint64_t> had, looked_at = {};
};
// P14: no lease since then.
void check_revoked(Centre& centre, const std::map<std::string, Revocation>& revoked, Story& story);
// P14, P15, in the run, once all is reconciled that came: what of it came since counts no more, what was there does.
void check_set_aside(Centre& centre, const std::string& node, Revocation& revocation, Story& story);
// P14, P15: of a revoked box's log nothing up to the head that was witnessed stays set aside for that, and nothing
// beyond it counts.
void check_witnessed(const BoxLog& box, Centre& centre, const std::map<std::string, std::string>& parked, Story& story);
// P7, once it took the code: its numbers and money are free, those of any other box of the node are stopped.
void check_stays(Bus& bus, bool stays, Story& story);
// P7: where the centre has operations of a node that none of its boxes has any more, or two boxes went on from one
// place, it knows of a fork; where no box was ever put back or doubled it knows of none. `boxes`: all of one node. Of
// one that is revoked all later work is set aside, one box's or two's.
struct ForkExcuse {
  bool put_back = false, revoked = false;
};
void check_fork(const std::vector<const BoxLog*>& boxes, Centre& centre, ForkExcuse excuse, Story& story);

// erased.cpp. P13: whoever asked to be forgotten is named in no table of a file. `key`: of the file on that disk.
struct LaidOpen {
  std::string whose, path;
  std::string_view key;
  const test::MemoryVfs& disk;
};
void check_forgotten(const LaidOpen& file, const std::vector<std::string>& names, Story& story);

// agreement.cpp: what the centre has, read once.
struct Archive {
  std::vector<model::Op> operations;
  std::map<std::string, model::Record> records;                   // of all kinds, by id
  std::map<std::string, std::string> parked;                      // operations that wait or were set aside: why
  std::map<std::string, std::vector<central::EntryRow>> entries;  // what was judged, by record, in its order
};
Archive read_archive(Centre& centre);
bool is_application(const std::string& id);
// A person has ordered it away.
bool is_erased(const model::Record& record, const model::OpId& op);
void check_money(const Archive& archive, Story& story);  // P6
// P15: what is on the list of what waits or was set aside does so, and nothing else.
void check_parked(const Archive& archive, Story& story);
// P11: no application was received before all its files were.
void check_complete(const Archive& archive, Centre& centre, Story& story);
// Whatever was paid, printed, shown or handed over is in the record, whatever was contested meanwhile. A number that is
// on two documents is disputed (P5).
void check_facts(const Archive& archive, Story& story);
// values.cpp. P8: every value that anybody wrote is in force, or was replaced by somebody who saw it, or its writer is
// named beside the field or in the resolution of somebody who saw it.
void check_values(const Archive& archive, Story& story);
// After an application was closed no claim has come into force: no value but by a resolution, no stage.
void check_closings(const Archive& archive, Story& story);
// P9: what was decided stays, in its order.
void check_decisions(const Archive& archive, const Headquarters& headquarters, Story& story);

}  // namespace karvan::sim
