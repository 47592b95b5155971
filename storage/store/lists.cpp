#include <string>

#include "storage/store/listed.h"
#include "storage/store/rows.h"

// Records as lists show them.
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

}  // namespace

Result<std::optional<Summary>> Records::summary(std::string_view id) {
  return first(db_->query(select_summaries("WHERE id = ?"), id), summary_at);
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

}  // namespace karvan::store
