#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "storage/model/record.h"
#include "storage/store/records.h"

// For this room: operations of this node that the centre has plainly applied. A run of them is one row of `plain`;
// their records are not written for it. What is settled of a record is its body with those after the body's position on
// top, in the order of their entries: model::apply says the same at both sides, so the bytes are the centre's (P3).
namespace karvan::store {

// Of a row of `log`: its entry by the runs alone; 0 where it is in none.
inline constexpr std::string_view plain_entry =
    "coalesce((SELECT iif(plain.last >= log.position, plain.entry + log.position - plain.first, 0) FROM plain "
    "WHERE plain.first <= log.position ORDER BY plain.first DESC LIMIT 1), 0)";

// `record` as written at `written`, with what was plainly applied since. Gives the position that it stands at.
// Errors, beside the store's: what cannot be folded (malformed, version_unknown, not_found where it was erased).
Result<std::uint64_t> add_plain(sqlite::Database& database, std::string_view id, std::uint64_t written,
                                model::Record& record);
// Whether anything was.
Result<bool> has_plain(sqlite::Database& database, std::string_view id, std::uint64_t written);

// The centre lives another life: beyond `common` nothing was said. What is in a record's body stays there until it is
// resettled, so that the desk sees it once; what is not is pending again.
Result<void> forget_plain(sqlite::Database& database, std::uint64_t common);

// Of a salvaged store, once log and records are in it: where of what a run names, or of the runs, anything is lost,
// nothing was said in runs, and the office's feed is read again from before them.
struct PlainLoss {
  bool runs = false, records = false;
  bool older = false;  // of a version that had no runs
};
Result<void> mend_plain(sqlite::Database& database, const PlainLoss& loss);

}  // namespace karvan::store
