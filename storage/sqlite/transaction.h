#pragma once
#include <string>

#include "storage/sqlite/database.h"

namespace karvan::sqlite {

// A write transaction (BEGIN IMMEDIATE); rolled back unless committed.
class Transaction {
 public:
  static Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  // P1. A COMMIT that fails is never a failure but Code::outcome_unknown: the row may be there or not after the process
  // ends, whatever this connection says. The connection then refuses all further work: close it, open again, complete
  // `checkpoint_truncate`, and ask the data.
  Result<void> commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

// Part of a transaction that can be undone alone; undone unless released. Savepoints nest.
class Savepoint {
 public:
  static Result<Savepoint> begin(Database& database);
  Savepoint(Savepoint&& other) noexcept;
  Savepoint& operator=(Savepoint&&) = delete;
  ~Savepoint();
  Result<void> release();

 private:
  explicit Savepoint(Database& database) : database_(&database) {}
  Database* database_;
};

}  // namespace karvan::sqlite
