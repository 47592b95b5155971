#include "sync/central/store/records.h"

#include "sync/central/store/rows.h"

namespace karvan::central {
namespace {

constexpr std::string_view parked_columns = "SELECT office, record, node, epoch, seq, fate, reason, rowid FROM parked ";

ParkedRow parked_at(const sqlite::Statement& row) {
  return {row.text(0), row.text(1), {row.text(2), row.text(3), count_at(row, 4)},
          row.text(5), row.text(6), count_at(row, 7)};
}

RecordRow record_at(const sqlite::Statement& row) { return {row.text(0), count_at(row, 1)}; }

KeyedRecord keyed_at(const sqlite::Statement& row) { return {row.text(0), row.text(1), row.text(2), count_at(row, 3)}; }

SerialRow serial_at(const sqlite::Statement& row) {
  return {row.text(0), model::parse_op_id(row.text(1)).value_or(model::OpId{}), row.text(2)};
}

TodoRow todo_at(const sqlite::Statement& row) {
  return {row.text(0), row.text(1), row.text(2), model::parse_hybrid_time(row.text(3)).value_or(model::HybridTime{})};
}

Result<std::uint64_t> count(Result<sqlite::Statement> rows) {
  TRY(auto found, number(std::move(rows)));
  return static_cast<std::uint64_t>(found);
}

Result<void> done_with(const Result<std::int64_t>& run) {
  if (!run) return tl::unexpected<Error>(run.error());
  return {};
}

}  // namespace

Result<std::string> Records::meta(std::string_view name) {
  TRY(auto found, first(db_->query("SELECT value FROM meta WHERE name = ?", name), text_at_0));
  return found.value_or("");
}

Result<void> Records::put_meta(std::string_view name, std::string_view value) {
  return done_with(
      db_->run("INSERT INTO meta (name, value) VALUES (?, ?) "
               "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
               name, value));
}

Result<std::uint64_t> Records::cursor(std::string_view node, std::string_view epoch) {
  return count(db_->query("SELECT coalesce(max(seq), 0) FROM cursor WHERE node = ? AND epoch = ?", node, epoch));
}

Result<void> Records::move_cursor(std::string_view node, std::string_view epoch, std::uint64_t seq) {
  return done_with(
      db_->run("INSERT INTO cursor (node, epoch, seq) VALUES (?, ?, ?) "
               "ON CONFLICT (node, epoch) DO UPDATE SET seq = excluded.seq",
               node, epoch, seq));
}

Result<std::uint64_t> Records::settled(std::string_view node) {
  return count(db_->query("SELECT coalesce(sum(seq), 0) FROM cursor WHERE node = ? AND instr(epoch, '~') = 0", node));
}

Result<std::optional<RecordRow>> Records::record(std::string_view office, std::string_view id) {
  return first(db_->query("SELECT body, position FROM record WHERE office = ? AND id = ?", office, id), record_at);
}

Result<std::string> Records::last_of_kind(const model::RecordId& id) {
  const auto kind = id.office + "/" + id.kind;
  TRY(auto found, first(db_->query("SELECT id FROM record WHERE office = ? AND id > ? AND id < ? "
                                   "ORDER BY id DESC LIMIT 1",
                                   id.office, kind + "/", kind + "0"),  // which is what follows a slash
                        text_at_0));
  return found.value_or("");
}

Result<void> Records::put_record(std::string_view office, std::string_view id, const RecordRow& row) {
  return done_with(
      db_->run("INSERT INTO record (office, id, body, position) VALUES (?, ?, ?, ?) "
               "ON CONFLICT (office, id) DO UPDATE SET body = excluded.body, position = excluded.position",
               office, id, row.body, row.position));
}

Result<std::vector<KeyedRecord>> Records::after(std::string_view office, std::string_view id, std::size_t limit) {
  return all(db_->query("SELECT office, id, body, position FROM record WHERE (office, id) > (?, ?) "
                        "ORDER BY office, id LIMIT ?",
                        office, id, limit),
             keyed_at);
}

Result<std::vector<KeyedRecord>> Records::of_office(std::string_view office, std::string_view after,
                                                    std::size_t limit) {
  return all(db_->query("SELECT office, id, body, position FROM record WHERE office = ? AND id > ? ORDER BY id LIMIT ?",
                        office, after, limit),
             keyed_at);
}

Result<std::uint64_t> Records::count_after(std::string_view office, std::string_view after) {
  return count(db_->query("SELECT count(*) FROM record WHERE office = ? AND id > ?", office, after));
}

Result<void> Records::park(const ParkedRow& p) {
  return done_with(
      db_->run("INSERT INTO parked (office, record, node, epoch, seq, fate, reason) VALUES (?,?,?,?,?,?,?) "
               "ON CONFLICT (office, record, node, epoch, seq) DO UPDATE SET fate = excluded.fate, "
               "reason = excluded.reason",
               p.office, p.record, p.op.node, p.op.epoch, p.op.seq, p.fate, p.reason));
}

Result<void> Records::unpark(const model::OpId& op) {
  return done_with(db_->run("DELETE FROM parked WHERE node = ? AND epoch = ? AND seq = ?", op.node, op.epoch, op.seq));
}

Result<bool> Records::is_parked(const model::OpId& op) {
  TRY(auto found, count(db_->query("SELECT count(*) FROM parked WHERE node = ? AND epoch = ? AND seq = ?", op.node,
                                   op.epoch, op.seq)));
  return found > 0;
}

Result<std::vector<ParkedRow>> Records::parked(std::string_view office, std::string_view record) {
  return all(db_->query(std::string(parked_columns) + "WHERE office = ? AND record = ? ORDER BY rowid", office, record),
             parked_at);
}

Result<std::vector<ParkedRow>> Records::parked_for(std::string_view reason, std::uint64_t after, std::size_t limit) {
  return all(db_->query(std::string(parked_columns) + "WHERE reason = ? AND rowid > ? ORDER BY rowid LIMIT ?", reason,
                        after, limit),
             parked_at);
}

Result<std::vector<ParkedRow>> Records::parked_apart(std::uint64_t after, std::size_t limit) {
  return all(
      db_->query(std::string(parked_columns) + "WHERE record = '' AND rowid > ? ORDER BY rowid LIMIT ?", after, limit),
      parked_at);
}

Result<std::optional<ParkedRow>> Records::parked(const model::OpId& op) {
  return first(
      db_->query(std::string(parked_columns) + "WHERE node = ? AND epoch = ? AND seq = ?", op.node, op.epoch, op.seq),
      parked_at);
}

Result<std::uint64_t> Records::count_parked(std::string_view node) {
  return count(db_->query("SELECT count(*) FROM parked WHERE node = ?", node));
}

Result<void> Records::note_serial(std::string_view office, const model::Serial& serial, const model::OpId& op,
                                  std::string_view state) {
  return done_with(
      db_->run("INSERT INTO serial (office, kind, number, op, state) VALUES (?,?,?,?,?) "
               "ON CONFLICT (office, kind, number, op) DO NOTHING",
               office, serial.kind, serial.number, model::to_text(op), state));
}

Result<std::vector<SerialRow>> Records::bearers(const model::Serial& serial) {
  return all(db_->query("SELECT office, op, state FROM serial WHERE kind = ? AND number = ? ORDER BY rowid",
                        serial.kind, serial.number),
             serial_at);
}

Result<std::string> Records::taken_by(const model::Serial& serial, const model::OpId& op) {
  TRY(auto found, first(db_->query("SELECT op FROM serial WHERE kind = ? AND number = ? AND op <> ? AND "
                                   "state = 'issued' ORDER BY rowid LIMIT 1",
                                   serial.kind, serial.number, model::to_text(op)),
                        text_at_0));
  return found.value_or("");
}

Result<void> Records::put_todo(const TodoRow& t) {
  return done_with(
      db_->run("INSERT INTO todo (office, record, stage, after_time) VALUES (?,?,?,?) "
               "ON CONFLICT (office, record, stage) DO NOTHING",
               t.office, t.record, t.stage, model::to_text(t.after)));
}

Result<void> Records::done(std::string_view office, std::string_view record, std::string_view stage) {
  return done_with(db_->run("DELETE FROM todo WHERE office = ? AND record = ? AND stage = ?", office, record, stage));
}

Result<std::vector<TodoRow>> Records::todos(std::size_t limit) {
  return all(db_->query("SELECT office, record, stage, after_time FROM todo ORDER BY rowid LIMIT ?", limit), todo_at);
}

Result<bool> Records::any_todo(std::string_view office) {
  TRY(const auto any, number(db_->query("SELECT EXISTS (SELECT 1 FROM todo WHERE office = ?)", office)));
  return any > 0;
}

}  // namespace karvan::central
