#include "storage/store/records.h"

#include <set>
#include <string>

#include "storage/store/listed.h"
#include "storage/store/plain.h"
#include "storage/store/rows.h"
#include "storage/store/search_index.h"

// What is known of a record, written and read as it is settled.
namespace karvan::store {

namespace {

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

Result<std::optional<Settled>> Records::settled(std::string_view id) {
  static const auto sql = "SELECT body, " + standing_position() + " FROM records WHERE id = ? AND body IS NOT NULL";
  TRY(auto written, first(db_->query(sql, id), [](const auto& row) {
        return Settled{row.blob(0), static_cast<std::uint64_t>(row.integer(1))};
      }));
  return written ? Result<std::optional<Settled>>(std::move(written)) : folded_of_log(*db_, id);
}

}  // namespace karvan::store
