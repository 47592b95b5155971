#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sqlite/database.h"

// Reading tables whose pages do not all verify. Inside this room only.
namespace karvan::salvage {

struct Column {
  std::string name;
  bool text = false, blob = false;  // else a number
};

// A row of a table, by its row id alone: no index is believed.
struct SalvagedTable {
  std::string name;
  std::vector<Column> columns;  // of both files
};

// The columns that both files have; a table that one of them lacks has none. `ignored` is left out.
Result<SalvagedTable> common_table(sqlite::Database& from, sqlite::Database& to, const std::string& name);

// Calls `take` at each row that can be read, in order of row ids; column 0 is the row id, the table's follow. False:
// something could not be read. A failure to read at all (io_failed) is one, and so is what `take` refuses.
Result<bool> each_row(sqlite::Database& from, const SalvagedTable& table,
                      const std::function<Result<void>(const sqlite::Statement& row)>& take);

// Writes the row into the table of the same name, under the same row id; false where it does not fit there.
Result<bool> put_row(sqlite::Database& to, const SalvagedTable& table, const sqlite::Statement& row);

// Rows that are passed over one by one before the rest is leapt over: so many are on a page, or under one that leads to
// others.
inline constexpr int unreadable_rows_max = 2'000;

}  // namespace karvan::salvage
