#include "storage/store/plain.h"

#include "storage/model/op.h"
#include "storage/model/record.h"
#include "storage/store/rows.h"

namespace karvan::store {

std::string plain_entry(std::string_view row) {
  const std::string position = std::string(row) + ".position";
  return "coalesce((SELECT iif(last >= " + position + ", plain.entry + " + position +
         " - first, 0) FROM plain WHERE first <= " + position + " ORDER BY first DESC LIMIT 1), 0)";
}

Result<std::optional<Settled>> folded_of_log(sqlite::Database& db, std::string_view record) {
  static const auto sql = "SELECT line, told FROM (SELECT position, line, " + plain_entry("log") +
                          " AS told FROM log WHERE record = ? AND entry = 0) WHERE told > 0 ORDER BY position";
  TRY(auto rows, db.query(sql, record));
  model::Record folded;
  std::uint64_t position = 0;
  while (true) {
    TRY(const bool more, rows.next());
    if (!more) break;
    TRY(const auto op, model::parse_op(rows.bytes(0)));
    folded = model::apply(std::move(folded), op, {});
    position = static_cast<std::uint64_t>(rows.integer(1));
  }
  if (position == 0) return std::nullopt;
  return Settled{model::write_record(folded), position, true};
}

Result<void> write_entries(sqlite::Database& db, std::string_view record) {
  static const auto entry = plain_entry("log");
  static const auto sql = "UPDATE log SET entry = " + entry +
                          ", fate = 'applied', life = " + std::string(present_life) +
                          " WHERE record = ? AND entry = 0 AND " + entry + " > 0";
  return done(db.run(sql, record));
}

Result<void> forget_plain(sqlite::Database& db, std::uint64_t common) {
  TRY_VOID(
      db.run("INSERT OR IGNORE INTO unsettled (position, alone) SELECT position, 0 FROM plain JOIN log ON position "
             "BETWEEN max(first, first + ?1 - plain.entry + 1) AND last WHERE plain.entry + last - first > ?1 AND "
             "log.entry = 0",
             common));
  TRY_VOID(db.run("DELETE FROM plain WHERE entry > ?", common));
  return done(db.run("UPDATE plain SET last = first + ?1 - entry WHERE entry + last - first > ?1", common));
}

}  // namespace karvan::store
