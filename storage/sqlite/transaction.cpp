#include "storage/sqlite/transaction.h"

#include <utility>

#include "storage/sqlite/connection.h"

namespace karvan::sqlite {

Result<Transaction> Transaction::begin(Database& database) {
  TRY_VOID(database.script("BEGIN IMMEDIATE"));
  database.connection_->transaction = true;
  return Transaction(database);
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

Result<Savepoint> Savepoint::begin(Database& database) {
  TRY_VOID(database.run("SAVEPOINT part"));
  return Savepoint(database);
}

Savepoint::Savepoint(Savepoint&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}

Savepoint::~Savepoint() {
  if (!database_) return;
  if (database_->rolled_back()) return;
  const bool undone = database_->run("ROLLBACK TO part") && database_->run("RELEASE part");
  if (!undone && !database_->rolled_back()) Transaction::give_up(*database_);
}

Result<void> Savepoint::release() {
  TRY_VOID(database_->run("RELEASE part"));
  database_ = nullptr;
  return {};
}

}  // namespace karvan::sqlite
