#include "sync/central/store/leases.h"

#include "sync/central/store/meta.h"
#include "sync/central/store/rows.h"

namespace karvan::central {
namespace {

constexpr std::string_view lease_columns =
    "SELECT id, node, kind, first, last, issued_ms, not_after_ms, position, head_key FROM lease ";

LeaseRow lease_at(const sqlite::Statement& row) {
  return {{row.text(0), row.text(1), row.text(2), row.integer(3), row.integer(4), row.integer(5), row.integer(6)},
          count_at(row, 7),
          row.text(8)};
}

}  // namespace

Result<std::int64_t> LeaseBook::allocate(std::string_view kind, std::int64_t count) {
  TRY(auto floor, number(db_->query("SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM meta WHERE name = ?",
                                    meta_numbers_floor)));
  TRY_VOID(
      db_->run("INSERT INTO allocator (kind, next) VALUES (?1, ?3 + 1 + ?2) "
               "ON CONFLICT (kind) DO UPDATE SET next = max(next, ?3 + 1) + ?2",
               kind, count, floor));
  TRY(auto next, number(db_->query("SELECT next FROM allocator WHERE kind = ?", kind)));
  return next - count;
}

Result<void> LeaseBook::raise(std::string_view kind, std::int64_t next) {
  TRY_VOID(db_->run(
      "INSERT INTO allocator (kind, next) VALUES (?1, ?2) ON CONFLICT (kind) DO UPDATE SET next = max(next, ?2)", kind,
      next));
  return {};
}

Result<std::map<std::string, std::int64_t>> LeaseBook::allocated() {
  std::map<std::string, std::int64_t> next;
  TRY(auto rows, db_->query("SELECT kind, next FROM allocator"));
  while (true) {
    TRY(bool more, rows.next());
    if (!more) return next;
    next[rows.text(0)] = rows.integer(1);
  }
}

Result<void> LeaseBook::put(const LeaseRow& row) {
  const rules::Lease& l = row.lease;
  TRY_VOID(
      db_->run("INSERT INTO lease (node, id, kind, first, last, issued_ms, not_after_ms, position, "
               "head_key) VALUES (?,?,?,?,?,?,?,?,?)",
               l.node, l.id, l.kind, l.first, l.last, l.issued_ms, l.not_after_ms, row.position, row.head_key));
  return {};
}

Result<std::vector<LeaseRow>> LeaseBook::of_node(std::string_view node, std::string_view kind) {
  return all(db_->query(std::string(lease_columns) + "WHERE node = ? AND kind = ? ORDER BY first", node, kind),
             lease_at);
}

Result<std::optional<LeaseRow>> LeaseBook::get(std::string_view node, std::string_view id) {
  return first(db_->query(std::string(lease_columns) + "WHERE node = ? AND id = ?", node, id), lease_at);
}

// Ranges of a kind do not overlap: of those that begin up to `last`, the last reaches furthest.
Result<std::optional<LeaseRow>> LeaseBook::within(std::string_view kind, std::int64_t first, std::int64_t last) {
  TRY(auto found, central::first(db_->query(std::string(lease_columns) +
                                                "WHERE kind = ?1 AND first <= ?2 ORDER BY first DESC LIMIT 1",
                                            kind, last),
                                 lease_at));
  if (found && found->lease.last < first) return std::nullopt;
  return found;
}

Result<std::optional<LeaseRow>> LeaseBook::holding(const model::Serial& serial) {
  return within(serial.kind, serial.number, serial.number);
}

Result<std::vector<LeaseRow>> LeaseBook::list(std::string_view kind) {
  return all(db_->query(std::string(lease_columns) + "WHERE kind = ?1 OR ?1 = '' ORDER BY kind, first", kind),
             lease_at);
}

Result<std::int64_t> LeaseBook::voided(const rules::Lease& l) {
  return number(
      db_->query("SELECT count(DISTINCT number) FROM serial WHERE kind = ? AND number BETWEEN ? AND ? "
                 "AND state = 'void'",
                 l.kind, l.first, l.last));
}

Result<std::int64_t> LeaseBook::used(const rules::Lease& l) {
  return number(db_->query("SELECT count(DISTINCT number) FROM serial WHERE kind = ? AND number BETWEEN ? AND ?",
                           l.kind, l.first, l.last));
}

}  // namespace karvan::central
