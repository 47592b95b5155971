#include "storage/sqlite/statement.h"

#include <sqlite3.h>

#include <new>
#include <utility>

#include "storage/sqlite/status.h"

namespace karvan::sqlite {

Statement::Statement(Statement&& other) noexcept
    : statement_(std::exchange(other.statement_, nullptr)),
      lent_(other.lent_),
      bound_(other.bound_),
      borrows_(other.borrows_) {}

Statement::~Statement() {
  if (!statement_) return;
  if (!lent_) {
    sqlite3_finalize(statement_);
    return;
  }
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
  *lent_ = false;
}

void Statement::note(int status) {
  if (status != SQLITE_OK) bound_ = status;
}

void Statement::bind(int index, std::int64_t value) { note(sqlite3_bind_int64(statement_, index, value)); }

void Statement::bind(int index, std::string_view text) {
  // A null pointer would bind NULL.
  const char* data = text.empty() ? "" : text.data();
  note(sqlite3_bind_text64(statement_, index, data, text.size(), borrows_ ? SQLITE_STATIC : SQLITE_TRANSIENT,
                           SQLITE_UTF8));
}

void Statement::bind(int index, Blob blob) {
  const char* data = blob.bytes.empty() ? "" : blob.bytes.data();
  note(sqlite3_bind_blob64(statement_, index, data, blob.bytes.size(), borrows_ ? SQLITE_STATIC : SQLITE_TRANSIENT));
}

void Statement::bind(int index, std::nullopt_t) { note(sqlite3_bind_null(statement_, index)); }

Result<bool> Statement::next() {
  if (bound_ != SQLITE_OK) return tl::unexpected(error_of(bound_));
  int status = sqlite3_step(statement_);
  if (status == SQLITE_ROW) return true;
  if (status == SQLITE_DONE) return false;
  return tl::unexpected(error_of(sqlite3_db_handle(statement_)));
}

Result<std::int64_t> Statement::finish() {
  while (true) {
    TRY(bool more, next());
    if (!more) return sqlite3_changes64(sqlite3_db_handle(statement_));
  }
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_, column); }

// Text too: as bytes it needs no memory of the engine, which answers with NULL where it has none.
std::string Statement::text(int column) const { return blob(column); }

std::string Statement::blob(int column) const { return std::string(bytes(column)); }

std::string_view Statement::bytes(int column) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  if (data) return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  if (sqlite3_errcode(sqlite3_db_handle(statement_)) == SQLITE_NOMEM) throw std::bad_alloc();
  return {};
}

bool Statement::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

bool Statement::writes() const { return sqlite3_stmt_readonly(statement_) == 0; }

}  // namespace karvan::sqlite
