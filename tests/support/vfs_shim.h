#pragma once
#include <sqlite3.h>

#include <cstddef>
#include <string>

namespace karvan::test {

// What a VFS of the tests answers by itself; for the rest it is the system's.
struct VfsCalls {
  decltype(sqlite3_vfs::xOpen) open = nullptr;
  decltype(sqlite3_vfs::xDelete) remove = nullptr;
  decltype(sqlite3_vfs::xAccess) access = nullptr;
  decltype(sqlite3_vfs::xFullPathname) full_path = nullptr;
};

sqlite3_vfs* system_vfs();

// Registers one under `name`, which it borrows; its functions find `owner` as pAppData. Until `unregister_vfs`.
sqlite3_vfs* register_vfs(const std::string& name, std::size_t file_bytes, void* owner, const VfsCalls& calls);
// With the encrypting layer that the engine made upon it. Every database is closed before.
void unregister_vfs(sqlite3_vfs* vfs);

}  // namespace karvan::test
