#include "storage/sqlite/status.h"

#include <sqlite3.h>

#include "storage/sqlite/disk.h"

namespace karvan::sqlite {

namespace {

Code code_of_status(int status) {
  if (status == SQLITE_IOERR_SHMSIZE) return Code::disk_full;  // the log's index finds no room to begin in
  switch (status & 0xff) {
    case SQLITE_FULL:
      return Code::disk_full;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return Code::io_failed;
    case SQLITE_READONLY:
      return Code::read_only;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Code::busy;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Code::database_damaged;
    case SQLITE_INTERRUPT:
      return Code::deadline_passed;
    default:
      return Code::internal;
  }
}

}  // namespace

Error error_of(int status) {
  return Error{
      code_of_status(status), {}, std::string("sqlite ") + sqlite3_errstr(status) + " " + std::to_string(status)};
}

Error error_of(sqlite3* connection, int status) {
  Error error = error_of(status);
  // What could not be read does not decrypt either; that is no damage.
  if (error.code == Code::database_damaged && Disk::read_failed(connection)) error.code = Code::io_failed;
  return error;
}

Error error_of(sqlite3* connection) {
  Error error = error_of(connection, sqlite3_extended_errcode(connection));
  // The engine's words name tables and columns, never values; they find a fault in our own SQL.
  if (error.code == Code::internal) error.where += std::string(": ") + sqlite3_errmsg(connection);
  return error;
}

}  // namespace karvan::sqlite
