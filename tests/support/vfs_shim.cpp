#include "tests/support/vfs_shim.h"

extern "C" void sqlite3mc_vfs_destroy(const char* name);

namespace karvan::test {

sqlite3_vfs* system_vfs() { return sqlite3_vfs_find("unix"); }

sqlite3_vfs* register_vfs(const std::string& name, std::size_t file_bytes, void* owner, const VfsCalls& calls) {
  auto* made = new sqlite3_vfs(*system_vfs());
  made->pNext = nullptr;
  made->zName = name.c_str();
  made->szOsFile = static_cast<int>(file_bytes);
  made->pAppData = owner;
  made->xOpen = calls.open;
  made->xDelete = calls.remove;
  made->xAccess = calls.access;
  made->xFullPathname = calls.full_path;
  sqlite3_vfs_register(made, 0);
  return made;
}

void unregister_vfs(sqlite3_vfs* vfs) {
  sqlite3mc_vfs_destroy(("multipleciphers-" + std::string(vfs->zName)).c_str());
  sqlite3_vfs_unregister(vfs);
  delete vfs;
}

}  // namespace karvan::test
