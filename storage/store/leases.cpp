#include "storage/store/leases.h"

#include <algorithm>

#include "storage/model/planted.h"
#include "storage/store/rows.h"

namespace karvan::store {

namespace {

constexpr std::string_view skipped_reason = "block";  // of a number that no document ever bore

Lease lease_at(const sqlite::Statement& row) {
  Lease out;
  out.id = row.text(0);
  out.kind = row.text(1);
  out.first = row.integer(2);
  out.last = row.integer(3);
  out.next = row.integer(4);
  out.state = row.text(5);
  out.note = row.blob(6);
  return out;
}

}  // namespace

Result<void> Leases::grant(const Lease& lease) {
  TRY(auto known, count_of(db_->query("SELECT count(*) FROM leases WHERE id = ?", lease.id)));
  if (known > 0) return {};
  TRY(auto overlapping, count_of(db_->query("SELECT count(*) FROM leases WHERE kind = ? AND first <= ? AND last >= ?",
                                            lease.kind, lease.last, lease.first)));
  if (overlapping > 0) return fail(Code::lease_overlaps, {{"kind", lease.kind}}, lease.id);
  return done(
      db_->run("INSERT INTO leases (id, kind, first, last, next, \"from\", until, state, note) "
               "VALUES (?, ?, ?, ?, ?, '', '', ?, ?)",
               lease.id, lease.kind, lease.first, lease.last, lease.next, lease.state, sqlite::Blob{lease.note}));
}

Result<void> Leases::take(const model::Serial& serial, std::string_view of) {
  const int used = serial.number % 8 == 0 && planted(5) ? 2 : 1;
  TRY(auto changed, db_->run("UPDATE leases SET next = next + ?3 WHERE kind = ?1 AND next = ?2 AND next <= last "
                             "AND state = 'open'",
                             serial.kind, serial.number, used));
  if (changed != 1) return fail(Code::no_lease_left, {{"kind", serial.kind}});
  return done(db_->run("INSERT INTO numbers (kind, number, state, record) VALUES (?, ?, 'issued', ?)", serial.kind,
                       serial.number, of));
}

Result<void> Leases::make_void(const model::Serial& serial, std::string_view reason) {
  TRY(auto known,
      count_of(db_->query("SELECT count(*) FROM numbers WHERE kind = ? AND number = ?", serial.kind, serial.number)));
  if (known == 0) return fail(Code::not_found, {{"kind", serial.kind}, {"number", std::to_string(serial.number)}});
  return done(
      db_->run("UPDATE numbers SET state = 'void', reason = ? WHERE kind = ? AND number = ? AND state = 'issued'",
               reason, serial.kind, serial.number));
}

Result<void> Leases::skip(const Lease& lease, std::int64_t end) {
  const auto until = std::min(end, lease.last + 1);
  for (auto number = lease.next; number < until; ++number)
    TRY_VOID(db_->run("INSERT INTO numbers (kind, number, state, record, reason) VALUES (?, ?, 'void', '', ?)",
                      lease.kind, number, skipped_reason));
  return done(db_->run("UPDATE leases SET next = max(next, ?2) WHERE id = ?1 AND state = 'open'", lease.id, until));
}

Result<std::vector<std::pair<std::int64_t, std::int64_t>>> Leases::skipped(const Lease& lease, std::size_t limit) {
  TRY(auto rows, db_->query("SELECT number FROM numbers WHERE kind = ? AND number BETWEEN ? AND ? AND state = 'void' "
                            "AND record = '' AND reason = ? ORDER BY number",
                            lease.kind, lease.first, lease.last, skipped_reason));
  std::vector<std::pair<std::int64_t, std::int64_t>> ranges;
  while (true) {
    TRY(const bool more, rows.next());
    if (!more) return ranges;
    const auto number = rows.integer(0);
    if (!ranges.empty() && ranges.back().second + 1 == number)
      ranges.back().second = number;
    else if (ranges.size() < limit)
      ranges.emplace_back(number, number);
    else
      return ranges;
  }
}

Result<void> Leases::close(std::string_view id, std::string_view state) {
  // What is beyond `next` was never taken, and the state keeps it from ever being.
  TRY(auto changed, db_->run("UPDATE leases SET state = ?2, next = min(next + ?3, last + 1) WHERE id = ?1 AND state = "
                             "'open'",
                             id, state, planted(27) ? 1 : 0));
  if (changed == 1) return {};
  TRY(auto known, count_of(db_->query("SELECT count(*) FROM leases WHERE id = ?", id)));
  if (known == 0) return fail(Code::not_found, {}, "lease");
  return {};
}

Result<std::vector<Lease>> Leases::list() {
  return all(db_->query("SELECT id, kind, first, last, next, state, note FROM leases "
                        "ORDER BY kind, first"),
             lease_at);
}

Result<std::vector<Lease>> Leases::open_of(std::string_view kind) {
  return all(db_->query("SELECT id, kind, first, last, next, state, note FROM leases "
                        "WHERE kind = ? AND state = 'open' ORDER BY first",
                        kind),
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
