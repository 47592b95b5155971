#include <unistd.h>

#include "storage/sqlite/connection.h"
#include "storage/sqlite/status.h"

namespace karvan::sqlite {
namespace {

constexpr int whole = -1;  // in one step: of one moment, whatever others commit meanwhile

// What the engine keeps beside each page that it holds, and beside all of them: seen on a file of 6 MiB, rounded up.
constexpr std::uint64_t beside_a_page_bytes = 512, beside_all_bytes = 16 << 20;

std::string in_mib(std::uint64_t bytes) { return std::to_string(bytes >> 20); }

Result<std::uint64_t> number(Database& database, std::string_view sql) {
  TRY(auto query, database.query(sql));
  TRY_VOID(query.next());
  return static_cast<std::uint64_t>(query.integer(0));
}

// All that is in use is built anew in memory, where this room keeps what is temporary.
Result<std::uint64_t> compacting_bytes(Database& database) {
  TRY(const auto all, number(database, "PRAGMA page_count"));
  TRY(const auto free, number(database, "PRAGMA freelist_count"));
  return (all - free) * (page_bytes + beside_a_page_bytes) + beside_all_bytes;
}

Result<void> copy(sqlite3* from, sqlite3* to) {
  sqlite3_backup* backup = sqlite3_backup_init(to, "main", from, "main");
  if (!backup) return tl::unexpected(error_of(to));
  const int stepped = sqlite3_backup_step(backup, whole);
  const int finished = sqlite3_backup_finish(backup);
  if (stepped == SQLITE_DONE && finished == SQLITE_OK) return {};
  return tl::unexpected(error_of(finished != SQLITE_OK ? finished : stepped));
}

}  // namespace

Result<void> Database::compact(std::uint64_t memory_bytes) {
  TRY(const auto needed, compacting_bytes(*this));
  if (memory_bytes < needed)
    return fail(Code::memory_short, {{"needed_mib", in_mib(needed)}, {"free_mib", in_mib(memory_bytes)}}, "compact");
  // The engine attaches what it builds, in memory (SQLITE_TEMP_STORE=3); else nothing may be attached.
  sqlite3_limit(connection_->handle, SQLITE_LIMIT_ATTACHED, 1);
  auto done = script("VACUUM");
  sqlite3_limit(connection_->handle, SQLITE_LIMIT_ATTACHED, 0);
  connection_->poisoned = !done;
  return done;
}

Result<void> Database::copy_to(const std::string& path, std::string_view key) {
  TRY_VOID(usable());
  if (::access(path.c_str(), F_OK) == 0) return fail(Code::exists_already, {}, path);
  TRY(auto target, open(path, key, {.cipher = cipher()}));
  TRY_VOID(copy(connection_->handle, target.connection_->handle));
  return target.checkpoint_truncate();
}

}  // namespace karvan::sqlite
