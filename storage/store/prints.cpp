#include "storage/store/prints.h"

#include "storage/store/rows.h"

namespace karvan::store {

namespace {

std::string select_prints(std::string_view rest) {
  return std::string("SELECT id, record, kind, number, slip, device, state, job, seat, updated_ms FROM prints ")
      .append(rest);
}

Print print_at(const sqlite::Statement& row) {
  Print out;
  out.id = row.text(0);
  out.of = row.text(1);
  out.serial = {row.text(2), row.integer(3)};
  out.slip = row.blob(4);
  out.device = row.text(5);
  out.state = row.text(6);
  out.job = row.text(7);
  out.seat = row.text(8);
  out.updated_ms = row.integer(9);
  return out;
}

}  // namespace

Result<void> Prints::put(const Print& print) {
  return done(
      db_->run("INSERT INTO prints (id, record, kind, number, slip, device, state, job, seat, updated_ms) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (id) DO UPDATE SET "
               "device = ?6, state = ?7, job = ?8, seat = ?9, updated_ms = ?10",
               print.id, print.of, print.serial.kind, print.serial.number, sqlite::Blob{print.slip}, print.device,
               print.state, print.job, print.seat, print.updated_ms));
}

Result<bool> Prints::move(const Print& print) {
  TRY(const auto moved,
      db_->run("UPDATE prints SET device = ?2, state = ?3, job = ?4, seat = ?5, updated_ms = ?6 WHERE id = ?1",
               print.id, print.device, print.state, print.job, print.seat, print.updated_ms));
  return moved > 0;
}

Result<std::optional<Print>> Prints::get(std::string_view id) {
  return first(db_->query(select_prints("WHERE id = ?"), id), print_at);
}

Result<std::vector<Print>> Prints::in_state(std::string_view state, std::size_t limit) {
  return all(db_->query(select_prints("WHERE state = ? ORDER BY row LIMIT ?"), state, limit), print_at);
}

Result<std::vector<Print>> Prints::of_record(std::string_view of, std::size_t limit) {
  return all(db_->query(select_prints("WHERE record = ? ORDER BY row DESC LIMIT ?"), of, limit), print_at);
}

Result<std::vector<Print>> Prints::newest(std::size_t limit) {
  return all(db_->query(select_prints("ORDER BY row DESC LIMIT ?"), limit), print_at);
}

Result<void> Prints::forget(std::string_view of) {
  return done(db_->run("DELETE FROM prints WHERE record = ? AND state NOT IN ('queued', 'printing', 'unknown')", of));
}

}  // namespace karvan::store
