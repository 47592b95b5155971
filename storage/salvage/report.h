#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"
#include "storage/store/documents.h"
#include "storage/store/log.h"

// What a salvage has found, and what is missing, as it is written down in the new store.
namespace karvan::salvage {

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

struct Report {
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

// As a document; `reports` reads it.
std::string write(const Report& report);

// As they were written down; oldest first.
Result<std::vector<Report>> reports(store::Documents documents);

// Of an epoch of which the rest is lost: the log has it up to `kept`, and it was written up to `next`, whose hash is
// zeros where nothing here goes on from it.
struct Gap {
  store::Head kept;
  store::Head next;
  bool operator==(const Gap&) const = default;
};
// Of all of them, in the order of the log.
Result<std::vector<Gap>> gaps(sqlite::Database& store);

// Kinds and ids of store::Documents.
inline constexpr std::string_view report_kind = "salvage";
inline constexpr std::string_view doubtful_numbers = "numbers";  // leases of which it is not known what was used

// A lease that was granted up to here (milliseconds) and is not known any more was lost: it is never granted anew.
inline constexpr std::string_view lost_leases = "leases";

}  // namespace karvan::salvage
