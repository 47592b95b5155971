#include "sync/central/store/erasures.h"

#include "sync/central/store/rows.h"

namespace karvan::central {

Result<void> Erasures::put(const ErasureRow& row) {
  TRY_VOID(
      db_->run("INSERT INTO erasure (node, epoch, seq, ordered_by, person, reason, shell) VALUES (?,?,?,?,?,?,?) "
               "ON CONFLICT (node, epoch, seq) DO NOTHING",
               row.op.node, row.op.epoch, row.op.seq, model::to_text(row.order), row.person, row.reason, row.shell));
  return {};
}

Result<std::optional<ErasureRow>> Erasures::get(const model::OpId& op) {
  TRY(auto row, db_->query("SELECT ordered_by, person, reason, shell, gone FROM erasure "
                           "WHERE node = ? AND epoch = ? AND seq = ?",
                           op.node, op.epoch, op.seq));
  TRY(bool there, row.next());
  if (!there) return std::nullopt;
  TRY(auto order, model::parse_op_id(row.text(0)));
  return ErasureRow{op, std::move(order), row.text(1), row.text(2), row.text(3), row.integer(4) != 0};
}

Result<std::vector<model::OpId>> Erasures::due(std::size_t limit) {
  return all(
      db_->query("SELECT node, epoch, seq FROM erasure WHERE gone = 0 LIMIT ?", limit),
      +[](const sqlite::Statement& row) { return model::OpId{row.text(0), row.text(1), count_at(row, 2)}; });
}

Result<void> Erasures::gone(const model::OpId& op) {
  TRY_VOID(db_->run("UPDATE erasure SET gone = 1 WHERE node = ? AND epoch = ? AND seq = ?", op.node, op.epoch, op.seq));
  return {};
}

}  // namespace karvan::central
