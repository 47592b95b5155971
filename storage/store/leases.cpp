#include "storage/store/leases.h"

#include <optional>

#include "storage/store/rows.h"

namespace karvan::store {

namespace {

// A lease of kind ?1 that may give numbers on the civil day ?2.
constexpr std::string_view usable =
    "kind = ?1 AND state = 'open' AND next <= last AND (\"from\" = '' OR \"from\" <= ?2) "
    "AND (until = '' OR until >= ?2)";

Lease lease_at(const sqlite::Statement& row) {
  Lease out;
  out.id = row.text(0);
  out.kind = row.text(1);
  out.first = row.integer(2);
  out.last = row.integer(3);
  out.next = row.integer(4);
  out.from = row.text(5);
  out.until = row.text(6);
  out.state = row.text(7);
  out.note = row.blob(8);
  return out;
}

struct Next {
  std::int64_t row, number;
};

}  // namespace

Result<void> Leases::grant(const Lease& lease) {
  TRY(auto known, count_of(db_->query("SELECT count(*) FROM leases WHERE id = ?", lease.id)));
  if (known > 0) return {};
  TRY(auto overlapping, count_of(db_->query("SELECT count(*) FROM leases WHERE kind = ? AND first <= ? AND last >= ?",
                                            lease.kind, lease.last, lease.first)));
  if (overlapping > 0) return fail(Code::lease_overlaps, {{"kind", lease.kind}}, lease.id);
  return done(
      db_->run("INSERT INTO leases (id, kind, first, last, next, \"from\", until, state, note) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
               lease.id, lease.kind, lease.first, lease.last, lease.next, lease.from, lease.until, lease.state,
               sqlite::Blob{lease.note}));
}

Result<model::Serial> Leases::take(std::string_view kind, std::string_view day, std::string_view of) {
  std::string sql = "SELECT row, next FROM leases WHERE ";
  sql.append(usable).append(" ORDER BY first LIMIT 1");
  TRY(auto next,
      first(db_->query(sql, kind, day), [](const auto& row) { return Next{row.integer(0), row.integer(1)}; }));
  if (!next) return fail(Code::no_lease_left, {{"kind", std::string(kind)}});
  TRY_VOID(db_->run("UPDATE leases SET next = next + 1 WHERE row = ?", next->row));
  TRY_VOID(
      db_->run("INSERT INTO numbers (kind, number, state, record) VALUES (?, ?, 'issued', ?)", kind, next->number, of));
  return model::Serial{std::string(kind), next->number};
}

Result<void> Leases::make_void(const model::Serial& serial, std::string_view reason) {
  TRY(auto known,
      count_of(db_->query("SELECT count(*) FROM numbers WHERE kind = ? AND number = ?", serial.kind, serial.number)));
  if (known == 0) return fail(Code::not_found, {{"kind", serial.kind}, {"number", std::to_string(serial.number)}});
  return done(
      db_->run("UPDATE numbers SET state = 'void', reason = ? WHERE kind = ? AND number = ? AND state = 'issued'",
               reason, serial.kind, serial.number));
}

Result<void> Leases::close(std::string_view id, std::string_view state) {
  // What is beyond `next` was never taken, and the state keeps it from ever being.
  TRY(auto changed, db_->run("UPDATE leases SET state = ?2 WHERE id = ?1 AND state = 'open'", id, state));
  if (changed == 1) return {};
  TRY(auto known, count_of(db_->query("SELECT count(*) FROM leases WHERE id = ?", id)));
  if (known == 0) return fail(Code::not_found, {}, "lease");
  return {};
}

Result<std::int64_t> Leases::left(std::string_view kind, std::string_view day) {
  std::string sql = "SELECT coalesce(sum(last - next + 1), 0) FROM leases WHERE ";
  TRY(auto left, count_of(db_->query(sql.append(usable), kind, day)));
  return static_cast<std::int64_t>(left);
}

Result<std::vector<Lease>> Leases::list() {
  return all(db_->query("SELECT id, kind, first, last, next, \"from\", until, state, note FROM leases "
                        "ORDER BY kind, first"),
             lease_at);
}

Result<std::vector<Number>> Leases::numbers(std::string_view kind, std::int64_t from, std::size_t limit) {
  return all(
      db_->query("SELECT kind, number, state, record, reason FROM numbers WHERE kind = ? AND number >= ? "
                 "ORDER BY number LIMIT ?",
                 kind, from, limit),
      [](const auto& row) { return Number{{row.text(0), row.integer(1)}, row.text(2), row.text(3), row.text(4)}; });
}

}  // namespace karvan::store
