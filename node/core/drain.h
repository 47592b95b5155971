#pragma once
#include <set>
#include <string>
#include <vector>

#include "node/core/core.h"

namespace karvan::core {

// Inside this room only.
struct Core::Ask {
  std::uint64_t ticket = 0;
  std::string key = {};  // empty: the answer is not kept
  std::string asked = {};
  std::vector<Outgoing> effects = {};
  bool repeated = false;  // the command took effect before: its first answer is given again
};

// A capture's answer, and the capture before it was taken.
struct CaptureTaken {
  CaptureAnswer letter;
  std::optional<counter::Capture> before;
};

template <class Work>
Result<void> Core::apart(Work&& work) {
  TRY(auto savepoint, book_.store().savepoint());
  Result<void> done = work();
  if (done) done = savepoint.release();
  if (done) return done;
  {
    auto undone = std::move(savepoint);
  }
  (void)reload();
  return done;
}

// What one drain gathers until its commit stands.
struct Core::Drain {
  // A letter's answer, which waits for the commit. `key`: under which its answer was kept; empty where it was not.
  struct Reply {
    std::uint64_t ticket = 0;
    std::string key;
    Result<std::string> json;
    std::vector<Outgoing> effects;
    bool silent = false;    // nobody asked, or the PIN is yet to be verified
    bool repeated = false;  // true whatever becomes of this commit
  };
  std::int64_t now_ms = 0;
  std::string mark;     // the kept answer by which it is known whether the commit stands
  bool unkept = false;  // something was done whose answer is not kept
  std::vector<Reply> replies;
  std::vector<ViewLetter*> views;
  std::vector<PrintAnswer> reported;
  std::vector<CaptureTaken> captured;
  std::vector<Outgoing> requests;  // exchanges, pieces of uploads, captures to break off
  bool linked = false;             // a round was begun or an answer folded
  bool stick = false;              // what was on a stick was taken or folded
  std::set<std::string> topics;
  std::vector<Outgoing> out;
};

}  // namespace karvan::core
