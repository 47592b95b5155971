#include <algorithm>

#include "storage/model/planted.h"
#include "sync/central/store/inbox_rows.h"
#include "sync/exchange/parts.h"

// What comes into the inbox, and which box it can be of.
namespace karvan::central {
namespace {

bool is_root(const EpochRow& row) { return row.prior.hash == seal::Digest{}; }

const seal::Digest& hash_before(const Verse& verse, std::size_t i) {
  return i == 0 ? verse.after.hash : verse.hashes[i - 1];
}

std::uint64_t seq_at(const Verse& verse, std::size_t i) { return verse.after.seq + 1 + i; }

}  // namespace

Result<std::optional<seal::Digest>> Inbox::hash_at(const EpochRow& row, std::uint64_t seq) {
  if (seq == row.received.seq) return row.received.hash;
  if (seq + 1 == row.first) return row.prior.hash;
  return first(
      db_->query("SELECT hash FROM op WHERE id = ?", op_key(row.id, seq)),
      +[](const sqlite::Statement& found) { return digest_at(found, 0); });
}

// The epoch, and after it its branches.
Result<std::vector<EpochRow>> Inbox::family(std::string_view node, std::string_view name) {
  std::vector<EpochRow> rows;
  TRY(auto itself, epoch(node, name));
  if (!itself) return rows;
  TRY(rows,
      all(db_->query(std::string(epoch_columns) + "WHERE node = ? AND base = ? AND base <> '' ORDER BY id", node, name),
          epoch_at));
  rows.insert(rows.begin(), std::move(*itself));
  return rows;
}

// A row in which the verse's lines from `i` on have their place: the epoch itself, or where `parted` has other lines
// there, a branch.
Result<EpochRow> Inbox::begin(const Verse& verse, std::size_t i, const EpochRow* parted) {
  TRY(auto siblings, family(verse.node, verse.after.epoch));
  if (siblings.size() >= branches_max) return fail(Code::malformed, {{"node", verse.node}}, "branches");
  EpochRow row;
  row.node = verse.node;
  row.epoch = verse.after.epoch;
  row.prior = verse.prior;
  row.received = {row.epoch, 0, verse.prior.hash};
  row.signer = verse.signer;
  if (parted) {
    row.base = row.epoch;
    row.epoch += "~" + std::to_string(siblings.size() + 1);
    row.first = seq_at(verse, i);
    if (row.first > 1) row.prior = {parted->epoch, row.first - 1, hash_before(verse, i)};
    row.received = {row.epoch, row.first - 1, row.prior.hash};
  }
  TRY_VOID(
      db_->run("INSERT INTO epoch (node, epoch, base, first, prior_epoch, prior_seq, prior_hash, received, hash, "
               "signer, changed) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?7,?9,(SELECT coalesce(max(changed), 0) + 1 FROM "
               "epoch))",
               row.node, row.epoch, row.base, row.first, row.prior.epoch, row.prior.seq, blob(row.prior.hash),
               row.received.seq, row.signer));
  row.id = db_->last_row();
  if (parted) TRY_VOID(add_forks(row, 1));
  TRY_VOID(find_parent(row));
  return row;
}

Result<Inbox::Fit> Inbox::fit(const EpochRow& row, const Verse& verse, bool revoked) {
  const auto& after = verse.after;
  if (after.seq + 1 < row.first || (revoked && row.signer != verse.signer)) return Fit::no;
  if (after.seq == 0) return row.prior == verse.prior ? Fit::sure : Fit::no;
  TRY(auto known, hash_at(row, after.seq));
  if (known) return *known == after.hash ? Fit::sure : Fit::no;
  return row.base.empty() ? Fit::likely : Fit::no;
}

Result<EpochRow> Inbox::place_of(const Verse& verse, std::vector<EpochRow>& rows) {
  const EpochRow* likely = nullptr;
  TRY(const bool revoked, this->revoked(verse.node, verse.signer));
  for (const auto& row : rows) {
    TRY(auto fits, fit(row, verse, revoked));
    if (fits == Fit::sure) return row;
    if (fits == Fit::likely) likely = &row;
  }
  if (likely) return *likely;
  TRY(auto row, begin(verse, 0, rows.empty() ? nullptr : &rows.front()));
  rows.push_back(row);
  return row;
}

// Where the lines from `i` on stand, which are not those of `parted`.
Result<EpochRow> Inbox::branch_for(const Verse& verse, std::size_t i, const EpochRow& parted,
                                   std::vector<EpochRow>& rows) {
  for (const auto& row : rows) {
    if (row.base.empty() || row.first > seq_at(verse, i)) continue;
    TRY(auto known, hash_at(row, seq_at(verse, i)));
    if (known && *known == verse.hashes[i]) return row;
  }
  TRY(auto row, begin(verse, i, &parted));
  rows.push_back(row);
  return row;
}

// Up to which line the row has them now; `fresh`: the first of them that it had not.
Result<std::size_t> Inbox::add(const EpochRow& row, const Verse& verse, std::size_t from, std::int64_t now_ms,
                               std::optional<std::uint64_t>& fresh) {
  for (std::size_t i = from; i < verse.lines.size(); ++i) {
    const auto at = op_key(row.id, seq_at(verse, i));
    if (row.holes && seq_at(verse, i) <= row.received.seq) {
      TRY(const auto here, hash_at(row, seq_at(verse, i)));
      if (!here) return i;
    }
    TRY(auto added,
        db_->run("INSERT INTO op (id, line, hash, received_ms) VALUES (?,?,?,?) ON CONFLICT (id) DO NOTHING", at,
                 sqlite::Blob{verse.lines[i]}, blob(verse.hashes[i]), now_ms));
    if (added == 1 && !fresh) fresh = seq_at(verse, i);
    if (added == 1) continue;
    TRY(auto there, db_->query("SELECT hash FROM op WHERE id = ?", at));
    TRY_VOID(there.next());
    if (digest_at(there, 0) != verse.hashes[i]) return i;
  }
  return verse.lines.size();
}

// Moves the end over lines that were there before; false where the next one does not go on from it.
Result<bool> Inbox::pass_over(const EpochRow& row, Place& end) {
  TRY(auto beyond, db_->query("SELECT id, line, hash FROM op WHERE id > ? AND id <= ? ORDER BY id",
                              op_key(row.id, end.seq), op_key(row.id, seq_max)));
  while (true) {
    TRY(const bool there, beyond.next());
    if (!there || seq_of(beyond.integer(0)) != end.seq + 1) return true;
    const auto hash = digest_at(beyond, 2);
    if (seal::chain(end.hash, exchange::digest_of_line(beyond.bytes(1))) != hash) return false;
    ++end.seq;
    end.hash = hash;
  }
}

// Moves the contiguous end over lines that are there; false where the next one does not go on from the end: another
// box's, which is counted where the end first meets it.
Result<bool> Inbox::advance(EpochRow& row, const Verse& verse, std::size_t from, std::size_t to) {
  Place end = row.received;
  const bool joins = seq_at(verse, from) <= end.seq + 1 && verse.after.seq + to > end.seq;
  if (joins) end = {end.epoch, verse.after.seq + to, verse.hashes[to - 1]};
  TRY(const bool sound, pass_over(row, end));
  if (!sound && end != row.received) TRY_VOID(add_forks(row, 1));
  if (end != row.received)
    TRY_VOID(db_->run("UPDATE epoch SET received = ?2, hash = ?3 WHERE id = ?1", row.id, end.seq, blob(end.hash)));
  row.received = end;
  return sound;
}

Result<Stored> Inbox::store(const Verse& verse, std::int64_t now_ms) {
  const std::size_t n = verse.lines.size();
  const bool sound = n > 0 && n == verse.hashes.size() && verse.after.seq <= seq_max - n;
  if (!sound || is_branch(verse.after.epoch)) return fail(Code::malformed, {{"node", verse.node}}, "verse");
  TRY(auto rows, family(verse.node, verse.after.epoch));
  TRY(auto row, place_of(verse, rows));
  bool forked = !row.base.empty(), any_fresh = false;
  for (std::size_t from = 0; from < n;) {
    std::optional<std::uint64_t> fresh;
    TRY(auto to, add(row, verse, from, now_ms, fresh));
    if (to > from) {
      TRY(bool chained, advance(row, verse, from, to));
      forked |= !chained;
    }
    if (fresh) {
      TRY_VOID(note_growth(row.id));
      TRY_VOID(count_forks(row, *fresh, seq_at(verse, to - 1)));
      TRY_VOID(adopt_orphans(row, verse, from, to));
    }
    any_fresh |= fresh.has_value();
    from = to;
    if (from == n) break;
    TRY(row, branch_for(verse, from, row, rows));
    forked = true;
  }
  if (forked) return Stored::forked;
  return any_fresh ? Stored::fresh : Stored::known;
}

Result<void> Inbox::note_growth(std::int64_t epoch_id) {
  TRY_VOID(db_->run("UPDATE epoch SET changed = (SELECT max(changed) + 1 FROM epoch) WHERE id = ?", epoch_id));
  return {};
}

// ---- parents and forks

Result<bool> Inbox::revoked(std::string_view node, std::string_view signer) {
  TRY(auto found, number(db_->query("SELECT count(*) FROM revocation WHERE node = ? AND head_key = ?", node, signer)));
  return found > 0;
}

Result<void> Inbox::add_forks(const EpochRow& by, std::int64_t more) {
  if (more <= 0 || planted(7)) return {};
  TRY(const bool left_out, revoked(by.node, by.signer));
  if (!left_out) TRY_VOID(db_->run("UPDATE node SET forks = forks + ?2 WHERE name = ?1", by.node, more));
  return {};
}

// Epochs that went on from one of these lines' predecessors: the box that wrote them had not written these. A branch
// was counted when it began.
Result<void> Inbox::count_forks(const EpochRow& row, std::uint64_t from, std::uint64_t to) {
  TRY(auto children,
      number(
          db_->query("SELECT count(*) FROM epoch AS c WHERE node = ? AND parent_epoch = ? AND "
                     "parent_seq >= ? AND parent_seq < ? AND base = '' AND over_gap = 0 AND NOT EXISTS (SELECT 1 FROM "
                     "revocation AS r WHERE r.node = c.node AND r.head_key = c.signer)",
                     row.node, row.epoch, from - 1, to)));
  return add_forks(row, children);
}

Result<void> Inbox::adopt(const EpochRow& child, const EpochRow& parent, std::uint64_t seq) {
  // Hashes alone forbid it, but not where one of them goes on over a gap.
  TRY(const bool circle, goes_on_from(child.node, parent.epoch, child.epoch));
  if (circle) return {};
  // A box that replaced another begins its log anew: of first starts under one key each but the first counts.
  TRY(auto others,
      number(db_->query("SELECT count(*) FROM epoch AS c WHERE node = ?1 AND parent_epoch = ?2 AND "
                        "parent_seq = ?3 AND (?2 <> '' OR signer = ?4) AND over_gap = 0 AND NOT EXISTS (SELECT 1 FROM "
                        "revocation AS r WHERE r.node = c.node AND r.head_key = c.signer)",
                        child.node, parent.epoch, seq, child.signer)));
  TRY(auto beyond, number(db_->query("SELECT count(*) FROM op WHERE id = ?", op_key(parent.id, seq + 1))));
  // Nor is it a fork that a box goes on from before what it has lost, and the centre may have.
  TRY(const bool lost, is_gone({child.node, parent.epoch, seq + 1}));
  if (lost && parent.signer == child.signer) beyond = 0;
  const bool counted = !child.base.empty();  // a branch, when it began
  if (!counted) TRY_VOID(add_forks(child, (others > 0 ? 1 : 0) + (parent.id > 0 ? beyond : 0)));
  return set_parent(child, parent, seq);
}

Result<void> Inbox::set_parent(const EpochRow& child, const EpochRow& parent, std::uint64_t seq) {
  TRY_VOID(db_->run("UPDATE epoch SET parent_epoch = ?2, parent_seq = ?3 WHERE id = ?1", child.id, parent.epoch, seq));
  return note_growth(child.id);
}

// By hash where the place that it names is no operation: an epoch in which nothing was done is never sent, and the next
// one names it.
Result<void> Inbox::find_parent(const EpochRow& row) {
  if (is_root(row)) return adopt(row, EpochRow{}, 0);
  TRY(auto rows, family(row.node, row.prior.epoch.substr(0, row.prior.epoch.find('~'))));
  for (const auto& other : rows) {
    if (row.prior.seq == 0 || row.prior.seq < other.first || other.id == row.id) continue;
    TRY(auto hash, hash_at(other, row.prior.seq));
    if (hash && *hash == row.prior.hash) return adopt(row, other, planted(20) ? other.received.seq : row.prior.seq);
  }
  if (row.prior.seq > 0) return {};
  TRY(auto holder, holder_of(row.node, row.prior.hash));
  return holder ? adopt(row, holder->first, holder->second) : Result<void>{};
}

// The ends first: a box that was only started again goes on from one. An epoch that nothing is known of ends where it
// begins.
Result<std::optional<std::pair<EpochRow, std::uint64_t>>> Inbox::holder_of(std::string_view node,
                                                                           const seal::Digest& hash) {
  std::optional<std::pair<EpochRow, std::uint64_t>> found;
  TRY(auto end, first(db_->query(std::string(epoch_columns) + "WHERE node = ? AND hash = ? AND received >= first "
                                                              "ORDER BY id LIMIT 1",
                                 node, blob(hash)),
                      epoch_at));
  if (end) return std::pair(*end, end->received.seq);
  TRY(auto id, number(db_->query("SELECT coalesce(min(o.id), 0) FROM epoch AS e JOIN op AS o ON o.id >= e.id << 32 AND "
                                 "o.id < (e.id + 1) << 32 WHERE e.node = ? AND o.hash = ?",
                                 node, blob(hash))));
  if (id == 0) return found;
  TRY(auto row, first(db_->query(std::string(epoch_columns) + "WHERE id = ?", id >> 32), epoch_at));
  if (row) found = std::pair(*row, seq_of(id));
  return found;
}

// What waited for one of these lines.
Result<void> Inbox::adopt_orphans(const EpochRow& row, const Verse& verse, std::size_t from, std::size_t to) {
  TRY(auto orphans,
      all(db_->query(std::string(epoch_columns) + "WHERE node = ? AND parent_epoch IS NULL", verse.node), epoch_at));
  for (const auto& orphan : orphans)
    for (std::size_t i = from; i < to; ++i) {
      if (orphan.id == row.id || orphan.prior.hash != verse.hashes[i]) continue;
      TRY_VOID(adopt(orphan, row, seq_at(verse, i)));
      break;
    }
  return {};
}

}  // namespace karvan::central
