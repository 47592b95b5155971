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
  if (open) (void)database_->run("ROLLBACK");
  database_->connection_->transaction = false;
}

Result<void> Transaction::commit() {
  // What the engine has rolled back by itself is surely not there; that much is known.
  TRY_VOID(database_->usable());
  auto committed = database_->run("COMMIT");
  if (!committed) {
    database_->connection_->poisoned = true;
    return fail(Code::outcome_unknown, {}, committed.error().where);
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
  if (database_->run("ROLLBACK TO part")) (void)database_->run("RELEASE part");
}

Result<void> Savepoint::release() {
  TRY_VOID(database_->run("RELEASE part"));
  database_ = nullptr;
  return {};
}

}  // namespace karvan::sqlite
