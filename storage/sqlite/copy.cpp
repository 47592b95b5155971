#include <unistd.h>

#include "storage/sqlite/connection.h"
#include "storage/sqlite/status.h"

namespace karvan::sqlite {
namespace {

constexpr int whole = -1;  // in one step: of one moment, whatever others commit meanwhile

Result<void> copy(sqlite3* from, sqlite3* to) {
  sqlite3_backup* backup = sqlite3_backup_init(to, "main", from, "main");
  if (!backup) return tl::unexpected(error_of(to));
  const int stepped = sqlite3_backup_step(backup, whole);
  const int finished = sqlite3_backup_finish(backup);
  if (stepped == SQLITE_DONE && finished == SQLITE_OK) return {};
  return tl::unexpected(error_of(finished != SQLITE_OK ? finished : stepped));
}

}  // namespace

Result<void> Database::compact() {
  TRY_VOID(usable());
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
  TRY(auto target, open(path, key));
  TRY_VOID(copy(connection_->handle, target.connection_->handle));
  return target.checkpoint_truncate();
}

}  // namespace karvan::sqlite
