#include "storage/store/records.h"

#include <set>
#include <string>

#include "storage/store/listed.h"
#include "storage/store/log.h"
#include "storage/store/plain.h"
#include "storage/store/rows.h"
#include "storage/store/search_index.h"

namespace karvan::store {

namespace {

constexpr std::string_view columns = "id, office, kind, service, tracking, title, stage, state, updated_ms, due_ms";

std::string select_summaries(std::string_view rest) {
  return std::string("SELECT ").append(columns).append(" FROM records ").append(rest);
}

Summary summary_at(const sqlite::Statement& row) {
  return {row.text(0), row.text(1), row.text(2), row.text(3),    row.text(4),
          row.text(5), row.text(6), row.text(7), row.integer(8), row.integer(9)};
}

// Only columns that the filter names, so that an index on them serves. ?1 to ?5 are the filter's members.
std::string where(const RecordFilter& filter) {
  std::string sql = "WHERE 1";
  auto equal = [&](const std::string& value, std::string_view test) {
    if (!value.empty()) sql.append(" AND ").append(test);
  };
  equal(filter.office, "office = ?1");
  equal(filter.kind, "kind = ?2");
  equal(filter.service, "service = ?3");
  equal(filter.stage, "stage = ?4");
  equal(filter.state, "state = ?5");
  if (filter.unsettled_only) sql += " AND id IN (SELECT record FROM unsettled JOIN log USING (position))";
  return sql;
}

// Folded beyond where all later lives of the centre go with its own.
constexpr std::string_view outlived =
    "position > coalesce((SELECT min(common) FROM lives WHERE lives.life > records.life), position)";

// As of the present life.
std::string standing_position() {
  return std::string("CASE WHEN ").append(outlived).append(" THEN 0 ELSE position END");
}

// What indexes hold of a record.
struct Indexed {
  std::int64_t row = 0;
  std::optional<std::string> terms;
  bool review = false;
  std::int64_t due_ms = 0;
};

Result<std::optional<Indexed>> indexed(sqlite::Database& db, std::string_view id) {
  return first(db.query("SELECT row, terms, review, due_ms FROM records WHERE id = ?", id), [](const auto& row) {
    return Indexed{row.integer(0), row.is_null(1) ? std::nullopt : std::optional(row.blob(1)), row.integer(2) != 0,
                   row.integer(3)};
  });
}

bool is_searched(std::string_view kind) { return kind == "application"; }

// These replace the earlier ones.
Result<void> put_serials(sqlite::Database& db, std::int64_t row, const std::vector<model::Serial>& serials) {
  TRY(auto known, all(db.query("SELECT kind, number FROM record_serials WHERE record = ?", row),
                      [](const auto& found) { return model::Serial{found.text(0), found.integer(1)}; }));
  const std::set<model::Serial> before(known.begin(), known.end()), now(serials.begin(), serials.end());
  for (const auto& serial : before)
    if (!now.contains(serial))
      TRY_VOID(db.run("DELETE FROM record_serials WHERE record = ? AND kind = ? AND number = ?", row, serial.kind,
                      serial.number));
  for (const auto& serial : now)
    if (!before.contains(serial))
      TRY_VOID(db.run("INSERT INTO record_serials (kind, number, record) VALUES (?, ?, ?)", serial.kind, serial.number,
                      row));
  return {};
}

Result<void> change_terms(sqlite::Database& db, const Indexed& known, const search::Terms& terms) {
  const auto bytes = search::write_terms(terms);
  if (known.terms == bytes) return {};
  TRY_VOID(db.run("UPDATE records SET terms = ? WHERE row = ?", sqlite::Blob{bytes}, known.row));
  return SearchIndex(db).note(known.row, known.terms, bytes);
}

}  // namespace

Result<void> add_record(sqlite::Database& db, const Listed& listed, const Settled& settled) {
  const auto& s = listed.summary;
  const auto terms = search::write_terms(listed.terms);
  TRY_VOID(
      db.run("INSERT INTO records (id, office, kind, service, tracking, title, stage, state, updated_ms, due_ms, body, "
             "position, life, terms, review) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, nullif(?11, x''), ?12, "
             "coalesce((SELECT max(life) FROM lives), 0), ?13, ?14)",
             s.id, s.office, s.kind, s.service, s.tracking, s.title, s.stage, s.state, s.updated_ms, s.due_ms,
             sqlite::Blob{settled.body}, settled.position, sqlite::Blob{terms}, listed.review));
  const auto row = db.last_row();
  TRY_VOID(put_serials(db, row, listed.serials));
  if (!is_searched(s.kind)) return {};
  return SearchIndex(db).note(row, std::nullopt, terms);
}

// What the id says, and indexes hold, is written once.
Result<void> put_listed(sqlite::Database& db, const Listed& listed) {
  const auto& s = listed.summary;
  TRY(const auto known, indexed(db, s.id));
  if (!known) return add_record(db, listed, {});
  TRY_VOID(db.run("UPDATE records SET service = ?2, title = ?3, stage = ?4, state = ?5, updated_ms = ?6 WHERE row = ?1",
                  known->row, s.service, s.title, s.stage, s.state, s.updated_ms));
  if (known->due_ms != s.due_ms)
    TRY_VOID(db.run("UPDATE records SET due_ms = ?2 WHERE row = ?1", known->row, s.due_ms));
  if (!is_searched(s.kind)) return {};
  if (known->review != listed.review)
    TRY_VOID(db.run("UPDATE records SET review = ?2 WHERE row = ?1", known->row, listed.review));
  TRY_VOID(put_serials(db, known->row, listed.serials));
  return change_terms(db, *known, listed.terms);
}

Result<void> Records::put_terms(std::string_view id, const search::Terms& terms) {
  TRY(const auto known, indexed(*db_, id));
  return known ? change_terms(*db_, *known, terms) : fail(Code::not_found, {}, "record");
}

Result<void> Records::put_settled(std::string_view id, const Settled& settled) {
  static const auto sql =
      std::string("UPDATE records SET body = ?2, position = ?3, life = ").append(present_life).append(" WHERE id = ?1");
  TRY(auto changed, db_->run(sql, id, sqlite::Blob{settled.body}, settled.position));
  if (changed == 0) return fail(Code::not_found, {}, "record");
  return write_entries(*db_, id);
}

Result<void> Records::write_folded(std::string_view id) {
  TRY(const auto written, count_of(db_->query("SELECT body IS NOT NULL FROM records WHERE id = ?", id)));
  if (written > 0) return {};
  TRY(const auto folded, folded_of_log(*db_, id));
  return folded ? put_settled(id, *folded) : Result<void>{};
}

Result<void> Records::drop_settled(std::string_view id) {
  TRY_VOID(write_entries(*db_, id));
  return done(db_->run("UPDATE records SET body = NULL, position = 0 WHERE id = ?", id));
}

Result<void> Records::remove(std::string_view id) {
  TRY(const auto known, indexed(*db_, id));
  if (!known) return {};
  if (known->terms) TRY_VOID(SearchIndex(*db_).note(known->row, known->terms, std::nullopt));
  return done(db_->run("DELETE FROM records WHERE row = ?", known->row));
}

Result<std::optional<Summary>> Records::summary(std::string_view id) {
  return first(db_->query(select_summaries("WHERE id = ?"), id), summary_at);
}

Result<std::optional<Settled>> Records::settled(std::string_view id) {
  static const auto sql = "SELECT body, " + standing_position() + " FROM records WHERE id = ? AND body IS NOT NULL";
  TRY(auto written, first(db_->query(sql, id), [](const auto& row) {
        return Settled{row.blob(0), static_cast<std::uint64_t>(row.integer(1))};
      }));
  return written ? Result<std::optional<Settled>>(std::move(written)) : folded_of_log(*db_, id);
}

Result<std::vector<Summary>> Records::list(const RecordFilter& f) {
  auto sql = select_summaries(where(f)) + " ORDER BY updated_ms DESC, row DESC LIMIT ?6";
  return all(db_->query(sql, f.office, f.kind, f.service, f.stage, f.state, f.limit), summary_at);
}

Result<std::vector<Summary>> Records::overdue(std::int64_t now_ms, std::size_t limit) {
  auto sql = select_summaries("WHERE due_ms <> 0 AND due_ms > 0 AND due_ms < ?1 ORDER BY due_ms, row LIMIT ?2");
  return all(db_->query(sql, now_ms, limit), summary_at);
}

Result<std::vector<std::string>> Records::summarised_before(std::size_t limit) {
  return all(db_->query("SELECT id FROM records WHERE due_ms <> 0 AND due_ms = -1 LIMIT ?", limit),
             [](const auto& row) { return row.text(0); });
}

Result<std::uint64_t> Records::count(const RecordFilter& f) {
  // The sixth parameter is the list's; here it only keeps the numbering.
  auto sql = "SELECT count(*) FROM records " + where(f) + " AND ?6 >= 0";
  return count_of(db_->query(sql, f.office, f.kind, f.service, f.stage, f.state, f.limit));
}

Result<std::vector<std::string>> Records::unsearched(std::size_t limit) {
  // Left to itself the engine goes through every application.
  return all(db_->query("SELECT id FROM records INDEXED BY records_unsearched "
                        "WHERE terms IS NULL AND kind = 'application' ORDER BY row DESC LIMIT ?",
                        limit),
             [](const auto& row) { return row.text(0); });
}

Result<std::vector<Summary>> Records::in_review(std::size_t limit) {
  return all(db_->query(select_summaries("WHERE review = 1 LIMIT ?"), limit), summary_at);
}

Result<bool> Records::has_tracking(std::string_view tracking) {
  TRY(const auto same, count_of(db_->query("SELECT count(*) FROM records WHERE tracking = ?", tracking)));
  return same > 0;
}

Result<std::optional<Summary>> summary_in(sqlite::Database& db, std::int64_t row) {
  return first(db.query(select_summaries("WHERE row = ?"), row), summary_at);
}

Result<std::vector<Summary>> Records::bearing(const model::Serial& serial) {
  auto sql = select_summaries(
      "WHERE row IN (SELECT record FROM record_serials WHERE kind = ?1 AND number = ?2) "
      "ORDER BY updated_ms DESC, row DESC");
  return all(db_->query(sql, serial.kind, serial.number), summary_at);
}

Result<void> Records::purge(std::string_view id, std::string_view reason) {
  TRY(auto blocked, count_of(db_->query("SELECT count(*) FROM log JOIN epochs ON epochs.id = log.epoch "
                                        "WHERE record = ? AND (fate = 'refused' OR seq > safe OR EXISTS "
                                        "(SELECT 1 FROM unsettled WHERE unsettled.position = log.position))",
                                        id)));
  if (blocked > 0) return fail(Code::not_safe, {{"operations", std::to_string(blocked)}}, "purge");
  TRY(auto open, count_of(db_->query("SELECT count(*) FROM prints WHERE record = ? AND "
                                     "state IN ('queued', 'printing', 'unknown')",
                                     id)));
  if (open > 0) return fail(Code::not_safe, {{"prints", std::to_string(open)}}, "purge");
  TRY_VOID(write_folded(id));  // up to where it was folded is remembered
  TRY_VOID(db_->run("INSERT OR REPLACE INTO shadows (record, position, body, reason) SELECT id, " +
                        standing_position() + ", NULL, 'purged' FROM records WHERE id = ?",
                    id));
  TRY_VOID(
      db_->run("INSERT OR IGNORE INTO erasures (position, person, reason) "
               "SELECT position, '', ?2 FROM log WHERE record = ?1",
               id, reason));
  TRY_VOID(db_->run("UPDATE log SET line = NULL WHERE record = ?", id));
  TRY_VOID(db_->run("DELETE FROM prints WHERE record = ?", id));
  return remove(id);
}

Result<void> Records::begin_life(std::uint64_t common) {
  TRY_VOID(forget_plain(*db_, common));
  // What a shadow holds beyond it is of no use either.
  TRY_VOID(common == 0 ? db_->run("DELETE FROM shadows WHERE body IS NOT NULL")
                       : db_->run("UPDATE shadows SET body = NULL WHERE position > ?", common));
  TRY_VOID(db_->run("UPDATE shadows SET position = min(position, ?)", common));
  return done(
      db_->run("INSERT INTO lives (life, common, checked) "
               "SELECT coalesce(max(life), 0) + 1, ?, 0 FROM lives",
               common));
}

Result<bool> Records::outlived_in_part(std::string_view id) {
  TRY(auto common, count_of(db_->query("SELECT coalesce(min(common), 0) FROM lives WHERE life > "
                                       "(SELECT life FROM records WHERE id = ?)",
                                       id)));
  return common > 0;
}

Result<bool> Records::any_outlived() {
  TRY(auto left, count_of(db_->query("SELECT count(*) FROM lives WHERE checked IS NOT NULL")));
  return left > 0;
}

Result<std::optional<std::int64_t>> Records::row_after(std::int64_t row, std::size_t count) {
  return first(db_->query("SELECT row FROM records WHERE row > ?1 ORDER BY row LIMIT 1 OFFSET ?2", row, count - 1),
               [](const auto& found) { return found.integer(0); });
}

Result<std::vector<std::string>> Records::next_outlived(std::size_t limit) {
  TRY(auto from, first(db_->query("SELECT min(checked) FROM lives"), [](const auto& row) { return row.integer(0); }));
  TRY(auto to, row_after(from.value_or(0), limit));
  static const auto sql = std::string("SELECT id FROM records WHERE row > ?1 AND row <= ?2 AND body IS NOT NULL AND ")
                              .append(outlived)
                              .append(" ORDER BY row");
  TRY(auto ids,
      all(db_->query(sql, from.value_or(0), to.value_or(INT64_MAX)), [](const auto& row) { return row.text(0); }));
  TRY_VOID(to ? db_->run("UPDATE lives SET checked = ? WHERE checked IS NOT NULL", *to)
              : db_->run("UPDATE lives SET checked = NULL WHERE checked IS NOT NULL"));
  return ids;
}

Result<std::vector<std::string>> Records::next_ended(std::int64_t updated_ms, std::int64_t& row, std::size_t window) {
  TRY(auto to, row_after(row, window));
  TRY(auto ids, all(db_->query("SELECT id FROM records WHERE row > ?1 AND row <= ?2 AND kind = 'application' AND "
                               "state <> 'open' AND updated_ms < ?3 ORDER BY row",
                               row, to.value_or(INT64_MAX), updated_ms),
                    [](const auto& found) { return found.text(0); }));
  row = to.value_or(0);
  return ids;
}

}  // namespace karvan::store
