#pragma once
#include <functional>
#include <span>
#include <string>

#include "tests/unit/node/core/box.h"

namespace karvan::crash {

// One box, up to the moment of its transaction and through it.
struct Scene {
  core::samples::Box& box;
  std::string subject = {};      // id of the draft, application or print that it is about
  exchange::Answer answer = {};  // of the centre, where it is about one
};

// What the desk is told: a reply; or a code, of which outcome_unknown alone promises nothing.
using Told = Result<std::string>;

struct Transaction {
  std::string name;
  std::function<void(Scene&)> prepare;
  // Called again it asks the same (the same `cmd`, the same answer of the centre), also after a restart.
  std::function<Told(Scene&)> act;
};

inline void PrintTo(const Transaction& transaction, std::ostream* out) { *out << transaction.name; }

std::span<const Transaction> transactions();

// All that the box knows, as text without what differs from run to run (ids, times, epochs).
std::string account_of(core::samples::Box& box);

// P5, P6 and P7, and that the file is whole; adds to the test's failures.
void expect_promises(core::samples::Box& box);

}  // namespace karvan::crash
