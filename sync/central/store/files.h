#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/seal/secret.h"
#include "storage/sqlite/database.h"
#include "storage/sqlite/transaction.h"

// What the centre remembers, in two encrypted files, so that receiving never waits for reconciling:
//   inbox    nodes, one-time codes, and every operation as it came; written as something is received, and with what the
//            centre itself says or erases
//   records  what it all adds up to: records, feeds, leases, roster, catalogue; written as it is reconciled, and by
//            commands
// No transaction spans the two: `records` keeps its own place in the inbox, in the transaction that moves it.
namespace karvan::central {

struct FilesOptions {
  std::string folder;
  seal::Secret inbox_key, records_key;            // 32 bytes each
  std::string vfs = {};                           // a registered SQLite VFS; empty: the system's
  sqlite::Cipher cipher = sqlite::Cipher::aegis;  // of files that are made; see sqlite::OpenOptions
};

struct Files {
  sqlite::Database inbox;
  sqlite::Database records;
  // Of the keyed hashes of who people are (identities.h): made of the key of the records, so kept in the vault with it.
  seal::Secret identity_key = {};
};

// Opens both and brings their schemas up to date; creates them where they are missing. A connection belongs to one
// thread; other threads and programs open their own.
Result<Files> open_files(const FilesOptions& options);

// A step of the records' schema writes every entry anew, so for a while the disk holds them once more in the log and
// once more in the file. `free_bytes`: on that disk; absent: it cannot be told. Error: disk_full {needed_mib,
// free_mib}, and nothing was begun.
Result<void> check_room(sqlite::Database& records, std::optional<std::uint64_t> free_bytes);

// Of disk, file and machine: what fails with it may go well another time, whatever it was about.
bool of_the_store(Code code);

// Runs `work` in one transaction of `database`: commits where it succeeds, undoes it where it does not.
template <class Work>
auto in_transaction(sqlite::Database& database, Work&& work) -> decltype(work()) {
  auto transaction = sqlite::Transaction::begin(database);
  if (!transaction) return tl::unexpected<Error>(transaction.error());
  auto done = work();
  if (!done) return done;
  if (auto committed = transaction->commit(); !committed) return tl::unexpected<Error>(committed.error());
  return done;
}

}  // namespace karvan::central
