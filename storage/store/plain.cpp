#include "storage/store/plain.h"

#include "storage/store/cursors.h"
#include "storage/store/rows.h"

namespace karvan::store {

namespace {

// Rows of a record that were plainly applied after ?2.
std::string select_plain(std::string_view columns) {
  return std::string("SELECT ")
      .append(columns)
      .append(" FROM (SELECT line, ")
      .append(plain_entry)
      .append(" AS told FROM log WHERE record = ?1) WHERE told > ?2");
}

Result<std::uint64_t> add(const sqlite::Statement& row, model::Record& record) {
  if (row.is_null(1)) return fail(Code::not_found, {}, "erased");
  TRY(const auto op, model::parse_op(row.blob(1)));
  if (op.unknown_act) return fail(Code::version_unknown, {}, "entry");
  record = model::apply(std::move(record), op, {});
  return static_cast<std::uint64_t>(row.integer(0));
}

// The office's feed goes on from before this entry.
Result<void> read_again(sqlite::Database& db, std::uint64_t entry) {
  Cursors cursors(db);
  TRY(const auto feeds, all(db.query("SELECT feed FROM cursors WHERE feed LIKE 'office/%' AND position >= ?", entry),
                            [](const auto& row) { return row.text(0); }));
  for (const auto& feed : feeds) {
    TRY(auto cursor, cursors.get(feed));
    TRY(const auto trail, cursors.trail(feed));
    cursor.position = 0;
    cursor.hash.clear();
    for (const auto& place : trail) {
      if (place.position >= entry || place.position < cursor.position) continue;
      cursor.position = place.position;
      cursor.hash = place.hash;
    }
    TRY_VOID(cursors.put(cursor));
  }
  return {};
}

}  // namespace

Result<std::uint64_t> add_plain(sqlite::Database& db, std::string_view id, std::uint64_t written,
                                model::Record& record) {
  static const auto sql = select_plain("told, line").append(" ORDER BY told");
  TRY(auto rows, db.query(sql, id, written));
  while (true) {
    TRY(const bool more, rows.next());
    if (!more) return written;
    TRY(written, add(rows, record));
  }
}

Result<bool> has_plain(sqlite::Database& db, std::string_view id, std::uint64_t written) {
  static const auto sql = select_plain("count(*)");
  TRY(const auto count, count_of(db.query(sql, id, written)));
  return count > 0;
}

Result<void> forget_plain(sqlite::Database& db, std::uint64_t common) {
  TRY_VOID(
      db.run("INSERT OR IGNORE INTO unsettled (position, alone) SELECT log.position, 0 FROM plain JOIN log ON "
             "log.position BETWEEN max(first, first + ?1 - plain.entry + 1) AND last JOIN records ON records.id = "
             "log.record WHERE plain.entry + last - first > ?1 AND log.entry = 0 AND "
             "plain.entry + log.position - first > records.position",
             common));
  TRY_VOID(db.run("DELETE FROM plain WHERE entry > ?", common));
  return done(db.run("UPDATE plain SET last = first + ?1 - entry WHERE entry + last - first > ?1", common));
}

Result<void> mend_plain(sqlite::Database& db, const PlainLoss& loss) {
  TRY_VOID(db.run("DELETE FROM unsettled WHERE position NOT IN (SELECT position FROM log)"));
  TRY(const auto lost, count_of(db.query("SELECT coalesce(min(entry), 0) FROM plain WHERE ?1 OR last - first + 1 > "
                                         "(SELECT count(*) FROM log WHERE log.position BETWEEN first AND last)",
                                         loss.records)));
  const auto from = loss.runs ? std::uint64_t{1} : lost;
  if (from > 0) {
    TRY_VOID(db.run("DELETE FROM plain"));
    TRY_VOID(read_again(db, from));
  }
  static const auto sql = std::string(
                              "INSERT OR IGNORE INTO unsettled (position, alone) SELECT position, 0 FROM log WHERE "
                              "iif(?1, settled = 0, coalesce(fate, '') IN ('waiting', 'parked') OR (entry = 0 AND ")
                              .append(plain_entry)
                              .append(" = 0))");
  return done(db.run(sql, loss.older));
}

}  // namespace karvan::store
