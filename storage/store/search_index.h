#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/model/error.h"
#include "storage/search/terms.h"
#include "storage/sqlite/database.h"

namespace karvan::store {

// By what records are found: words, postings and numbers, as storage/search has them. A commit notes what has changed,
// in search_tail, and nothing more; `merge` brings it into the index later, in slices. Of a record that is noted the
// index is not believed, so search is right at any time. For this room; all within a transaction of the caller.
class SearchIndex {
 public:
  explicit SearchIndex(sqlite::Database& database) : db_(&database) {}

  // The record in `row` is found by `after` from now on, until now by `before`; nothing: it is not found.
  Result<void> note(std::int64_t row, const std::optional<std::string>& before,
                    const std::optional<std::string>& after);
  // How many changes are noted, or a few more.
  Result<std::uint64_t> noted();
  // The oldest `count` changes; false: none is left. A word that no record has any more goes with its row (P13).
  Result<bool> merge(std::size_t count);

 private:
  struct Change;
  Result<void> merge_numbers(const Change& change);

  sqlite::Database* db_;
};

inline constexpr std::size_t merged_at_once = 200;

}  // namespace karvan::store
