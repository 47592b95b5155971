#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/store/records.h"

namespace karvan::store {

// All that lists and search know of a record: as `put_summary`, `put_terms`, `put_review` and `put_serials` of Records
// have it.
struct Listed {
  Summary summary;
  search::Terms terms;
  bool review = false;
  std::vector<model::Serial> serials;
};

// Of a record that is not there yet: all of it at once.
Result<void> add_record(sqlite::Database& database, const Listed& listed, const Settled& settled);

// For this room.
Result<std::optional<Summary>> summary_in(sqlite::Database& database, std::int64_t row);
// The first text that is behind every one that begins with `prefix`; UTF-8 holds no byte 0xff.
inline std::string behind(std::string_view prefix) { return std::string(prefix) + '\xff'; }

}  // namespace karvan::store
