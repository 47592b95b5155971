#pragma once
#include <exception>
#include <new>

#include "storage/sqlite/transaction.h"

namespace karvan::central {

// Does `work`; what it throws is Code::internal, but a machine without memory is Code::busy, as that is no fault of
// what was worked on.
template <class Work>
auto caught(Work&& work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return fail(Code::busy, {}, "memory");
  } catch (const std::exception&) {
    return fail(Code::internal, {}, "thrown");
  }
}

// The same in a savepoint of `database`, undone where it fails.
template <class Work>
auto guarded(sqlite::Database& database, Work&& work) -> decltype(work()) {
  auto savepoint = sqlite::Savepoint::begin(database);
  if (!savepoint) return tl::unexpected<Error>(savepoint.error());
  auto done = caught(work);
  if (!done) return done;
  if (auto released = savepoint->release(); !released) return tl::unexpected<Error>(released.error());
  return done;
}

}  // namespace karvan::central
