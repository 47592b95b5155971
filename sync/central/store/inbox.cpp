#include "sync/central/store/inbox.h"

#include <algorithm>

#include "sync/central/store/rows.h"

namespace karvan::central {
namespace {

constexpr std::string_view epoch_columns =
    "SELECT node, epoch, prior_epoch, prior_seq, prior_hash, parent_epoch, parent_seq, received, hash FROM epoch ";
constexpr std::string_view line_columns = "SELECT node, epoch, seq, line, hash, received_ms FROM op ";

seal::Digest digest_at(const sqlite::Statement& row, int column) {
  seal::Digest digest{};
  auto bytes = row.blob(column);
  std::copy_n(bytes.begin(), std::min(bytes.size(), digest.size()), digest.begin());
  return digest;
}

sqlite::Blob blob(const seal::Digest& digest) { return {seal::view(digest)}; }

EpochRow epoch_at(const sqlite::Statement& row) {
  EpochRow epoch;
  epoch.node = row.text(0);
  epoch.epoch = row.text(1);
  epoch.prior = {row.text(2), count_at(row, 3), digest_at(row, 4)};
  if (!row.is_null(5)) epoch.parent = Place{row.text(5), count_at(row, 6), epoch.prior.hash};
  epoch.received = {epoch.epoch, count_at(row, 7), digest_at(row, 8)};
  return epoch;
}

InboxLine line_at(const sqlite::Statement& row) {
  return {row.text(0), row.text(1), count_at(row, 2), row.blob(3), digest_at(row, 4), row.integer(5)};
}

bool is_root(const EpochRow& row) { return row.prior.hash == seal::Digest{}; }

}  // namespace

Result<Stored> Inbox::store_line(const Verse& verse, std::size_t i, std::int64_t now_ms) {
  auto seq = verse.after.seq + 1 + i;
  sqlite::Blob line{verse.lines[i]};
  TRY(auto added, db_->run("INSERT INTO op (node, epoch, seq, line, hash, received_ms) VALUES (?,?,?,?,?,?) "
                           "ON CONFLICT (node, epoch, seq) DO NOTHING",
                           verse.node, verse.after.epoch, seq, line, blob(verse.hashes[i]), now_ms));
  if (added == 1) return Stored::fresh;
  TRY(auto there,
      db_->query("SELECT hash FROM op WHERE node = ? AND epoch = ? AND seq = ?", verse.node, verse.after.epoch, seq));
  TRY_VOID(there.next());
  if (digest_at(there, 0) == verse.hashes[i]) return Stored::known;
  TRY_VOID(
      db_->run("INSERT INTO contested (node, epoch, seq, hash, line, received_ms) VALUES (?,?,?,?,?,?) "
               "ON CONFLICT (node, epoch, seq, hash) DO NOTHING",
               verse.node, verse.after.epoch, seq, blob(verse.hashes[i]), line, now_ms));
  return Stored::forked;
}

// Whether the place that the lines go on from is the one that is known here; an unknown one is no contradiction.
Result<bool> Inbox::extends_known(const Verse& verse) {
  TRY(auto row, epoch(verse.node, verse.after.epoch));
  if (row && row->prior != verse.prior) return false;
  if (verse.after.seq == 0) return true;
  TRY(auto before, line({verse.node, verse.after.epoch, verse.after.seq}));
  return !before || before->hash == verse.after.hash;
}

// Moves the contiguous end over lines that are there; false where the next one does not go on from the end.
Result<bool> Inbox::advance(const Verse& verse) {
  TRY(auto row, epoch(verse.node, verse.after.epoch));
  Place end = row->received;
  bool sound = true;
  if (verse.after.seq == end.seq && verse.after.hash == end.hash)
    end = {end.epoch, end.seq + verse.lines.size(), verse.hashes.back()};
  while (true) {
    TRY(auto next, line({verse.node, end.epoch, end.seq + 1}));
    if (!next) break;
    sound = seal::chain(end.hash, next->line) == next->hash;
    if (!sound) break;
    end = {end.epoch, next->seq, next->hash};
  }
  TRY_VOID(db_->run("UPDATE epoch SET received = ?3, hash = ?4 WHERE node = ?1 AND epoch = ?2", verse.node, end.epoch,
                    end.seq, blob(end.hash)));
  return sound;
}

Result<Stored> Inbox::store(const Verse& verse, std::int64_t now_ms) {
  TRY(bool extends, extends_known(verse));
  if (!extends) {
    for (std::size_t i = 0; i < verse.lines.size(); ++i)
      TRY_VOID(
          db_->run("INSERT INTO contested (node, epoch, seq, hash, line, received_ms) VALUES (?,?,?,?,?,?) "
                   "ON CONFLICT (node, epoch, seq, hash) DO NOTHING",
                   verse.node, verse.after.epoch, verse.after.seq + 1 + i, blob(verse.hashes[i]),
                   sqlite::Blob{verse.lines[i]}, now_ms));
    return Stored::forked;
  }
  TRY_VOID(
      db_->run("INSERT INTO epoch (node, epoch, prior_epoch, prior_seq, prior_hash, hash) VALUES (?1,?2,?3,?4,?5,?5) "
               "ON CONFLICT (node, epoch) DO NOTHING",
               verse.node, verse.after.epoch, verse.prior.epoch, verse.prior.seq, blob(verse.prior.hash)));
  Stored outcome = Stored::known;
  for (std::size_t i = 0; i < verse.lines.size(); ++i) {
    TRY(auto stored, store_line(verse, i, now_ms));
    if (stored == Stored::forked) return stored;
    if (stored == Stored::fresh) outcome = stored;
  }
  TRY(bool sound, advance(verse));
  if (outcome == Stored::fresh) TRY_VOID(note_growth(verse.node));
  return sound ? outcome : Stored::forked;
}

Result<std::optional<EpochRow>> Inbox::epoch(std::string_view node, std::string_view epoch) {
  TRY(auto found, all(db_->query(std::string(epoch_columns) + "WHERE node = ? AND epoch = ?", node, epoch), epoch_at));
  return found.empty() ? std::nullopt : std::optional(found.front());
}

Result<std::vector<EpochRow>> Inbox::epochs(std::string_view node) {
  return all(db_->query(std::string(epoch_columns) + "WHERE node = ? ORDER BY rowid", node), epoch_at);
}

Result<std::vector<EpochRow>> Inbox::epochs() {
  return all(db_->query(std::string(epoch_columns) + "ORDER BY node, rowid"), epoch_at);
}

Result<Grown> Inbox::grown_since(std::uint64_t mark, std::size_t limit) {
  TRY(auto rows, db_->query("SELECT changed, name FROM node WHERE changed > ? ORDER BY changed LIMIT ?", mark, limit));
  Grown grown{mark, {}};
  while (true) {
    TRY(bool more, rows.next());
    if (!more) return grown;
    grown.mark = count_at(rows, 0);
    grown.nodes.push_back(rows.text(1));
  }
}

Result<void> Inbox::note_growth(std::string_view node) {
  TRY_VOID(db_->run("UPDATE node SET changed = (SELECT max(changed) + 1 FROM node) WHERE name = ?", node));
  return {};
}

// By hash, not by name: an epoch in which nothing was done is never sent, and the next one names it.
Result<std::optional<Place>> Inbox::find_parent(const EpochRow& row) {
  if (is_root(row)) return Place{};
  TRY(auto ends, all(db_->query(std::string(line_columns) + "WHERE node = ? AND epoch = ? AND seq = ? AND hash = ?",
                                row.node, row.prior.epoch, row.prior.seq, blob(row.prior.hash)),
                     line_at));
  if (ends.empty() && row.prior.seq == 0) {
    TRY(ends, all(db_->query(std::string(line_columns) + "WHERE node = ? AND hash = ? LIMIT 1", row.node,
                             blob(row.prior.hash)),
                  line_at));
  }
  if (ends.empty()) return std::nullopt;
  return Place{ends.front().epoch, ends.front().seq, ends.front().hash};
}

Result<std::int64_t> Inbox::forks(std::string_view node) {
  return number(db_->query(
      "SELECT (SELECT count(*) FROM epoch AS c JOIN op AS o ON o.node = c.node AND o.epoch = c.parent_epoch AND "
      "o.seq = c.parent_seq + 1 WHERE c.node = ?1) + (SELECT coalesce(sum(children - 1), 0) FROM (SELECT count(*) AS "
      "children FROM epoch WHERE node = ?1 AND parent_epoch IS NOT NULL GROUP BY parent_epoch, parent_seq))",
      node));
}

Result<bool> Inbox::find_parents(std::string_view node) {
  TRY(auto rows, epochs(node));
  for (const auto& row : rows) {
    if (row.parent) continue;
    TRY(auto parent, find_parent(row));
    if (!parent) continue;
    TRY_VOID(db_->run("UPDATE epoch SET parent_epoch = ?3, parent_seq = ?4 WHERE node = ?1 AND epoch = ?2", node,
                      row.epoch, parent->epoch, parent->seq));
    TRY_VOID(note_growth(node));
  }
  TRY(auto now, forks(node));
  TRY(auto settled, number(db_->query("SELECT coalesce(max(forks_settled), 0) FROM node WHERE name = ?", node)));
  return now > settled;
}

Result<std::vector<InboxLine>> Inbox::lines(std::string_view node, std::string_view epoch, std::uint64_t from,
                                            std::size_t limit) {
  return all(db_->query(std::string(line_columns) +
                            "WHERE node = ?1 AND epoch = ?2 AND seq >= ?3 AND seq <= (SELECT received FROM epoch "
                            "WHERE node = ?1 AND epoch = ?2) ORDER BY seq LIMIT ?4",
                        node, epoch, from, limit),
             line_at);
}

Result<std::optional<InboxLine>> Inbox::line(const model::OpId& id) {
  return first(
      db_->query(std::string(line_columns) + "WHERE node = ? AND epoch = ? AND seq = ?", id.node, id.epoch, id.seq),
      line_at);
}

Result<std::uint64_t> Inbox::received(std::string_view node) {
  TRY(auto sum, number(db_->query("SELECT coalesce(sum(received), 0) FROM epoch WHERE node = ?", node)));
  return static_cast<std::uint64_t>(sum);
}

}  // namespace karvan::central
