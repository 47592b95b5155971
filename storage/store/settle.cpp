#include "storage/store/log.h"
#include "storage/store/plain.h"
#include "storage/store/rows.h"

// What the centre's entries say of this node's operations.
namespace karvan::store {

namespace {

constexpr std::string_view present_life = "coalesce((SELECT max(life) FROM lives), 0)";

Result<std::int64_t> position_of(sqlite::Database& db, const std::string& epoch, std::uint64_t seq) {
  TRY(const auto position,
      first(db.query("SELECT position FROM log WHERE epoch = (SELECT id FROM epochs WHERE epoch = ?1) AND seq = ?2",
                     epoch, seq),
            [](const auto& row) { return row.integer(0); }));
  if (!position) return fail(Code::not_found, {}, "operation " + epoch + "/" + std::to_string(seq));
  return *position;
}

Result<void> note(sqlite::Database& db, std::int64_t at, std::uint64_t entry, model::Fate fate,
                  std::string_view reason) {
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
  TRY(const auto at, position_of(*db_, epoch, seq));
  TRY_VOID(note(*db_, at, position, fate, reason));
  return mark_settled(*db_, at, fate != model::Fate::waiting && fate != model::Fate::parked);
}

Result<void> Log::settle_run(const std::string& epoch, std::uint64_t seq, std::uint64_t count, std::uint64_t position) {
  TRY(const auto from, position_of(*db_, epoch, seq));
  TRY(const auto to, position_of(*db_, epoch, seq + count - 1));
  if (static_cast<std::uint64_t>(to - from) != count - 1) return fail(Code::chain_gap, {}, "run of " + epoch);
  TRY_VOID(db_->run("DELETE FROM unsettled WHERE position BETWEEN ? AND ?", from, to));
  TRY(const auto longer, db_->run("UPDATE plain SET last = ?2 WHERE first = (SELECT max(first) FROM plain WHERE "
                                  "first < ?1) AND last = ?1 - 1 AND entry + last - first + 1 = ?3",
                                  from, to, position));
  if (longer > 0) return {};
  return done(db_->run("INSERT INTO plain (first, last, entry) VALUES (?, ?, ?)", from, to, position));
}

Result<std::vector<std::string>> Log::alone(const std::string& epoch, std::uint64_t seq, std::size_t count) {
  TRY(auto rows, db_->query("SELECT seq, record FROM log CROSS JOIN unsettled ON unsettled.position = log.position "
                            "WHERE epoch = (SELECT id FROM epochs WHERE epoch = ?1) AND seq BETWEEN ?2 AND ?3 "
                            "AND alone = 1 AND entry = 0 AND line IS NOT NULL "
                            "AND NOT EXISTS (SELECT 1 FROM shadows WHERE shadows.record = log.record) ORDER BY seq",
                            epoch, seq, seq + count - 1));
  std::vector<std::string> records;
  while (true) {
    TRY(const bool more, rows.next());
    if (!more || static_cast<std::uint64_t>(rows.integer(0)) != seq + records.size()) return records;
    records.push_back(rows.text(1));
  }
}

Result<void> Log::note_entry(const std::string& epoch, std::uint64_t seq, std::uint64_t position, model::Fate fate,
                             std::string_view reason) {
  TRY(const auto at, position_of(*db_, epoch, seq));
  return note(*db_, at, position, fate, reason);
}

Result<void> Log::change_fate(const std::string& epoch, std::uint64_t seq, model::Fate fate, bool settles) {
  TRY(const auto at, position_of(*db_, epoch, seq));
  TRY_VOID(db_->run("UPDATE log SET fate = ?2, reason = '' WHERE position = ?1", at, model::name_of(fate)));
  return settles ? mark_settled(*db_, at, true) : Result<void>{};
}

Result<bool> Log::entry_stands(const std::string& epoch, std::uint64_t seq) {
  static const auto sql =
      std::string(
          "SELECT count(*) FROM log WHERE epoch = (SELECT id FROM epochs WHERE epoch = ?1) AND seq = ?2 "
          "AND iif(entry > 0, entry <= coalesce((SELECT min(common) FROM lives WHERE lives.life > log.life), "
          "entry), ")
          .append(plain_entry)
          .append(" > 0)");
  TRY(auto stands, count_of(db_->query(sql, epoch, seq)));
  return stands > 0;
}

Result<void> Log::resettle(std::string_view of, std::uint64_t position) {
  // An entry of an earlier life counts up to where all later ones go with it.
  TRY_VOID(
      db_->run("UPDATE log SET entry = 0, fate = NULL, reason = '' WHERE record = ?1 AND entry > 0 AND "
               "entry > coalesce((SELECT min(common) FROM lives WHERE lives.life > log.life), entry)",
               of));
  static const auto is_settled = std::string("iif(entry > 0, entry <= ?2 AND fate NOT IN ('waiting', 'parked'), ")
                                     .append(plain_entry)
                                     .append(" > 0)");
  TRY_VOID(db_->run(
      "DELETE FROM unsettled WHERE position IN (SELECT position FROM log WHERE record = ?1 AND " + is_settled + ")", of,
      position));
  return done(
      db_->run("INSERT OR IGNORE INTO unsettled (position, alone) SELECT position, 0 FROM log WHERE record = ?1 AND "
               "NOT " +
                   is_settled,
               of, position));
}

}  // namespace karvan::store
