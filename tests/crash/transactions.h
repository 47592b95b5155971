#pragma once
#include <string>
#include <vector>

#include "tests/support/memory_vfs.h"
#include "tests/unit/node/core/box.h"

namespace karvan::crash {

// One box, up to the moment of its transaction and through it.
struct Scene {
  core::samples::Box& box;
  test::MemoryVfs& disk;
  std::string subject = {};            // id of the draft, application or print that it is about
  std::string detail = {};             // what else the act names
  std::vector<std::string> seen = {};  // operations that the act says it saw
  exchange::Answer answer = {};        // of the centre, where it is about one
};

// What the desk is told: a reply; or a code, of which outcome_unknown alone promises nothing.
using Told = Result<std::string>;
// Of several letters in one commit, not all of which were done: outcome_unknown at this place, with a sign for each
// letter under its own name.
inline constexpr auto in_part = "in part";
inline constexpr char told_done = '+', told_failed = '-', told_unknown = '?';

// When its act is asked for once more.
enum class Again {
  always,     // it is known by its `cmd`, or by what it is: nothing happens twice
  if_undone,  // a device or a person does it once; again only where nothing of it is there
  never,
};

struct Transaction {
  std::string name;
  // To the moment before. The box is stopped then, and what its disk holds is where each run begins.
  void (*prepare)(Scene&) = nullptr;
  // After each start: who is signed in, what only memory holds. Null: the box is not started; the act does it.
  void (*arrive)(Scene&) = nullptr;
  // Called again it asks the same (the same `cmd`, the same answer of the centre), also after a restart.
  Told (*act)(Scene&) = nullptr;
  void (*changed)(catalogue::Service&) = nullptr;  // makes the box's service another
  Again again = Again::always;
  bool one_commit = true;  // else what lies between is judged by its promises, and by asking again
  sqlite::Cipher cipher = sqlite::Cipher::aegis;  // of the box's database
  std::vector<bool> (*there)(Scene&) = nullptr;   // of several letters: whether the effect of each is there
};

inline void PrintTo(const Transaction& transaction, std::ostream* out) { *out << transaction.name; }

// By subject.
std::vector<Transaction> of_drafts();
std::vector<Transaction> of_money();
std::vector<Transaction> of_papers();
std::vector<Transaction> of_changes();
std::vector<Transaction> of_feeds();
std::vector<Transaction> of_upkeep();
std::vector<Transaction> of_compact();
std::vector<Transaction> of_versions();

// All of them, and some once more with SQLCipher's format.
const std::vector<Transaction>& transactions();

// ---- for the tables

Told ask(Scene& scene, counter::Command command);
// What it shows is durable: a store that could not recover yet shows what may be gone.
bool is_writable(Scene& scene);
void operator_there(Scene& scene);
void supervisor_there(Scene& scene);
// A supervisor has filed one; `subject`.
void application_filed(Scene& scene);
// And taken the fee; the print is settled as printed.
void application_paid(Scene& scene);
// As after an evening's work: prints are under way, something is unsent.
void work_done(Scene& scene);
// The box itself, where it does not run.
Told start(Scene& scene);
// What is answered to a round that is made now: all of it applied.
void round_answered(Scene& scene);
// Signed in, and a round is under way.
void round_begun(Scene& scene);
Told fold(Scene& scene);

// ---- for the tests

// Of documents: what was told before the act, and lies in the log alone.
inline constexpr auto in_the_log = "in_the_log";

// All that the box knows, as text without what differs from run to run (ids, times, epochs).
std::string account_of(core::samples::Box& box);

// P5, P6 and P7, and that the file is whole; adds to the test's failures.
void expect_promises(core::samples::Box& box);

}  // namespace karvan::crash
