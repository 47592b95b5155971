#include <algorithm>

#include "sync/central/store/inbox_rows.h"
#include "sync/exchange/parts.h"

// What a box has lost of its own log, and what came of it from beyond that.
namespace karvan::central {

// Nothing where it has not come yet, or is not that box's.
Result<std::optional<std::pair<EpochRow, std::uint64_t>>> Inbox::place_kept(std::string_view node,
                                                                            std::string_view signer,
                                                                            const Place& kept) {
  std::optional<std::pair<EpochRow, std::uint64_t>> place;
  TRY(auto row, epoch(node, kept.epoch));
  if (row) {
    TRY(const auto hash, hash_at(*row, kept.seq));
    const bool its_own = row->signer == signer && kept.seq <= row->received.seq && hash && *hash == kept.hash;
    if (its_own) place.emplace(std::move(*row), kept.seq);
    return place;
  }
  if (kept.seq > 0) return place;
  if (kept.hash == seal::Digest{}) return std::pair(EpochRow{}, std::uint64_t{0});
  TRY(place, holder_of(node, kept.hash));
  if (place && place->first.signer != signer) place.reset();
  return place;
}

// Up to the last line that is here; not over one that does not extend the line before it, which is another box's.
Result<void> Inbox::skip_holes(EpochRow& row, std::uint64_t up_to) {
  Place end = row.received;
  TRY(auto rows, db_->query("SELECT id, line, hash FROM op WHERE id > ? AND id <= ? ORDER BY id",
                            op_key(row.id, end.seq), op_key(row.id, up_to)));
  while (true) {
    TRY(const bool more, rows.next());
    if (!more) break;
    const auto seq = seq_of(rows.integer(0));
    const auto hash = digest_at(rows, 2);
    const bool next = seq == end.seq + 1;
    if (next && seal::chain(end.hash, exchange::digest_of_line(rows.blob(1))) != hash) break;
    end = {row.epoch, seq, hash};
  }
  if (end.seq == row.received.seq) return {};
  TRY_VOID(
      db_->run("UPDATE epoch SET received = ?2, hash = ?3, holes = 1 WHERE id = ?1", row.id, end.seq, blob(end.hash)));
  row.received = std::move(end);
  return note_growth(row.id);
}

Result<void> Inbox::note_gone(std::string_view node, const Place& kept, const Place& next, std::int64_t now_ms) {
  TRY_VOID(
      db_->run("INSERT INTO gone (node, epoch, first, last, told_ms) VALUES (?,?,?,?,?) "
               "ON CONFLICT (node, epoch, first) DO NOTHING",
               node, kept.epoch, kept.seq + 1, next.seq, now_ms));
  return {};
}

Result<void> Inbox::bridge(std::string_view node, std::string_view signer, const Place& kept, const Place& next,
                           std::int64_t now_ms) {
  // Of one epoch, as a box says it: the key that vouches for `kept` need not be that of another epoch.
  if (next.epoch != kept.epoch || next.seq <= kept.seq) return {};
  TRY(auto place, place_kept(node, signer, kept));
  if (!place) return {};
  TRY_VOID(note_gone(node, kept, next, now_ms));
  auto& [row, seq] = *place;
  if (row.epoch == kept.epoch) {
    const auto up_to = std::min(next.seq, seq_max);
    TRY_VOID(skip_holes(row, up_to));
    seq = std::min(row.received.seq, up_to);
  }
  TRY(auto orphans, all(db_->query(std::string(epoch_columns) +
                                       "WHERE node = ? AND parent_epoch IS NULL AND signer = ? AND prior_hash = ?",
                                   node, signer, blob(next.hash)),
                        epoch_at));
  for (const auto& orphan : orphans) {
    TRY(const bool circle, goes_on_from(node, row.epoch, orphan.epoch));
    if (circle) continue;
    TRY_VOID(db_->run("UPDATE epoch SET over_gap = 1 WHERE id = ?", orphan.id));
    TRY_VOID(set_parent(orphan, row, seq));
  }
  return {};
}

Result<bool> Inbox::is_gone(const model::OpId& id) {
  TRY(auto found, number(db_->query("SELECT count(*) FROM gone WHERE node = ? AND epoch = ? AND ? BETWEEN first AND "
                                    "last",
                                    id.node, id.epoch, id.seq)));
  return found > 0;
}

Result<std::uint64_t> Inbox::gone(std::string_view node) {
  TRY(auto found, number(db_->query("SELECT count(*) FROM gone WHERE node = ?", node)));
  return static_cast<std::uint64_t>(found);
}

Result<std::uint64_t> Inbox::gone() {
  TRY(auto found, number(db_->query("SELECT count(*) FROM gone")));
  return static_cast<std::uint64_t>(found);
}

}  // namespace karvan::central
