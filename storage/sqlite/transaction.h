#pragma once
#include <string>

#include "storage/sqlite/database.h"

namespace karvan::sqlite {

// A write transaction (BEGIN IMMEDIATE); rolled back unless committed. One that cannot be rolled back (memory is short)
// leaves the connection as a COMMIT of unknown outcome does: nothing of it is there once the file was opened anew.
class Transaction {
 public:
  static Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  // P1. A COMMIT that fails is never a failure but Code::outcome_unknown: the row may be there or not after the process
  // ends, whatever this connection says; `cause`: the code of what went wrong. The connection then refuses all further
  // work: close it, open again, complete `checkpoint_truncate`, and ask the data.
  Result<void> commit();

 private:
  friend class Savepoint;
  explicit Transaction(Database& database) : database_(&database) {}
  static Result<void> begin_again(Database& database);
  static Result<bool> can_be_undone_whole(const Database& database);
  static void give_up(Database& database);
  Database* database_;
};

// Part of a transaction that can be undone alone; undone unless released. Savepoints nest. Where it cannot be undone,
// neither can the transaction be committed: Code::outcome_unknown, as above.
class Savepoint {
 public:
  static Result<Savepoint> begin(Database& database);
  Savepoint(Savepoint&& other) noexcept;
  Savepoint& operator=(Savepoint&&) = delete;
  ~Savepoint();
  Result<void> release();

 private:
  Savepoint(Database& database, bool whole) : database_(&database), whole_(whole) {}
  bool undo();
  Database* database_;
  bool whole_;  // nothing had been written before: what is undone is all of the transaction, which begins anew
};

}  // namespace karvan::sqlite
