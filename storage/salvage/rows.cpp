#include "storage/salvage/rows.h"

#include <algorithm>

#include "storage/store/rows.h"

namespace karvan::salvage {

namespace {

constexpr std::int64_t row_id_max = std::int64_t{1} << 60;

Result<std::vector<Column>> columns_of(sqlite::Database& db, const std::string& table) {
  return store::all(db.query("SELECT name, type FROM pragma_table_info(?)", table), [](const auto& row) {
    const auto type = row.text(1);
    return Column{row.text(0), type == "TEXT", type == "BLOB"};
  });
}

std::string names_of(const SalvagedTable& table) {
  std::string names = "rowid";
  for (const auto& column : table.columns) names.append(", \"").append(column.name).append("\"");
  return names;
}

void bind(sqlite::Statement& to, int index, const sqlite::Statement& row, const Column& column) {
  if (row.is_null(index)) return to.bind(index + 1, std::nullopt);
  const auto bytes = column.text || column.blob ? row.blob(index) : std::string();
  if (column.blob) return to.bind(index + 1, sqlite::Blob{bytes});
  if (column.text) return to.bind(index + 1, std::string_view(bytes));
  to.bind(index + 1, row.integer(index));
}

// From the row `next` on, which moves behind each that was taken.
Result<void> read_on(sqlite::Database& from, const std::string& sql, std::int64_t& next,
                     const std::function<Result<void>(const sqlite::Statement&)>& take, bool& refused) {
  TRY(auto rows, from.query(sql, next));
  while (true) {
    TRY(const bool more, rows.next());
    if (!more) return {};
    const auto at = rows.integer(0);
    if (at < next) continue;  // pages of two moments: it was here before
    auto taken = take(rows);
    refused = !taken;
    if (!taken) return taken;
    next = at + 1;
  }
}

bool is_readable(sqlite::Database& from, const std::string& sql, std::int64_t at) {
  auto rows = from.query(sql, at);
  return rows && rows->next();
}

// Over a page that leads to many: the first row id after `from_row` at which reading goes on, found by halves. 0: none.
std::int64_t leap(sqlite::Database& from, const std::string& sql, std::int64_t from_row) {
  auto bad = from_row, good = from_row;
  for (std::int64_t step = 1; bad == good || !is_readable(from, sql, good); step *= 2) {
    if (step > row_id_max - good) return 0;
    bad = good;
    good += step;
  }
  while (good - bad > 1) {
    const auto middle = bad + (good - bad) / 2;
    (is_readable(from, sql, middle) ? good : bad) = middle;
  }
  return good;
}

}  // namespace

Result<SalvagedTable> common_table(sqlite::Database& from, sqlite::Database& to, const std::string& name) {
  TRY(auto theirs, columns_of(from, name));
  TRY(const auto ours, columns_of(to, name));
  std::erase_if(theirs, [&](const Column& column) {
    return std::none_of(ours.begin(), ours.end(), [&](const Column& other) { return other.name == column.name; });
  });
  return SalvagedTable{name, std::move(theirs)};
}

Result<bool> each_row(sqlite::Database& from, const SalvagedTable& table,
                      const std::function<Result<void>(const sqlite::Statement& row)>& take) {
  if (table.columns.empty()) return true;
  const auto sql = "SELECT " + names_of(table) + " FROM " + table.name + " NOT INDEXED WHERE rowid >= ? ORDER BY rowid";
  std::int64_t next = 1;
  bool whole = true, refused = false;
  for (int failures = 0;;) {
    const auto before = next;
    auto read = read_on(from, sql, next, take, refused);
    if (read) return whole;
    if (refused || read.error().code != Code::database_damaged) return tl::unexpected(read.error());
    whole = false;
    failures = next == before ? failures + 1 : 0;
    const auto on = failures < unreadable_rows_max ? next + 1 : leap(from, sql, next);
    if (on <= next) return false;
    next = on;
  }
}

Result<bool> put_row(sqlite::Database& to, const SalvagedTable& table, const sqlite::Statement& row) {
  std::string sql = "INSERT OR IGNORE INTO " + table.name + " (" + names_of(table) + ") VALUES (?";
  for (std::size_t i = 0; i < table.columns.size(); ++i) sql += ", ?";
  TRY(auto insert, to.query(sql + ")"));
  insert.bind(1, row.integer(0));
  for (std::size_t i = 0; i < table.columns.size(); ++i) bind(insert, static_cast<int>(i) + 1, row, table.columns[i]);
  TRY(const auto changed, insert.finish());
  return changed == 1;
}

}  // namespace karvan::salvage
