#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "storage/model/error.h"
#include "storage/sqlite/database.h"
#include "storage/sqlite/transaction.h"
#include "storage/store/attachments.h"
#include "storage/store/commands.h"
#include "storage/store/cursors.h"
#include "storage/store/documents.h"
#include "storage/store/drafts.h"
#include "storage/store/leases.h"
#include "storage/store/log.h"
#include "storage/store/prints.h"
#include "storage/store/records.h"
#include "storage/store/shadows.h"

// All that a node remembers, in one encrypted file.
namespace karvan::store {

// Of Documents: this file is a copy that was put back, and nobody has opened its book since. What was done after it was
// made is unknown here: whoever opens it stops numbers and money (P7). Id: restored_at; bytes: "EPOCH/SEQ", where it
// ends.
inline constexpr std::string_view restored_kind = "restored", restored_at = "at";
// Of Documents: how far the TPM's counter had risen, "VALUE EPOCH", by the counter's name.
inline constexpr std::string_view counter_kind = "counter";

struct Options {
  std::string vfs = {};  // a registered SQLite VFS; empty: the system's
  bool create = true;
  sqlite::Cipher cipher = sqlite::Cipher::aegis;  // see sqlite::OpenOptions
  int busy_ms = 5'000;
  int cache_kib = sqlite::OpenOptions{}.cache_kib;
  // Reader: see sqlite::OpenOptions.
  bool immutable = false;
  // Open reads every page of the file, verifies the whole chain and checks the structure of a file that is not long.
  // One who opens often (a simulator) may leave it out.
  bool verify = true;
};

inline constexpr std::uint64_t structure_checked_pages_max = 8'192;  // 32 MiB: a fraction of a second

// The one write connection of a node; owned by the core's thread. A drain is: begin, for each letter a savepoint, one
// commit, and only then replies. The parts below are views on the connection: cheap to make, gone with the Store
// (moving it keeps them). A write outside begin … commit is Code::internal. Where a fault rolled the transaction back,
// every further call of the drain is Code::io_failed, commit too: then it is known that nothing stands.
class Store {
 public:
  // `key`: 32 bytes of this file alone. Codes: see sqlite::Database::open; newer_schema; chain_broken with the place.
  // Completes a full TRUNCATE checkpoint before anything is answered; where that fails, opens read only. Then a byte
  // changed anywhere in the file is Code::database_damaged, in the log's meaning chain_broken.
  static Result<Store> open(const std::string& path, std::string_view key, const Options& options = {});
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  Result<void> begin();
  // P1. Code::outcome_unknown: nobody may be told anything. Call `recover`, then ask `commands()` about each `cmd`.
  Result<void> commit();
  void rollback();

  // One letter's part of the drain: undone when destroyed unless released.
  Result<sqlite::Savepoint> savepoint();

  // Closes, opens again, completes a TRUNCATE checkpoint. Where that fails: Code::read_only, and the store only reads
  // from then on (`recover` may be tried again). A file that this Store has verified already is not read as a whole
  // again, so that this takes as long as the WAL is, whatever the file's size.
  Result<void> recover();
  bool read_only() const;

  // Gives the disk back what is free in the file; nobody else may have it open, and no more than `memory_bytes` is
  // taken. After an error `recover`. Codes: see sqlite::Database.
  Result<void> compact(std::uint64_t memory_bytes);
  // After an erasure: what was taken away goes out of the WAL too. Code::busy, at once, while another connection reads.
  Result<void> wipe();

  // Checkpoints off the commit's path; call it when idle. Nothing where there is nothing to do.
  Result<void> tend();
  // Brings the next merged_at_once changes into the search index, in a commit of their own, where as many are waiting;
  // `all`: however few. False: nothing was to be done. Errors as `commit` has them.
  Result<bool> tend_search(bool all);

  Log log();
  Records records();
  Drafts drafts();
  Commands commands();
  Leases leases();
  Prints prints();
  Attachments attachments();
  Documents documents();
  Cursors cursors();
  Shadows shadows();
  sqlite::Database& database();

 private:
  struct State;
  explicit Store(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace karvan::store
