#pragma once
#include <exception>
#include <new>

#include "storage/sqlite/transaction.h"

namespace karvan::central {

// Does `work` in a savepoint of `database`, undone where it fails. What throws is Code::internal; a machine without
// memory is Code::busy, as that is no fault of what was worked on.
template <class Work>
auto guarded(sqlite::Database& database, Work&& work) -> decltype(work()) {
  auto savepoint = sqlite::Savepoint::begin(database);
  if (!savepoint) return tl::unexpected<Error>(savepoint.error());
  try {
    auto done = work();
    if (!done) return done;
    if (auto released = savepoint->release(); !released) return tl::unexpected<Error>(released.error());
    return done;
  } catch (const std::bad_alloc&) {
    return fail(Code::busy, {}, "memory");
  } catch (const std::exception&) {
    return fail(Code::internal, {}, "thrown");
  }
}

}  // namespace karvan::central
