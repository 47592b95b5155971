#include "storage/store/log.h"

#include "storage/store/plain.h"
#include "storage/store/rows.h"

namespace karvan::store {

namespace {

std::string select_lines(std::string_view rest) {
  return "SELECT epochs.epoch, seq, record, line, digest, log.hash, iif(log.entry > 0, log.entry, " +
         plain_entry("log") + "), fate, reason FROM log JOIN epochs ON epochs.id = log.epoch " + std::string(rest);
}

LogLine line_at(const sqlite::Statement& row) {
  LogLine out;
  out.epoch = row.text(0);
  out.seq = static_cast<std::uint64_t>(row.integer(1));
  out.of = row.text(2);
  out.erased = row.is_null(3);
  out.line = row.blob(3);
  out.digest = digest_at(row, 4);
  out.hash = digest_at(row, 5);
  out.entry = static_cast<std::uint64_t>(row.integer(6));
  out.fate = model::parse_fate(row.text(7)).value_or(model::Fate::applied);
  out.reason = row.text(8);
  return out;
}

Head head_at(const sqlite::Statement& row) {
  return {row.text(0), static_cast<std::uint64_t>(row.integer(1)), digest_at(row, 2)};
}

tl::unexpected<Error> gap(std::uint64_t seq) { return fail(Code::chain_gap, {{"seq", std::to_string(seq)}}, "log"); }

}  // namespace

Result<void> Log::open_epoch(const std::string& epoch) {
  TRY(auto used, count_of(db_->query("SELECT count(*) FROM epochs WHERE epoch = ?", epoch)));
  if (used > 0) return fail(Code::fork_noticed, {}, "epoch used before");
  TRY(Head previous, head());
  TRY(auto cut, first(db_->query("SELECT next_epoch, next_seq, next_hash FROM cuts WHERE epoch = (SELECT max(id) FROM "
                                 "epochs)"),
                      head_at));
  if (cut) previous = std::move(*cut);
  return done(
      db_->run("INSERT INTO epochs (epoch, previous_epoch, previous_seq, previous_hash, hash) "
               "VALUES (?1, ?2, ?3, ?4, ?4)",
               epoch, previous.epoch, previous.seq, blob(previous.hash)));
}

Result<Head> Log::head() {
  TRY(auto found, first(db_->query("SELECT epoch, last, hash FROM epochs ORDER BY id DESC LIMIT 1"), head_at));
  return found.value_or(Head{});
}

Result<Head> Log::append(std::string_view of, std::uint64_t seq, std::string_view line, bool alone) {
  TRY(const Head last, head());
  if (last.epoch.empty() || seq != last.seq + 1) return gap(seq);
  return append(of, last, line, alone);
}

Result<Head> Log::append(std::string_view of, const Head& last, std::string_view line, bool alone) {
  auto digest = seal::sha256(line);
  const Head next{last.epoch, last.seq + 1, seal::chain(last.hash, digest)};
  TRY(const auto moved, db_->run("UPDATE epochs SET last = ?2, hash = ?3 WHERE epoch = ?1 AND last = ?2 - 1",
                                 next.epoch, next.seq, blob(next.hash)));
  if (moved != 1) return gap(next.seq);
  TRY_VOID(
      db_->run("INSERT INTO log (epoch, seq, record, line, digest, hash) "
               "SELECT id, ?2, ?3, ?4, ?5, ?6 FROM epochs WHERE epoch = ?1",
               next.epoch, next.seq, of, sqlite::Blob{line}, blob(digest), blob(next.hash)));
  TRY_VOID(db_->run("INSERT INTO unsettled (position, alone) VALUES (?, ?)", db_->last_row(), alone));
  return next;
}

Result<std::vector<LogLine>> Log::lines(const std::string& epoch, std::uint64_t from_seq, std::size_t limit) {
  static const auto sql = select_lines("WHERE epochs.epoch = ? AND seq >= ? ORDER BY seq LIMIT ?");
  return all(db_->query(sql, epoch, from_seq, limit), line_at);
}

Result<std::vector<Log::Sent>> Log::to_send(const std::string& epoch, std::uint64_t from_seq, std::size_t limit) {
  return all(db_->query("SELECT seq, line, digest, hash FROM log WHERE epoch = (SELECT id FROM epochs WHERE epoch = ?) "
                        "AND seq >= ? ORDER BY seq LIMIT ?",
                        epoch, from_seq, limit),
             [](const auto& row) {
               return Sent{static_cast<std::uint64_t>(row.integer(0)), row.blob(1), row.is_null(1), digest_at(row, 2),
                           digest_at(row, 3)};
             });
}

Result<std::optional<LogLine>> Log::line(const std::string& epoch, std::uint64_t seq) {
  static const auto sql = select_lines("WHERE epochs.epoch = ? AND seq = ?");
  return first(db_->query(sql, epoch, seq), line_at);
}

Result<std::vector<LogLine>> Log::pending(std::string_view of) {
  static const auto sql = select_lines(
      "WHERE record = ? AND EXISTS (SELECT 1 FROM unsettled WHERE unsettled.position = log.position) ORDER BY "
      "log.position");
  return all(db_->query(sql, of), line_at);
}

Result<std::optional<LogLine>> Log::pending(std::uint64_t seq, const seal::Digest& digest) {
  static const auto sql =
      select_lines("WHERE log.position IN (SELECT position FROM unsettled) AND seq = ? AND digest = ?");
  return first(db_->query(sql, seq, blob(digest)), line_at);
}

Result<std::vector<LogLine>> Log::of_record(std::string_view of, std::size_t limit) {
  return all(db_->query(select_lines("WHERE record = ? ORDER BY position LIMIT ?"), of, limit), line_at);
}

Result<std::uint64_t> Log::count_after(const Head& place, std::string_view of) {
  return count_of(
      db_->query("SELECT count(*) FROM log WHERE record = ?1 AND (epoch, seq) > "
                 "(coalesce((SELECT id FROM epochs WHERE epoch = ?2), 0), ?3)",
                 of, place.epoch, place.seq));
}

Result<std::vector<LogLine>> Log::troubled(std::size_t limit) {
  auto sql = select_lines("WHERE fate IN ('waiting', 'parked', 'refused') ORDER BY position DESC LIMIT ?");
  return all(db_->query(sql, limit), line_at);
}

Result<std::vector<LogLine>> Log::newest(std::size_t limit) {
  return all(db_->query(select_lines("ORDER BY position DESC LIMIT ?"), limit), line_at);
}

Result<void> Log::erase(const std::string& epoch, std::uint64_t seq, std::string_view person, std::string_view reason) {
  if (person.empty() || reason.empty()) return fail(Code::reason_missing);
  TRY(auto found, first(db_->query("SELECT position, record FROM log WHERE epoch = (SELECT id FROM epochs WHERE "
                                   "epoch = ?) AND seq = ?",
                                   epoch, seq),
                        [](const auto& row) { return std::pair{row.integer(0), row.text(1)}; }));
  if (!found) return fail(Code::not_found, {}, "operation " + epoch + "/" + std::to_string(seq));
  const auto& [position, of] = *found;
  TRY_VOID(Records(*db_).write_folded(of));  // what is settled of it may rest on this line
  TRY_VOID(db_->run("UPDATE log SET line = NULL WHERE position = ?", position));
  return done(
      db_->run("INSERT OR IGNORE INTO erasures (position, person, reason) VALUES (?, ?, ?)", position, person, reason));
}

}  // namespace karvan::store
