#include "storage/seal/hash.h"
#include "sync/central/reconcile/settle.h"
#include "sync/central/reconcile/verdicts.h"
#include "sync/central/store/feeds.h"
#include "sync/central/store/reviews.h"
#include "sync/exchange/parts.h"

// What is set aside, and what a person says of it.
namespace karvan::central {

using model::Fate;
using model::Verdict;

std::string apart(const std::string& office, const model::OpId& op) {
  return office + "/conflict/" + seal::to_hex(seal::sha256(model::to_text(op))).substr(0, 32);
}

// An entry that concerns nobody else, of a line that is on no record.
Result<void> Settler::tell_author(const Node& node, const InboxLine& line, const Verdict& verdict) {
  const model::OpId id{line.node, line.epoch, line.seq};
  EntryRow entry{node.office, 0, "", id, verdict, true, exchange::digest_of_line(line.line)};
  TRY_VOID(hand_.append(entry));
  return {};
}

Result<void> Settler::park_alone(const Node& node, const InboxLine& line, Code reason) {
  TRY_VOID(step_over(line));
  TRY_VOID(tell_author(node, line, whole(Fate::parked, reason)));
  return park(node, line, reason);
}

// Under no record, so that nothing else waits for it; a person settles it on one of its own.
Result<void> Settler::park(const Node& node, const InboxLine& line, Code reason) {
  model::OpId id{line.node, line.epoch, line.seq};
  hand_.note_parked();
  TRY_VOID(Records(files_->records).park({node.office, "", id, "parked", std::string(name_of(reason))}));
  return Reviews(files_->records)
      .put({node.office, apart(node.office, id), "parked", model::to_text(id), model::to_text(id), line.received_ms});
}

// A person's word on an operation that is parked, or waits: it is judged without what held it up, or is set aside for
// good.
Result<void> Settler::settle_parked(const model::Op& word) {
  TRY(auto id, model::parse_op_id(word.settled->writer));
  TRY(auto row, Records(files_->records).parked(id));
  TRY(auto line, Inbox(files_->inbox).line(id));
  TRY(auto node, Nodes(files_->inbox).get(id.node));
  if (!row || !line || !node) return {};
  if (row->record.empty()) return settle_apart(word, *node, *line, code_of(row->reason).value_or(Code::malformed));
  auto reading = read(*line);
  if (!reading || row->record != word.of) return {};
  return word.settled->outcome == "released" ? release(*node, *line, *reading) : reject(*node, *reading);
}

// What could not be read, or came by a second box under the same name, lies on no record. It is taken where it reads
// by now; what is rejected is told to its author alone, and leaves the list.
Result<void> Settler::settle_apart(const model::Op& word, const Node& node, const InboxLine& line, Code reason) {
  const model::OpId id{line.node, line.epoch, line.seq};
  if (word.of != apart(node.office, id)) return {};
  auto reading = read(line);
  const bool readable = reading && reading->op.id == id;
  const bool released = word.settled->outcome == "released";
  if (released && !readable) return park(node, line, reason);
  TRY_VOID(Records(files_->records).unpark(id));
  TRY_VOID(Reviews(files_->records).close({node.office, word.of, "parked", model::to_text(id), {}, 0}));
  if (released) return take(node, line, reading);
  if (is_branch(line.epoch)) return {};
  return tell_author(node, line, whole(Fate::lost, Code::malformed));
}

Result<void> Settler::release(const Node& node, const InboxLine& line, const Reading& reading) {
  const auto& op = reading.op;
  TRY(auto of, model::parse_record_id(op.of));
  TRY(auto* held, hand_.record(of, op.of));
  TRY(auto verdict, judging_.judge(node, line, reading, held->record));
  if (waits(verdict)) return {};
  TRY_VOID(Records(files_->records).unpark(op.id));
  return write(node, reading, verdict, *held);
}

Result<void> Settler::reject(const Node& node, const Reading& reading) {
  const auto& op = reading.op;
  TRY(auto of, model::parse_record_id(op.of));
  Records records(files_->records);
  TRY(auto* held, hand_.record(of, op.of));
  TRY(auto row, records.parked(op.id));
  Verdict verdict;
  verdict.op = Fate::lost;
  if (row) verdict.reason = row->reason;
  TRY_VOID(records.unpark(op.id));
  return write(node, reading, verdict, *held);
}

}  // namespace karvan::central
