#include "tests/crash/allocations.h"

#include <sqlite3.h>

namespace karvan::crash::allocations {
namespace {

struct Plan {
  std::uint64_t count = 0, from = 0, until = 0;
  bool refuses() { return ++count >= from && count < until; }
} plan;
sqlite3_mem_methods system_memory;

void* allocate(int bytes) { return plan.refuses() ? nullptr : system_memory.xMalloc(bytes); }
void* resize(void* old, int bytes) { return plan.refuses() ? nullptr : system_memory.xRealloc(old, bytes); }

// Before anything opens a database: the engine takes its memory's methods only then.
const bool installed = [] {
  sqlite3_config(SQLITE_CONFIG_GETMALLOC, &system_memory);
  sqlite3_mem_methods counted = system_memory;
  counted.xMalloc = allocate;
  counted.xRealloc = resize;
  return sqlite3_config(SQLITE_CONFIG_MALLOC, &counted) == SQLITE_OK;
}();

}  // namespace

void fail(std::uint64_t nth, std::uint64_t times) {
  plan.from = plan.count + nth;
  plan.until = plan.from + times;
}

void heal() { plan.from = plan.until = 0; }

std::uint64_t count() { return plan.count; }

}  // namespace karvan::crash::allocations
