#include "storage/sqlite/transaction.h"

#include <utility>

#include "storage/sqlite/connection.h"

namespace karvan::sqlite {

Result<Transaction> Transaction::begin(Database& database) {
  TRY_VOID(database.script("BEGIN IMMEDIATE"));
  auto& connection = *database.connection_;
  connection.transaction = true;
  connection.changes_before = sqlite3_total_changes64(connection.handle);
  return Transaction(database);
}

// Where it cannot begin again, the rest of it is refused, as of any that the engine has rolled back.
Result<void> Transaction::begin_again(Database& database) {
  TRY_VOID(database.run("ROLLBACK"));
  auto& connection = *database.connection_;
  connection.transaction = false;
  const auto begun = database.script("BEGIN IMMEDIATE");
  connection.transaction = true;
  connection.changes_before = sqlite3_total_changes64(connection.handle);
  return begun;
}

Transaction::Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}

Transaction::~Transaction() {
  if (!database_) return;
  bool open = !database_->rolled_back() && !database_->outcome_unknown();
  if (open && !database_->run("ROLLBACK")) give_up(*database_);
  database_->connection_->transaction = false;
}

// What could not be undone must not be committed either: no work is done here until the file was opened anew.
void Transaction::give_up(Database& database) { database.connection_->poisoned = true; }

Result<void> Transaction::commit() {
  // What the engine has rolled back by itself is surely not there; that much is known.
  TRY_VOID(database_->usable());
  auto committed = database_->run("COMMIT");
  if (!committed) {
    database_->connection_->poisoned = true;
    return fail(Code::outcome_unknown, {{"cause", std::string(name_of(committed.error().code))}},
                committed.error().where);
  }
  database_->connection_->transaction = false;
  database_ = nullptr;
  return {};
}

// The engine keeps a copy of each page that changes under a savepoint. The first part of a transaction needs none,
// where nobody else can write between the end of the one and the beginning of the other: rows that were read stay true.
Result<bool> Transaction::can_be_undone_whole(const Database& database) {
  TRY_VOID(database.usable());
  const auto& connection = *database.connection_;
  return connection.alone && sqlite3_total_changes64(connection.handle) == connection.changes_before;
}

Result<Savepoint> Savepoint::begin(Database& database) {
  TRY(const bool whole, Transaction::can_be_undone_whole(database));
  if (!whole) TRY_VOID(database.run("SAVEPOINT part"));
  return Savepoint(database, whole);
}

Savepoint::Savepoint(Savepoint&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)), whole_(other.whole_) {}

bool Savepoint::undo() {
  if (whole_) return Transaction::begin_again(*database_).has_value();
  return database_->run("ROLLBACK TO part") && database_->run("RELEASE part");
}

Savepoint::~Savepoint() {
  if (!database_ || database_->rolled_back()) return;
  if (!undo() && !database_->rolled_back()) Transaction::give_up(*database_);
}

Result<void> Savepoint::release() {
  if (!whole_) TRY_VOID(database_->run("RELEASE part"));
  database_ = nullptr;
  return {};
}

}  // namespace karvan::sqlite
