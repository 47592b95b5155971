#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/store/records.h"

namespace karvan::store {

// All that lists and search know of a record.
struct Listed {
  Summary summary;
  search::Terms terms;                 // what it is found by
  bool review = false;                 // a person must look at something on it
  std::vector<model::Serial> serials;  // of the documents that stand on it
};

// It takes the place of what was known. A record is read once for it, and what no index need hold anew is let be.
Result<void> put_listed(sqlite::Database& database, const Listed& listed);
// Of a record that is not there yet: all of it at once. Without a body nothing of it is settled.
Result<void> add_record(sqlite::Database& database, const Listed& listed, const Settled& settled);

// For this room.
Result<std::optional<Summary>> summary_in(sqlite::Database& database, std::int64_t row);
// The first text that is behind every one that begins with `prefix`; UTF-8 holds no byte 0xff.
inline std::string behind(std::string_view prefix) { return std::string(prefix) + '\xff'; }

}  // namespace karvan::store
