#include "sync/central/store/reviews.h"

#include "sync/central/store/rows.h"

namespace karvan::central {
namespace {

constexpr std::string_view review_columns = "SELECT office, record, kind, what, writer, opened_ms FROM review ";

ReviewRow review_at(const sqlite::Statement& row) {
  return {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.integer(5)};
}

}  // namespace

Result<std::vector<ReviewRow>> Reviews::list(const ReviewFilter& f) {
  // Only where it is named may an index on it serve.
  const std::string_view of_kind = f.kind.empty() ? "?2 = ''" : "kind = ?2";
  auto sql = std::string(review_columns)
                 .append("WHERE (?1 = '' OR office = ?1) AND ")
                 .append(of_kind)
                 .append(" ORDER BY opened_ms DESC, office, record, kind, what LIMIT ?3");
  return all(db_->query(sql, f.office, f.kind, f.limit), review_at);
}

Result<std::vector<ReviewRow>> Reviews::of_record(std::string_view office, std::string_view record) {
  return all(
      db_->query(std::string(review_columns) + "WHERE office = ? AND record = ? ORDER BY kind, what", office, record),
      review_at);
}

Result<void> Reviews::put(const ReviewRow& r) {
  TRY_VOID(
      db_->run("INSERT INTO review (office, record, kind, what, writer, opened_ms) VALUES (?,?,?,?,?,?) "
               "ON CONFLICT (office, record, kind, what) DO UPDATE SET writer = excluded.writer, "
               "opened_ms = excluded.opened_ms",
               r.office, r.record, r.kind, r.what, r.writer, r.opened_ms));
  return {};
}

Result<void> Reviews::close(const ReviewRow& r) {
  TRY_VOID(db_->run("DELETE FROM review WHERE office = ? AND record = ? AND kind = ? AND what = ?", r.office, r.record,
                    r.kind, r.what));
  return {};
}

Result<std::uint64_t> Reviews::count() {
  TRY(auto found, number(db_->query("SELECT count(*) FROM review")));
  return static_cast<std::uint64_t>(found);
}

}  // namespace karvan::central
