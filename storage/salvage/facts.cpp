#include "storage/salvage/facts.h"

#include "storage/model/op.h"
#include "storage/store/rows.h"

namespace karvan::salvage {

namespace {

Result<void> note_numbers(sqlite::Database& to, const model::Op& op) {
  if (op.issue)
    TRY_VOID(to.run("INSERT OR IGNORE INTO numbers (kind, number, state, record) VALUES (?, ?, 'issued', ?)",
                    op.issue->kind, op.issue->number, op.of));
  if (op.voided)
    TRY_VOID(to.run("UPDATE numbers SET state = 'void', reason = ?3 WHERE kind = ?1 AND number = ?2",
                    op.voided->serial.kind, op.voided->serial.number, op.voided->reason));
  return {};
}

// The centre says how much of one it has when it is sent.
Result<void> note_files(sqlite::Database& to, const model::Op& op) {
  if (op.attach.empty()) return {};
  const auto record = model::parse_record_id(op.of);
  if (!record) return {};
  for (const auto& file : op.attach)
    TRY_VOID(
        to.run("INSERT OR IGNORE INTO attachments (hash, of, question, media, bytes, file_key, exception, state, sent, "
               "epoch, seq) VALUES (?, ?, ?, ?, ?, x'', ?, 'waiting', 0, ?, ?)",
               file.hash, record->id, file.name, file.media, file.bytes, file.exception, op.id.epoch, op.id.seq));
  return {};
}

}  // namespace

Result<void> note_facts(sqlite::Database& to, bool files_lost) {
  TRY(auto lines, to.query("SELECT line FROM log WHERE line IS NOT NULL ORDER BY position"));
  while (true) {
    TRY(const bool more, lines.next());
    if (!more) break;
    const auto op = model::parse_op(lines.blob(0));
    if (!op) continue;  // of a later version
    TRY_VOID(note_numbers(to, *op));
    if (files_lost) TRY_VOID(note_files(to, *op));
  }
  return store::done(
      to.run("UPDATE leases SET next = max(next, coalesce((SELECT max(number) + 1 FROM numbers WHERE numbers.kind = "
             "leases.kind AND number BETWEEN leases.first AND leases.last), next))"));
}

}  // namespace karvan::salvage
