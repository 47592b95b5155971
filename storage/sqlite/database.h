#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "storage/model/error.h"
#include "storage/sqlite/cipher.h"
#include "storage/sqlite/statement.h"

// Encrypted SQLite: SQLite3 Multiple Ciphers, each page authenticated. No SQL of others lives here.
namespace karvan::sqlite {

inline constexpr std::size_t key_bytes = 32;
inline constexpr std::uint64_t page_bytes = 4'096;

struct OpenOptions {
  std::string vfs = {};           // a registered VFS (the simulator and crash tests bring theirs); empty: the system's
  bool create = true;             // else a missing file is Code::not_found
  Cipher cipher = Cipher::aegis;  // of a file that is made; one that is there keeps its own
  bool read_only = false;
  // What a file's log holds is made durable first: after a sync that failed it may be in the system's memory alone.
  // `alone`: no other connection writes this file; where that fails, this one changes nothing (read_only, io_failed).
  // Else it is done under the lock of writers, and where it fails the file does not open (io_failed).
  bool alone = false;
  // Nobody writes the file and nothing lies in its WAL (a copy on a medium that may be write-protected): it is read as
  // it is, and no file is made beside it. Implies read_only.
  bool immutable = false;
  int busy_ms = 5'000;  // wait this long for another connection's lock, then Code::busy
  int cache_kib = 16'384;
  // Pages in the WAL at which a commit also checkpoints (a backstop: `checkpoint` is called off the commit's path).
  int wal_autocheckpoint_pages = 4'000;
};

// One connection: WAL, synchronous=FULL, temp store in memory, secure_delete, foreign keys. Use it from one thread at a
// time; move-only; closes with it. Never fork without exec while one lives (the library's nonces would repeat): in a
// forked child every call is Code::internal.
//
// Errors of every call: disk_full, io_failed, read_only, busy, database_damaged, deadline_passed (see `stop_when`),
// outcome_unknown (see Transaction), internal (a fault in our own SQL).
class Database {
 public:
  // `key`: 32 random bytes, else Code::key_missing (0) or Code::key_length_wrong. The file's header is read first: a
  // plaintext file is Code::database_plaintext; a key that is not this file's, Code::key_wrong; a header or first page
  // that does not verify although the key is right, Code::database_damaged. The page key is derived from `key` and the
  // file's own salt, so a page of another file never passes, even under the same `key`.
  static Result<Database> open(const std::string& path, std::string_view key, const OpenOptions& options = {});

  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  // A cached statement with its parameters bound: TRY(auto q, db.query("SELECT a FROM t WHERE id = ?", id));
  template <class... Args>
  Result<Statement> query(std::string_view sql, const Args&... args);

  // Runs to the end; gives the number of rows changed. `sql` is one statement. A write outside a Transaction is
  // Code::internal: only its COMMIT can tell a failure from an unknown outcome.
  template <class... Args>
  Result<std::int64_t> run(std::string_view sql, const Args&... args);

  // Several statements without parameters (migrations, settings).
  Result<void> script(const std::string& sql);
  // Lets go of the file; every later call is Code::outcome_unknown. No Statement may live.
  void close();

  Cipher cipher() const;
  std::int64_t last_row() const;
  bool in_transaction() const;

  // Copies the WAL into the database, syncs, and truncates the WAL. Code::busy where a reader is in the way.
  Result<void> checkpoint_truncate();
  // The same, but where a reader is in the way it is told so at once.
  Result<void> try_checkpoint_truncate();
  // Copies what can be copied without waiting for anyone.
  Result<void> checkpoint_passive();
  // Writes the file anew without what is free in it, in one transaction of its own; what it holds is the same before
  // and after, and while it runs it lies in memory once more: where that takes more than `memory_bytes`, memory_short
  // {needed_mib, free_mib}, and nothing was begun. The file is smaller after the next checkpoint_truncate. Nobody else
  // may have it open. After another error every call is Code::outcome_unknown until it was opened anew.
  Result<void> compact(std::uint64_t memory_bytes);
  // Writes what is committed now into a new file under `key` and the same cipher, whole and durable; others read and
  // write meanwhile. exists_already.
  Result<void> copy_to(const std::string& path, std::string_view key);
  // Reads every page of the file, in use or free, so that a changed byte anywhere is Code::database_damaged. Nobody may
  // write or checkpoint meanwhile, and what still lies in the WAL is not looked at: checkpoint first.
  Result<void> check_pages();
  // The same of at most `pages` of them from the one at `from` (counted from 0), beside a writer: what is damaged
  // because it is written at this moment is found whole when it is read once more. Gives where to go on; 0 after the
  // last.
  Result<std::uint64_t> check_pages(std::uint64_t from, std::uint64_t pages);
  // The engine's own check of tables, indexes and constraints; slower, and safe beside a writer.
  Result<void> check_structure();

  // Asked about every thousand steps of the virtual machine; true ends the running statement with
  // Code::deadline_passed. An empty function takes it away.
  void stop_when(std::function<bool()> expired);

  // After a COMMIT whose outcome is unknown every call but the destructor fails with Code::outcome_unknown.
  bool outcome_unknown() const;
  // A fault mid-way makes the engine roll the whole transaction back. Then every call until the Transaction's end fails
  // with Code::io_failed, so that no later part is written as if it stood alone.
  bool rolled_back() const;

 private:
  friend class Transaction;
  struct Connection;
  explicit Database(std::unique_ptr<Connection> connection);
  Result<void> usable() const;
  Result<Statement> prepare(std::string_view sql);
  Result<Statement> allowed(Statement statement) const;
  Result<void> checkpoint(int mode);
  Result<void> key_and_configure(std::string_view key, const OpenOptions& options);
  std::unique_ptr<Connection> connection_;
};

template <class... Args>
Result<Statement> Database::query(std::string_view sql, const Args&... args) {
  TRY(auto statement, prepare(sql));
  int index = 0;
  (statement.bind(++index, args), ...);
  return statement;
}

template <class... Args>
Result<std::int64_t> Database::run(std::string_view sql, const Args&... args) {
  TRY(auto statement, prepare(sql));
  statement.borrow();
  int index = 0;
  (statement.bind(++index, args), ...);
  return statement.finish();
}

}  // namespace karvan::sqlite
