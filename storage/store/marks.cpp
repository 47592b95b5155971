#include "storage/store/log.h"
#include "storage/store/rows.h"

namespace karvan::store {

namespace {

EpochMarks marks_at(const sqlite::Statement& row) {
  auto number = [&](int column) { return static_cast<std::uint64_t>(row.integer(column)); };
  return {row.text(0), {row.text(1), number(2), digest_at(row, 3)}, number(4), number(5), number(6), number(7)};
}

std::string select_marks(std::string_view rest) {
  return std::string(
             "SELECT epoch, previous_epoch, previous_seq, previous_hash, last, sent, received, safe FROM epochs ")
      .append(rest);
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

Result<std::vector<EpochMarks>> Log::marks() { return all(db_->query(select_marks("ORDER BY id")), marks_at); }

Result<std::vector<EpochMarks>> Log::open_marks() {
  TRY(auto open, all(db_->query(select_marks("WHERE last > received ORDER BY id")), marks_at));
  TRY(auto present, first(db_->query(select_marks("ORDER BY id DESC LIMIT 1")), marks_at));
  if (present && (open.empty() || open.back().epoch != present->epoch)) open.push_back(std::move(*present));
  return open;
}

Result<std::vector<EpochMarks>> Log::unsafe_marks() {
  return all(db_->query(select_marks("WHERE last > safe ORDER BY id")), marks_at);
}

Result<std::optional<Head>> Log::prior(const std::string& epoch) {
  TRY(auto before,
      first(db_->query("SELECT coalesce(next_epoch, epochs.epoch), coalesce(next_seq, last), coalesce(next_hash, "
                       "epochs.hash) FROM epochs LEFT JOIN cuts ON cuts.epoch = id WHERE (last > 0 OR next_seq > 0) "
                       "AND id < (SELECT id FROM epochs WHERE epoch = ?) ORDER BY id DESC LIMIT 1",
                       epoch),
            [](const auto& row) {
              return Head{row.text(0), static_cast<std::uint64_t>(row.integer(1)), digest_at(row, 2)};
            }));
  if (!before || before->seq == 0) return std::nullopt;  // it begins anew
  return before;
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

Result<void> Log::rewind(const std::string& epoch, std::uint64_t seq) {
  return done(
      db_->run("UPDATE epochs SET sent = ?2, received = ?2, safe = min(safe, ?2) WHERE epoch = ?1 AND received > ?2",
               epoch, seq));
}

Result<void> Log::resend_from_safe() {
  return done(db_->run("UPDATE epochs SET sent = safe, received = safe WHERE sent > safe"));
}

Result<void> Log::forget_sent() { return done(db_->run("UPDATE epochs SET sent = received WHERE sent > received")); }

Result<std::uint64_t> Log::count_unsent() {
  return count_of(db_->query("SELECT coalesce(sum(last - received), 0) FROM epochs WHERE last > received"));
}

// Each epoch is entered where its part begins: a row-wise comparison of (id, seq) would read all before it anew.
Result<std::vector<Log::Place>> Log::unsent(const Head& after, std::size_t limit) {
  TRY(const auto begun, first(db_->query("SELECT id FROM epochs WHERE epoch = ?", after.epoch),
                              [](const auto& row) { return row.integer(0); }));
  return all(
      db_->query("SELECT epochs.epoch, seq, record FROM epochs JOIN log ON log.epoch = epochs.id "
                 "WHERE epochs.last > epochs.received AND epochs.id >= ?1 "
                 "AND log.seq > max(epochs.received, iif(epochs.id = ?1, ?2, 0)) ORDER BY epochs.id, seq LIMIT ?3",
                 begun.value_or(0), after.seq, limit),
      [](const auto& row) { return Place{row.text(0), static_cast<std::uint64_t>(row.integer(1)), row.text(2)}; });
}

Result<std::uint64_t> Log::count_unsettled() { return count_of(db_->query("SELECT count(*) FROM unsettled")); }

Result<bool> Log::any_unsettled() {
  TRY(const auto any, count_of(db_->query("SELECT EXISTS (SELECT 1 FROM unsettled)")));
  return any > 0;
}

}  // namespace karvan::store
