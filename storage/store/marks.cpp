#include "storage/store/log.h"
#include "storage/store/rows.h"

namespace karvan::store {

namespace {

EpochMarks marks_at(const sqlite::Statement& row) {
  auto number = [&](int column) { return static_cast<std::uint64_t>(row.integer(column)); };
  return {row.text(0), {row.text(1), number(2), digest_at(row, 3)}, number(4), number(5), number(6), number(7)};
}

// Raises what `assignments` names to ?2.
Result<void> raise(sqlite::Database& db, std::string_view assignments, const std::string& epoch, std::uint64_t seq) {
  std::string sql = "UPDATE epochs SET ";
  sql.append(assignments).append(" WHERE epoch = ?1 AND last >= ?2");
  TRY(auto changed, db.run(sql, epoch, seq));
  if (changed == 0) return fail(Code::chain_gap, {}, "mark " + epoch + "/" + std::to_string(seq));
  return {};
}

}  // namespace

Result<std::vector<EpochMarks>> Log::marks() {
  return all(db_->query("SELECT epoch, previous_epoch, previous_seq, previous_hash, last, sent, received, safe "
                        "FROM epochs ORDER BY id"),
             marks_at);
}

Result<void> Log::mark_sent(const std::string& epoch, std::uint64_t seq) {
  return raise(*db_, "sent = max(sent, ?2)", epoch, seq);
}

Result<void> Log::mark_received(const std::string& epoch, std::uint64_t seq) {
  return raise(*db_, "sent = max(sent, ?2), received = max(received, ?2)", epoch, seq);
}

Result<void> Log::mark_safe(const std::string& epoch, std::uint64_t seq) {
  return raise(*db_, "sent = max(sent, ?2), received = max(received, ?2), safe = max(safe, ?2)", epoch, seq);
}

Result<void> Log::resend_from_safe() {
  return done(db_->run("UPDATE epochs SET sent = safe, received = safe WHERE sent > safe"));
}

Result<void> Log::forget_sent() { return done(db_->run("UPDATE epochs SET sent = received WHERE sent > received")); }

Result<std::uint64_t> Log::count_unsent() {
  return count_of(db_->query("SELECT coalesce(sum(last - received), 0) FROM epochs"));
}

Result<std::vector<std::string>> Log::unsent_records() {
  std::vector<std::string> records;
  TRY(auto rows, db_->query("SELECT DISTINCT log.record FROM epochs JOIN log ON log.epoch = epochs.id "
                            "AND log.seq > epochs.received WHERE epochs.last > epochs.received"));
  while (true) {
    TRY(bool more, rows.next());
    if (!more) return records;
    records.push_back(rows.text(0));
  }
}

Result<std::uint64_t> Log::count_unsettled() {
  return count_of(db_->query("SELECT count(*) FROM log INDEXED BY log_unsettled WHERE settled = 0"));
}

}  // namespace karvan::store
