#include <set>

#include "sync/central/store/inbox_rows.h"

// What a restore of the centre had lost, and what comes back of it.
namespace karvan::central {
namespace {

constexpr auto orphans =
    "WHERE node = ? AND parent_epoch IS NULL AND base = '' AND prior_epoch <> '' ORDER BY id LIMIT ?";

struct Admitted {
  std::uint64_t mark = 0;
  std::int64_t op = 0;
};

}  // namespace

Result<void> Inbox::admit(const model::OpId& id, std::string_view text, std::int64_t now_ms) {
  if (id.seq == 0 || id.seq > seq_max || is_branch(id.epoch)) return fail(Code::malformed, {}, "admitted");
  TRY(auto known, line(id));
  if (known) return {};
  const seal::Digest none{};
  TRY_VOID(
      db_->run("INSERT INTO epoch (node, epoch, prior_epoch, prior_seq, prior_hash, parent_epoch, hash, changed) "
               "VALUES (?1,?2,'',0,?3,'',?3,(SELECT coalesce(max(changed), 0) + 1 FROM epoch)) "
               "ON CONFLICT (node, epoch) DO NOTHING",
               id.node, id.epoch, blob(none)));
  TRY(auto row, epoch(id.node, id.epoch));
  if (!row) return fail(Code::database_damaged, {}, "epoch");
  const auto key = op_key(row->id, id.seq);
  TRY_VOID(db_->run("INSERT INTO op (id, line, hash, received_ms) VALUES (?,?,?,?)", key, sqlite::Blob{text},
                    blob(none), now_ms));
  TRY_VOID(db_->run("INSERT INTO admitted (op) VALUES (?)", key));
  return {};
}

Result<std::vector<InboxLine>> Inbox::admitted_since(std::uint64_t& mark, std::size_t limit) {
  TRY(auto rows, all(
                     db_->query("SELECT row, op FROM admitted WHERE row > ? ORDER BY row LIMIT ?", mark, limit),
                     +[](const sqlite::Statement& row) { return Admitted{count_at(row, 0), row.integer(1)}; }));
  std::vector<InboxLine> lines;
  for (const auto& row : rows) {
    mark = row.mark;
    TRY(auto of, first(db_->query(std::string(epoch_columns) + "WHERE id = ?", row.op >> 32), epoch_at));
    if (!of) continue;
    TRY(auto found, line({of->node, of->epoch, seq_of(row.op)}));
    if (found) lines.push_back(std::move(*found));
  }
  return lines;
}

Result<std::vector<Place>> Inbox::missing(std::string_view node, std::size_t limit) {
  TRY(auto rows, all(db_->query(std::string(epoch_columns) + orphans, node, limit), epoch_at));
  std::vector<Place> places;
  std::set<std::string> told;
  for (const auto& row : rows) {
    if (row.prior.seq == 0 || is_branch(row.prior.epoch) || !told.insert(row.prior.epoch).second) continue;
    TRY(auto before, epoch(node, row.prior.epoch));
    if (before && before->received.seq >= row.prior.seq) continue;  // another box's, or already here
    places.push_back(before ? before->received : Place{row.prior.epoch, 0, {}});
  }
  return places;
}

}  // namespace karvan::central
