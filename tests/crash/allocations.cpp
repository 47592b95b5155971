#include "tests/crash/allocations.h"

#include <sqlite3.h>

#include <cstdlib>
#include <new>

#include "tests/support/memory_vfs.h"

namespace karvan::crash::allocations {
namespace {

constinit Requests engine, program;
sqlite3_mem_methods system_memory;

void* allocate(int bytes) { return engine.refuses() ? nullptr : system_memory.xMalloc(bytes); }
void* resize(void* old, int bytes) { return engine.refuses() ? nullptr : system_memory.xRealloc(old, bytes); }

// Before anything opens a database: the engine takes its memory's methods only then.
const bool installed = [] {
  sqlite3_config(SQLITE_CONFIG_GETMALLOC, &system_memory);
  sqlite3_mem_methods counted = system_memory;
  counted.xMalloc = allocate;
  counted.xRealloc = resize;
  return sqlite3_config(SQLITE_CONFIG_MALLOC, &counted) == SQLITE_OK;
}();

}  // namespace

void Requests::fail(std::uint64_t nth, std::uint64_t times) {
  from_ = count_ + nth;
  until_ = from_ + times;
}

Requests& of_engine() { return engine; }
Requests& of_program() { return program; }

}  // namespace karvan::crash::allocations

using karvan::crash::allocations::program;

// In the place of the library's, for the whole program; those of arrays and without exceptions come here by themselves.
void* operator new(std::size_t bytes) {
  const bool refused = !karvan::test::MemoryVfs::works() && program.refuses();
  void* made = refused ? nullptr : std::malloc(bytes == 0 ? 1 : bytes);
  if (!made) throw std::bad_alloc();
  return made;
}
void operator delete(void* made) noexcept { std::free(made); }
void operator delete(void* made, std::size_t) noexcept { std::free(made); }
