#include "tests/bench/rig/plain_file.h"

#include <sqlite3.h>

#include <stdexcept>

#include "storage/sqlite/database.h"

namespace karvan::bench {

PlainFile::PlainFile(const std::string& path) {
  const sqlite::OpenOptions shipped;
  if (sqlite3_open_v2(path.c_str(), &handle_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                      nullptr) != SQLITE_OK)
    throw std::runtime_error("no plain file");
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr);
  script(
      "PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; "
      "PRAGMA synchronous = FULL; PRAGMA cache_size = -" +
      std::to_string(shipped.cache_kib) +
      "; PRAGMA wal_autocheckpoint = " + std::to_string(shipped.wal_autocheckpoint_pages));
}

PlainFile::~PlainFile() {
  for (auto& [sql, cached] : cache_) sqlite3_finalize(cached.statement);
  sqlite3_close_v2(handle_);
}

void PlainFile::script(const std::string& sql) {
  if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    throw std::runtime_error(sqlite3_errmsg(handle_));
}

void PlainFile::checkpoint() {
  sqlite3_wal_checkpoint_v2(handle_, "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

sqlite::Statement PlainFile::prepare(std::string_view sql) {
  auto found = cache_.find(sql);
  if (found == cache_.end()) {
    found = cache_.emplace(std::string(sql), Cached{}).first;
    if (sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                           &found->second.statement, nullptr) != SQLITE_OK)
      throw std::runtime_error(sqlite3_errmsg(handle_));
  }
  found->second.lent = true;
  return {found->second.statement, &found->second.lent};
}

}  // namespace karvan::bench
