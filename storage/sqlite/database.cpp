#include "storage/sqlite/database.h"

#include <utility>

#include "storage/sqlite/connection.h"
#include "storage/sqlite/status.h"

namespace karvan::sqlite {

Database::Connection::~Connection() {
  close();
  if (!process.here()) (void)disk.release();  // nor what the files hang on
}

void Database::Connection::close() {
  // A child must not touch what its parent wrote: closing would checkpoint and drop the parent's locks.
  if (!process.here()) return;
  for (auto& [sql, cached] : cache) sqlite3_finalize(cached.statement);
  cache.clear();
  sqlite3_close_v2(std::exchange(handle, nullptr));
}

void Database::close() {
  connection_->poisoned = true;
  connection_->close();
}

Database::Database(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<void> Database::usable() const {
  if (!connection_->process.here()) return fail(Code::internal, {}, "database used in a forked child");
  if (outcome_unknown()) return fail(Code::outcome_unknown);
  if (rolled_back()) return fail(Code::io_failed, {}, "the transaction was rolled back");
  return {};
}

bool Database::outcome_unknown() const {
  if (connection_->poisoned || !connection_->disk->is_blind()) return connection_->poisoned;
  // What is under way ends with its COMMIT, which fails.
  return !connection_->transaction && sqlite3_db_readonly(connection_->handle, "main") == 0;
}
bool Database::in_transaction() const {
  return connection_->handle && sqlite3_get_autocommit(connection_->handle) == 0;
}
bool Database::rolled_back() const { return connection_->transaction && !in_transaction(); }
Cipher Database::cipher() const { return connection_->cipher; }
std::int64_t Database::last_row() const { return sqlite3_last_insert_rowid(connection_->handle); }

Result<Statement> Database::allowed(Statement statement) const {
  if (statement.writes() && !in_transaction()) return fail(Code::internal, {}, "write outside a transaction");
  return statement;
}

Result<Statement> Database::prepare(std::string_view sql) {
  TRY_VOID(usable());
  auto& cache = connection_->cache;
  auto found = cache.find(sql);
  bool keep = found == cache.end() && cache.size() < Connection::cached_max;
  if (found != cache.end() && !found->second.lent) {
    found->second.lent = true;
    return allowed(Statement(found->second.statement, &found->second.lent));
  }
  sqlite3_stmt* made = nullptr;
  unsigned flags = keep ? SQLITE_PREPARE_PERSISTENT : 0;
  int status = sqlite3_prepare_v3(connection_->handle, sql.data(), static_cast<int>(sql.size()), flags, &made, nullptr);
  if (status != SQLITE_OK) return tl::unexpected(error_of(connection_->handle));
  if (!keep) return allowed(Statement(made, nullptr));
  auto& cached = cache[std::string(sql)];
  cached = {made, true};
  return allowed(Statement(made, &cached.lent));
}

Result<void> Database::script(const std::string& sql) {
  TRY_VOID(usable());
  int status = sqlite3_exec(connection_->handle, sql.c_str(), nullptr, nullptr, nullptr);
  if (status != SQLITE_OK) return tl::unexpected(error_of(connection_->handle));
  return {};
}

Result<void> Database::checkpoint(int mode) {
  TRY_VOID(usable());
  int status = sqlite3_wal_checkpoint_v2(connection_->handle, "main", mode, nullptr, nullptr);
  if (status != SQLITE_OK) return tl::unexpected(error_of(connection_->handle, status));
  return {};
}

Result<void> Database::checkpoint_truncate() { return checkpoint(SQLITE_CHECKPOINT_TRUNCATE); }

Result<void> Database::try_checkpoint_truncate() {
  TRY_VOID(usable());
  sqlite3_busy_timeout(connection_->handle, 0);
  auto done = checkpoint_truncate();
  sqlite3_busy_timeout(connection_->handle, connection_->busy_ms);
  return done;
}

Result<void> Database::checkpoint_passive() { return checkpoint(SQLITE_CHECKPOINT_PASSIVE); }

void Database::stop_when(std::function<bool()> expired) {
  constexpr int steps = 1'000;
  connection_->expired = std::move(expired);
  auto ask = [](void* connection) { return static_cast<Connection*>(connection)->expired() ? 1 : 0; };
  bool any = static_cast<bool>(connection_->expired);
  sqlite3_progress_handler(connection_->handle, any ? steps : 0, any ? +ask : nullptr, connection_.get());
}

}  // namespace karvan::sqlite
