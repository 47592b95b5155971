#pragma once
#include <string>
#include <vector>

#include "storage/store/records.h"

namespace karvan::store {

// All that lists and search know of a record: as `put_summary`, `put_keys` and `put_serials` of Records have it.
struct Listed {
  Summary summary;
  std::vector<std::string> keys;
  std::vector<model::Serial> serials;
};

// Of a record that is not there yet: all of it at once.
Result<void> add_record(sqlite::Database& database, const Listed& listed, const Settled& settled);

}  // namespace karvan::store
