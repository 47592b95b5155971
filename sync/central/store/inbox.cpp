#include "sync/central/store/inbox.h"

#include <algorithm>

#include "storage/model/planted.h"
#include "sync/central/store/inbox_rows.h"
#include "sync/exchange/parts.h"

namespace karvan::central {
namespace {

constexpr std::size_t lines_bytes_max = 16 << 20;  // of one answer, and one line

}  // namespace

bool is_branch(std::string_view epoch) { return epoch.find('~') != epoch.npos; }

Result<std::optional<EpochRow>> Inbox::epoch(std::string_view node, std::string_view epoch) {
  return first(db_->query(std::string(epoch_columns) + "WHERE node = ? AND epoch = ?", node, epoch), epoch_at);
}

Result<std::vector<EpochRow>> Inbox::epochs(std::string_view node) {
  return all(db_->query(std::string(epoch_columns) + "WHERE node = ? ORDER BY id", node), epoch_at);
}

Result<std::vector<EpochRow>> Inbox::epochs() {
  return all(db_->query(std::string(epoch_columns) + "ORDER BY node, id"), epoch_at);
}

Result<std::vector<Grown>> Inbox::grown_since(std::uint64_t mark, std::size_t limit) {
  return all(
      db_->query("SELECT node, epoch, changed FROM epoch WHERE changed > ? ORDER BY changed LIMIT ?", mark, limit),
      +[](const sqlite::Statement& row) { return Grown{row.text(0), row.text(1), count_at(row, 2)}; });
}

Result<std::uint64_t> Inbox::growth() {
  TRY(auto mark, number(db_->query("SELECT coalesce(max(changed), 0) FROM epoch")));
  return static_cast<std::uint64_t>(mark);
}

// From `from` on, since most have nothing after them; a circle ends where it began.
Result<bool> Inbox::goes_on_from(std::string_view node, std::string_view epoch, std::string_view from) {
  TRY(auto found,
      number(db_->query("WITH RECURSIVE onward (name) AS (VALUES (?3) UNION SELECT e.epoch FROM onward JOIN "
                        "epoch AS e ON e.node = ?1 AND e.parent_epoch = onward.name) "
                        "SELECT count(*) FROM onward WHERE name = ?2",
                        node, epoch, from)));
  return found > 0;
}

Result<std::vector<std::string>> Inbox::children(std::string_view node, std::string_view epoch, std::uint64_t seq) {
  return all(
      db_->query("SELECT epoch FROM epoch WHERE node = ? AND parent_epoch = ? AND parent_seq <= ?", node, epoch, seq),
      text_at_0);
}

Result<std::int64_t> Inbox::forks(std::string_view node) {
  return number(db_->query("SELECT coalesce(max(forks), 0) FROM node WHERE name = ?", node));
}

Result<bool> Inbox::forked(std::string_view node) {
  TRY(auto beyond, number(db_->query("SELECT coalesce(max(forks > forks_settled), 0) FROM node WHERE name = ?", node)));
  return beyond != 0;
}

// Of its epochs the newest that it did not go on from.
Result<Place> Inbox::head(std::string_view node, std::string_view signer) {
  TRY(auto row, first(db_->query(std::string(epoch_columns) +
                                     "AS e WHERE node = ?1 AND signer = ?2 AND base = '' AND received > 0 AND NOT "
                                     "EXISTS (SELECT 1 FROM epoch AS c WHERE c.node = e.node AND c.parent_epoch = "
                                     "e.epoch AND c.signer = ?2 AND c.base = '' AND c.received > 0) "
                                     "ORDER BY id DESC LIMIT 1",
                                 node, signer),
                      epoch_at));
  return row ? std::move(row->received) : Place{};
}

Result<std::vector<InboxLine>> Inbox::lines(std::string_view node, std::string_view epoch, std::uint64_t from,
                                            std::size_t limit) {
  std::vector<InboxLine> found;
  TRY(auto row, this->epoch(node, epoch));
  if (!row || from > row->received.seq) return found;
  TRY(auto rows, db_->query("SELECT id, line, hash, received_ms FROM op WHERE id >= ? AND id <= ? ORDER BY id LIMIT ?",
                            op_key(row->id, from), op_key(row->id, row->received.seq), limit));
  for (std::size_t bytes = 0; bytes < lines_bytes_max; bytes += found.back().line.size()) {
    TRY(bool more, rows.next());
    if (!more) break;
    found.push_back(
        {row->node, row->epoch, seq_of(rows.integer(0)), rows.blob(1), digest_at(rows, 2), rows.integer(3)});
  }
  return found;
}

Result<std::optional<InboxLine>> Inbox::line(const model::OpId& id) {
  std::optional<InboxLine> found;
  if (id.seq == 0 || id.seq > seq_max) return found;
  TRY(auto row, db_->query("SELECT line, hash, received_ms FROM op WHERE id = "
                           "(SELECT id FROM epoch WHERE node = ? AND epoch = ?) * 4294967296 + ?",
                           id.node, id.epoch, id.seq));
  TRY(bool there, row.next());
  if (there) found = InboxLine{id.node, id.epoch, id.seq, row.blob(0), digest_at(row, 1), row.integer(2)};
  return found;
}

Result<std::uint64_t> Inbox::safe(std::string_view node, std::string_view epoch) {
  TRY(auto seq,
      number(db_->query("SELECT coalesce(max(safe), 0) FROM epoch WHERE node = ? AND epoch = ?", node, epoch)));
  return static_cast<std::uint64_t>(seq);
}

Result<void> Inbox::make_safe(std::string_view node, std::string_view epoch, std::uint64_t seq) {
  TRY_VOID(db_->run("UPDATE epoch SET safe = max(safe, min(received, ?3)) WHERE node = ?1 AND epoch = ?2", node, epoch,
                    planted(22) ? std::uint64_t{INT64_MAX} : seq));
  return {};
}

Result<void> Inbox::erase(const model::OpId& id) {
  TRY(auto known, line(id));
  if (!known || exchange::erased_of(known->line)) return {};
  const auto rest = exchange::write_erased({id.seq, seal::sha256(known->line)});
  TRY_VOID(db_->run(
      "UPDATE op SET line = ?4 WHERE id = (SELECT id FROM epoch WHERE node = ?1 AND epoch = ?2) * 4294967296 + ?3",
      id.node, id.epoch, id.seq, sqlite::Blob{rest}));
  return {};
}

Result<std::uint64_t> Inbox::received(std::string_view node) {
  TRY(auto sum, number(db_->query("SELECT coalesce(sum(received), 0) FROM epoch WHERE node = ? AND base = ''", node)));
  return static_cast<std::uint64_t>(sum);
}

}  // namespace karvan::central
