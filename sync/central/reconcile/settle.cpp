#include "sync/central/reconcile/settle.h"

#include "storage/model/planted.h"
#include "sync/central/reconcile/erasure.h"
#include "sync/central/reconcile/verdicts.h"
#include "sync/central/store/identities.h"
#include "sync/exchange/parts.h"
#include "sync/rules/duplicates.h"
#include "sync/rules/matters.h"

namespace karvan::central {
namespace {

using model::Fate;
using model::Verdict;

bool asked_itself(const model::Op& op) { return op.id.node == centre_node && !op.advance.empty(); }

}  // namespace

// What is taken again later lies behind the cursor already.
Result<void> Settler::step_over(const InboxLine& line) {
  TRY(auto cursor, hand_.cursor(line.node, line.epoch));
  if (line.seq > cursor) hand_.move_cursor(line.node, line.epoch, line.seq);
  return {};
}

Result<void> Settler::take(const Node& node, const InboxLine& line, const Result<Reading>& reading) {
  // First, so that what names this one finds it settled.
  TRY_VOID(step_over(line));
  if (is_branch(line.epoch)) {
    TRY(const bool counts, judging_.counts_yet(node, line));
    return park(node, line, counts ? Code::fork_noticed : Code::node_revoked);
  }
  if (exchange::erased_of(line.line)) {
    // Its bytes went before they came here: nobody can tell what it said, and its author asks for the record.
    Verdict verdict;
    verdict.op = Fate::lost;
    return tell_author(node, line, verdict);
  }
  const bool itself = reading && reading->op.id.seq == line.seq && reading->op.id.node == line.node &&
                      reading->op.id.epoch == line.epoch;
  if (!itself) return park_alone(node, line, Code::malformed);
  TRY(bool settled, judge_and_apply(node, line, *reading, false));
  TRY(const bool any_parked, hand_.any_parked());
  if (!settled || !any_parked) return {};
  TRY(auto id, model::parse_record_id(reading->op.of));
  return retry_record(id, reading->op.of);
}

// False where it waits or is parked after all.
Result<bool> Settler::judge_and_apply(const Node& node, const InboxLine& line, const Reading& reading, bool again) {
  const auto& op = reading.op;
  TRY(auto id, model::parse_record_id(op.of));
  TRY(auto* held, hand_.record(id, op.of));
  if (reading.foreseen) {
    TRY(const bool stands, as_foreseen(node, line, reading, *held));
    if (stands) return true;
    TRY(const auto whole, read(line));
    return judge_and_apply(node, line, whole, again);
  }
  TRY(auto verdict, judging_.verdict_of(node, line, reading, held->record));
  if (again && waits(verdict)) {
    TRY(const bool known, waits_so(op.id, verdict));
    if (known) return false;
  }
  const bool taken = again && !waits(verdict);
  if (taken && !planted(24)) TRY_VOID(Records(files_->records).unpark({line.node, line.epoch, line.seq}));
  if (taken && planted(24))
    TRY_VOID(Records(files_->records)
                 .park({held->id.office, op.of, op.id, "parked", std::string(name_of(Code::chain_gap))}));
  TRY_VOID(write(node, reading, verdict, *held));
  const bool word = op.settled && verdict.op == Fate::applied && verdict.settled == Fate::applied;
  if (word && op.settled->what == "parked") TRY_VOID(settle_parked(op));
  return !waits(verdict);
}

// Written so where all of it holds: nothing is on its record, nothing holds it up, and nobody else asks for the same.
Result<bool> Settler::as_foreseen(const Node& node, const InboxLine& line, const Reading& reading, Hand::Held& held) {
  const auto& op = reading.op;
  const auto& [verdict, rows, identity] = *reading.foreseen;
  if (!held.fresh || held.changed || node.any_word) return false;
  TRY(const bool counts, judging_.counts_yet(node, line));
  TRY(const auto reason, judging_.waits_for(op, held.record));
  TRY(const auto others, judging_.others_open(op.of, identity));
  if (!counts || !reason.empty() || !others.empty()) return false;
  TRY_VOID(enter(node, reading, verdict, held));
  held.foreseen = reading.foreseen.get();
  held.to_plan = true;
  if (!identity.empty()) TRY_VOID(Identities(*files_).put(held.id.office, op.of, identity));
  return true;
}

// Its place in the feeds.
Result<void> Settler::enter(const Node& node, const Reading& reading, const Verdict& verdict, Hand::Held& held) {
  const auto& op = reading.op;
  EntryRow entry{held.id.office, 0, op.of, op.id, verdict, false, reading.digest};
  TRY(held.position, hand_.append(entry));
  entry.office = node.office;
  entry.only_author = true;
  if (held.id.office != node.office && node.name != centre_node) TRY_VOID(hand_.append(entry));
  held.changed = true;
  held.op = op.id;
  held.verdict = verdict;
  return {};
}

Result<void> Settler::write(const Node& node, const Reading& reading, const Verdict& verdict, Hand::Held& held) {
  const auto& op = reading.op;
  const auto& id = held.id;
  TRY_VOID(enter(node, reading, verdict, held));
  TRY(const bool was_open, judging_.open(held.record));
  held.record = model::apply(std::move(held.record), op, verdict);
  TRY_VOID(keep_parked(id, op, verdict));
  if (!waits(verdict)) TRY_VOID(keep_serials(id, op, verdict));
  const bool erases = op.erase && verdict.op == Fate::applied && verdict.erase == Fate::applied;
  if (erases) TRY_VOID(order_erasure(*files_, op));
  const auto& record = held.record;
  if (id.kind != "application") return {};
  // Of a record that is not here, too: else the centre would ask itself for ever.
  if (record.creator.empty()) return asked_itself(op) ? write_own(op, verdict, held) : Result<void>{};
  TRY(const auto* service, met_->service(record.pin));
  TRY(const bool is_open, judging_.open(record));
  if (service && (op.erase || rules::tells_identity(op, verdict, *service) || is_open != was_open))
    TRY_VOID(
        Identities(*files_).put(id.office, record.id, is_open ? rules::identity_of(record, *service) : std::string()));
  if (asked_itself(op)) return write_own(op, verdict, held);
  held.to_plan = true;
  return {};
}

// Tried once: what the rules refuse the centre itself is not asked of them again before something else has changed.
Result<void> Settler::write_own(const model::Op& op, const Verdict& verdict, Hand::Held& held) {
  if (held.to_plan) TRY_VOID(hand_.plan(held.id, held.record));
  held.to_plan = verdict.op == Fate::applied && verdict.advance == Fate::applied;
  return Records(files_->records).done(held.id.office, op.of, op.advance);
}

Result<void> Settler::keep_parked(const model::RecordId& id, const model::Op& op, const Verdict& verdict) {
  if (!waits(verdict)) return {};
  hand_.note_parked();
  return Records(files_->records)
      .park({id.office, op.of, op.id, std::string(model::name_of(verdict.op)), verdict.reason});
}

// A document that a person has declared void bears a number that is void.
Result<void> Settler::keep_serials(const model::RecordId& id, const model::Op& op, const Verdict& verdict) {
  if (verdict.op == Fate::lost) return {};
  Records records(files_->records);
  const bool stands = op.settled && verdict.op == Fate::applied && verdict.settled == Fate::applied;
  if (stands && op.settled->outcome == "void")
    if (auto serial = rules::serial_in(op.settled->what))
      TRY_VOID(records.note_serial(id.office, *serial, op.id, "void"));
  if (op.issue) TRY_VOID(records.note_serial(id.office, *op.issue, op.id, "issued"));
  if (op.voided) TRY_VOID(records.note_serial(id.office, op.voided->serial, op.id, "void"));
  return {};
}

}  // namespace karvan::central
