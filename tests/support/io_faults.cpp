#include "tests/support/io_faults.h"

#include <sqlite3.h>

namespace karvan::test {

void IoFaults::Plan::set(std::uint64_t nth, int with, std::uint64_t times) {
  from = count + nth;
  until = from + times;
  status = with;
}

void IoFaults::fail(Io io, std::uint64_t nth, int status, std::uint64_t times) {
  std::lock_guard guard(mutex_);
  plan(io).set(nth, status, times);
}

void IoFaults::fail_changes(std::uint64_t nth, int status, std::uint64_t times) {
  std::lock_guard guard(mutex_);
  changes_.set(nth, status, times);
  tears_ = false;
}

void IoFaults::tear_change(std::uint64_t nth) {
  fail_changes(nth, SQLITE_IOERR, for_good);
  tears_ = true;
}

void IoFaults::cut() { fail_changes(1, SQLITE_IOERR, for_good); }

void IoFaults::heal() {
  std::lock_guard guard(mutex_);
  for (Plan& p : plans_) p.from = p.until = 0;
  changes_.from = changes_.until = 0;
}

int IoFaults::ask(Io io, bool* torn) {
  std::lock_guard guard(mutex_);
  Plan& p = plan(io);
  ++p.count;
  const bool changes = io >= Io::write;
  if (!changes) return p.fails() ? p.status : SQLITE_OK;
  ++changes_.count;
  if (torn) *torn = tears_ && changes_.count == changes_.from;
  return changes_.fails() ? changes_.status : p.fails() ? p.status : SQLITE_OK;
}

std::uint64_t IoFaults::count(Io io) const { return plans_[static_cast<std::size_t>(io)].count; }

}  // namespace karvan::test
