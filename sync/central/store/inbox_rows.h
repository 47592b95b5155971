#pragma once
#include <string_view>

#include "sync/central/store/inbox.h"
#include "sync/central/store/rows.h"

// How the inbox's rows are read. Inside this room only.
namespace karvan::central {

inline constexpr std::string_view epoch_columns =
    "SELECT id, node, epoch, base, first, prior_epoch, prior_seq, prior_hash, parent_epoch, parent_seq, received, "
    "hash, "
    "signer, holes FROM epoch ";

// An operation's row: its epoch's, and its place in it.
inline std::int64_t op_key(std::int64_t epoch_id, std::uint64_t seq) {
  return (epoch_id << 32) | static_cast<std::int64_t>(seq);
}
inline std::uint64_t seq_of(std::int64_t key) { return static_cast<std::uint64_t>(key) & seq_max; }

inline sqlite::Blob blob(const seal::Digest& digest) { return {seal::view(digest)}; }

inline EpochRow epoch_at(const sqlite::Statement& row) {
  EpochRow epoch;
  epoch.id = row.integer(0);
  epoch.node = row.text(1);
  epoch.epoch = row.text(2);
  epoch.base = row.text(3);
  epoch.first = count_at(row, 4);
  epoch.prior = {row.text(5), count_at(row, 6), digest_at(row, 7)};
  if (!row.is_null(8)) epoch.parent = Place{row.text(8), count_at(row, 9), epoch.prior.hash};
  epoch.received = {epoch.epoch, count_at(row, 10), digest_at(row, 11)};
  epoch.signer = row.text(12);
  epoch.holes = row.integer(13) != 0;
  return epoch;
}

}  // namespace karvan::central
