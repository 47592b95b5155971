#include "sync/central/reconcile/judging.h"
#include "sync/central/store/inbox.h"
#include "sync/central/store/records.h"

// What an operation waits for.
namespace karvan::central {
namespace {

// What a revoked box said beyond its head, or one that does not stay after a fork, is before nobody's work: who has the
// name now is another box.
bool is_set_aside(const ParkedRow& row) {
  return row.reason == name_of(Code::node_revoked) || row.reason == name_of(Code::fork_noticed);
}

}  // namespace

bool Judging::lacks_filing(const model::Op& op, const model::Record& record) {
  const bool begun = op.pin || op.unknown_act || !record.creator.empty();
  return !begun && op.of.find("/application/") != op.of.npos;
}

Result<std::string> Judging::waits_for(const model::Op& op, const model::Record& record) {
  Records records(files_->records);
  TRY(const bool any_parked, hand_->any_parked());
  auto waiting = [] { return std::string(name_of(Code::chain_gap)); };
  if (auto target = model::parse_op_id(op.erase ? op.erase->of : "")) {
    TRY(bool missing, unseen(*target));
    if (missing) return waiting();
  }
  for (const auto& [field, writer] : op.over) {
    auto cause = model::parse_op_id(writer);
    if (!cause) continue;
    TRY(bool missing, unseen(*cause));
    if (missing) return waiting();
    if (!any_parked) continue;
    TRY(const auto parked, records.parked(*cause));
    if (parked && !is_set_aside(*parked)) return waiting();
  }
  if (lacks_filing(op, record)) return waiting();
  if (!any_parked) return "";
  TRY(auto id, model::parse_record_id(op.of));
  TRY(auto parked, records.parked(id.office, op.of));
  bool parked_before = true;
  for (const auto& row : parked) {
    if (row.op == op.id) parked_before = false;
    if (row.op.node != op.id.node || row.op == op.id || is_set_aside(row)) continue;
    TRY(const bool before, written_before(row.op, op, parked_before));
    if (before) return waiting();
  }
  return "";
}

// What a restore of the centre lost comes back with whichever box is there first: then the order in which two of its
// own acts were parked is not that in which they were written, and each would wait for the other. Of one epoch their
// places tell, of the centre's own epochs their times.
Result<bool> Judging::written_before(const model::OpId& one, const model::Op& other, bool parked_before) {
  if (one.epoch == other.id.epoch) return one.seq < other.id.seq;
  if (one.node != centre_node) return parked_before;
  TRY(auto line, Inbox(files_->inbox).line(one));
  const auto read = model::parse_op(line ? line->line : "");
  return read ? read->time < other.time : parked_before;
}

// What an earlier life of the centre had written itself, and was lost with it, nobody brings any more; nor what a box
// says that it has lost.
Result<bool> Judging::unseen(const model::OpId& cause) {
  TRY(auto cursor, hand_->cursor(cause.node, cause.epoch));
  if (cursor >= cause.seq) return false;
  TRY(auto line, Inbox(files_->inbox).line(cause));
  if (line) return true;
  if (cause.node == centre_node) return false;
  TRY(const bool gone, Inbox(files_->inbox).is_gone(cause));
  return !gone;
}

}  // namespace karvan::central
