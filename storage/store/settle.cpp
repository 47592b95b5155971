#include "storage/store/log.h"
#include "storage/store/plain.h"
#include "storage/store/rows.h"

// What the centre's entries say of this node's operations.
namespace karvan::store {

namespace {

Result<std::optional<std::int64_t>> find_operation(sqlite::Database& db, const std::string& epoch, std::uint64_t seq) {
  return first(db.query("SELECT position FROM log WHERE epoch = (SELECT id FROM epochs WHERE epoch = ?1) AND seq = ?2",
                        epoch, seq),
               [](const auto& row) { return row.integer(0); });
}

Result<std::int64_t> operation_at(sqlite::Database& db, const std::string& epoch, std::uint64_t seq) {
  TRY(const auto position, find_operation(db, epoch, seq));
  if (!position) return fail(Code::not_found, {}, "operation " + epoch + "/" + std::to_string(seq));
  return *position;
}

struct Span {
  std::int64_t from = 0, to = 0;  // positions in the log
};

Result<Span> span_of(sqlite::Database& db, const std::string& epoch, std::uint64_t seq, std::uint64_t count) {
  TRY(const auto from, operation_at(db, epoch, seq));
  TRY(const auto to, operation_at(db, epoch, seq + count - 1));
  if (static_cast<std::uint64_t>(to - from) != count - 1) return fail(Code::chain_gap, {}, "run of " + epoch);
  return Span{from, to};
}

Result<void> note(sqlite::Database& db, std::int64_t at, std::uint64_t entry, model::Fate fate,
                  std::string_view reason) {
  TRY(const auto of, first(db.query("SELECT record FROM log WHERE position = ? AND entry = 0", at),
                           [](const auto& row) { return row.text(0); }));
  if (of) TRY_VOID(Records(db).write_folded(*of));  // no run speaks for it any more
  static const auto sql = std::string("UPDATE log SET life = ")
                              .append(present_life)
                              .append(", entry = ?2, fate = ?3, reason = ?4 WHERE position = ?1");
  return done(db.run(sql, at, entry, model::name_of(fate), reason));
}

Result<void> mark_settled(sqlite::Database& db, std::int64_t at, bool settled) {
  return done(settled ? db.run("DELETE FROM unsettled WHERE position = ?", at)
                      : db.run("INSERT OR IGNORE INTO unsettled (position, alone) VALUES (?, 0)", at));
}

}  // namespace

Result<void> Log::settle(const std::string& epoch, std::uint64_t seq, std::uint64_t position, model::Fate fate,
                         std::string_view reason) {
  TRY(const auto at, operation_at(*db_, epoch, seq));
  TRY_VOID(note(*db_, at, position, fate, reason));
  return mark_settled(*db_, at, fate != model::Fate::waiting && fate != model::Fate::parked);
}

Result<void> Log::settle_run(const std::string& epoch, std::uint64_t seq, std::uint64_t count, std::uint64_t position) {
  TRY(const auto span, span_of(*db_, epoch, seq, count));
  static const auto sql =
      std::string("UPDATE log SET life = ")
          .append(present_life)
          .append(", entry = ?3 + position - ?1, fate = 'applied', reason = '' WHERE position BETWEEN ?1 AND ?2");
  TRY_VOID(db_->run(sql, span.from, span.to, position));
  return done(db_->run("DELETE FROM unsettled WHERE position BETWEEN ? AND ?", span.from, span.to));
}

Result<std::vector<std::string>> Log::plain_run(const std::string& epoch, std::uint64_t seq, std::size_t count) {
  // Joined, since a subquery opens its table anew for each row.
  static const auto sql =
      "SELECT log.record, seq = ?2 + log.position - ?1 AND entry = 0 AND line IS NOT NULL AND alone = 1 AND "
      "records.id IS NOT NULL AND records.body IS NULL AND shadows.record IS NULL "
      "AND NOT EXISTS (SELECT 1 FROM log AS earlier WHERE earlier.record = log.record AND earlier.position < ?1 AND "
      "(earlier.entry > 0 OR " +
      plain_entry("earlier") +
      " = 0)) FROM log LEFT JOIN unsettled ON unsettled.position = log.position "
      "LEFT JOIN records ON records.id = log.record LEFT JOIN shadows ON shadows.record = log.record "
      "WHERE log.position BETWEEN ?1 AND ?1 + ?3 - 1 ORDER BY log.position";
  std::vector<std::string> records;
  TRY(const auto from, find_operation(*db_, epoch, seq));
  if (!from) return records;
  TRY(auto rows, db_->query(sql, *from, seq, count));
  while (true) {
    TRY(const bool more, rows.next());
    if (!more || rows.integer(1) == 0) return records;
    records.push_back(rows.text(0));
  }
}

Result<void> Log::settle_plain(const std::string& epoch, std::uint64_t seq, std::uint64_t count,
                               std::uint64_t position) {
  TRY(const auto span, span_of(*db_, epoch, seq, count));
  TRY_VOID(db_->run("DELETE FROM unsettled WHERE position BETWEEN ? AND ?", span.from, span.to));
  TRY(const auto longer, db_->run("UPDATE plain SET last = ?2 WHERE first = (SELECT max(first) FROM plain WHERE "
                                  "first < ?1) AND last = ?1 - 1 AND entry + last - first + 1 = ?3",
                                  span.from, span.to, position));
  if (longer > 0) return {};
  return done(db_->run("INSERT INTO plain (first, last, entry) VALUES (?, ?, ?)", span.from, span.to, position));
}

Result<void> Log::note_entry(const std::string& epoch, std::uint64_t seq, std::uint64_t position, model::Fate fate,
                             std::string_view reason) {
  TRY(const auto at, operation_at(*db_, epoch, seq));
  return note(*db_, at, position, fate, reason);
}

Result<void> Log::change_fate(const std::string& epoch, std::uint64_t seq, model::Fate fate, bool settles) {
  TRY(const auto at, operation_at(*db_, epoch, seq));
  TRY_VOID(db_->run("UPDATE log SET fate = ?2, reason = '' WHERE position = ?1", at, model::name_of(fate)));
  return settles ? mark_settled(*db_, at, true) : Result<void>{};
}

Result<bool> Log::entry_stands(const std::string& epoch, std::uint64_t seq) {
  TRY(auto stands, count_of(db_->query(
                       "SELECT count(*) FROM log WHERE epoch = (SELECT id FROM epochs WHERE epoch = ?1) AND seq = ?2 "
                       "AND entry > 0 AND entry <= coalesce((SELECT min(common) FROM lives WHERE lives.life > "
                       "log.life), entry)",
                       epoch, seq)));
  return stands > 0;
}

Result<void> Log::resettle(std::string_view of, std::uint64_t position) {
  // An entry of an earlier life counts up to where all later ones go with it.
  TRY_VOID(
      db_->run("UPDATE log SET entry = 0, fate = NULL, reason = '' WHERE record = ?1 AND entry > 0 AND "
               "entry > coalesce((SELECT min(common) FROM lives WHERE lives.life > log.life), entry)",
               of));
  TRY_VOID(write_entries(*db_, of));  // after that: where a run told of it earlier, that stands
  TRY_VOID(
      db_->run("INSERT OR IGNORE INTO unsettled (position, alone) SELECT position, 0 FROM log WHERE record = ?", of));
  return done(
      db_->run("DELETE FROM unsettled WHERE position IN (SELECT position FROM log WHERE record = ?1 AND entry > 0 AND "
               "entry <= ?2 AND fate NOT IN ('waiting', 'parked'))",
               of, position));
}

}  // namespace karvan::store
