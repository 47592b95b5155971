#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"
#include "storage/store/documents.h"
#include "storage/store/log.h"

// What can be read of a damaged store, in a new one. Nothing is guessed: a row is taken as it was written, under a page
// that verifies, or it is missing; and what is missing is written down.
namespace karvan::store {

// Operations of one epoch that cannot be read, or not be proven: its chain holds up to `from` - 1.
struct LostRun {
  std::string epoch;
  std::uint64_t from = 0;
  std::uint64_t to = 0;        // the last that is known to have been written; 0: nobody can tell
  std::uint64_t received = 0;  // up to here the centre has them
  bool operator==(const LostRun&) const = default;
};

// Of one table. Rows that no page names any more cannot be counted: `lost` is what was seen to be missing.
struct LostRows {
  std::string table;
  std::uint64_t kept = 0;
  bool lost = false;
  bool operator==(const LostRows&) const = default;
};

struct Salvage {
  std::string id;    // names it among others: the time, as in the name of the file that was set aside
  std::string file;  // what was set aside, its name alone
  std::int64_t at_ms = 0;
  std::uint64_t operations = 0;  // kept
  // Of these, those that come after operations that are lost here and never came to the centre: it is told so (`gaps`).
  std::uint64_t stranded = 0;
  std::vector<LostRun> runs;
  std::vector<LostRows> tables;  // those of which something is missing
  bool numbers_doubtful = false;
};

// A damaged store cannot even be opened (its header or schema): Code::database_damaged, and nothing was written.
// `to` must not exist. What is there afterwards is whole, durable and closed, and verifies; it has `from`'s cipher, and
// holds `what`, with what was found, as a document of the kind salvage_kind under `id`. Reads `from` with its log, and
// changes neither. Errors are the store's.
Result<Salvage> salvage(const std::string& from, const std::string& to, std::string_view key, Salvage what,
                        const std::string& vfs = {});

// As it was written down; oldest first.
Result<std::vector<Salvage>> salvages(Documents documents);

// Of an epoch of which the rest is lost: the log has it up to `kept`, and it was written up to `next`, whose hash is
// zeros where nothing here goes on from it.
struct Gap {
  Head kept;
  Head next;
  bool operator==(const Gap&) const = default;
};
// Of all salvages, in the order of the log.
Result<std::vector<Gap>> gaps(sqlite::Database& store);

// Kinds and ids of store::Documents.
inline constexpr std::string_view salvage_kind = "salvage";
inline constexpr std::string_view salvage_doubt = "numbers";  // leases of which it is not known what was used

// A lease that was granted up to here (milliseconds) and is not known any more was lost: it is never granted anew.
inline constexpr std::string_view salvage_leases = "leases";

}  // namespace karvan::store
