#include "sync/central/reconcile/settle.h"

#include <algorithm>

#include "storage/model/planted.h"
#include "sync/central/reconcile/erasure.h"
#include "sync/central/reconcile/fleet.h"
#include "sync/central/reconcile/fork.h"
#include "sync/central/reconcile/guard.h"
#include "sync/central/reconcile/lend.h"
#include "sync/central/reconcile/listing.h"
#include "sync/central/reconcile/review.h"
#include "sync/central/reconcile/verdicts.h"
#include "sync/central/store/attachments.h"
#include "sync/central/store/awaited.h"
#include "sync/central/store/feeds.h"
#include "sync/central/store/identities.h"
#include "sync/central/store/leases.h"
#include "sync/exchange/parts.h"
#include "sync/rules/check.h"
#include "sync/rules/closing.h"
#include "sync/rules/duplicates.h"
#include "sync/rules/judge.h"
#include "sync/rules/matters.h"
#include "sync/rules/settling.h"

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
    TRY(const bool counts, counts_yet(node, line));
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
  TRY(auto verdict, verdict_of(node, line, reading, held->record));
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
  TRY(const bool counts, counts_yet(node, line));
  TRY(const auto reason, waits_for(op, held.record));
  TRY(const auto others, others_open(op.of, identity));
  if (!counts || !reason.empty() || !others.empty()) return false;
  TRY_VOID(enter(node, reading, verdict, held));
  held.foreseen = reading.foreseen.get();
  held.to_plan = true;
  if (!identity.empty()) TRY_VOID(Identities(*files_).put(held.id.office, op.of, identity));
  return true;
}

Result<Verdict> Settler::verdict_of(const Node& node, const InboxLine& line, const Reading& reading,
                                    const model::Record& record) {
  TRY(bool counts, counts_yet(node, line));
  if (!counts) return whole(Fate::parked, Code::node_revoked);
  if (node.any_word && numbers_or_money(reading.op)) {
    TRY(const bool apart, of_another_box(*files_, line));
    if (apart) return whole(Fate::parked, Code::fork_noticed);
  }
  std::string reason;
  if (!rules::is_word(reading.op)) {
    TRY(reason, waits_for(reading.op, record));
  }
  if (!reason.empty()) return whole(Fate::waiting, *code_of(reason));
  return judge(node, line, reading, record);
}

Result<Verdict> Settler::judge(const Node& node, const InboxLine& line, const Reading& reading,
                               const model::Record& record) {
  TRY(auto verdict, judge_claims(node, line, reading, record));
  if (verdict.op != Fate::applied || verdict.settled != Fate::applied) return verdict;
  TRY(const auto fault, release_fault(record, reading.op));
  if (!fault) return verdict;
  verdict.settled = Fate::refused;
  verdict.reason = name_of(*fault);
  return verdict;
}

Result<Verdict> Settler::judge_claims(const Node& node, const InboxLine& line, const Reading& reading,
                                      const model::Record& record) {
  const auto& op = reading.op;
  std::optional<LeaseRow> lease;
  TRY(auto context, context_of(node, op, record, line.received_ms, lease));
  TRY(auto verdict, judged(record, op, std::move(context)));
  if (!op.erase || verdict.erase != Fate::applied) return verdict;
  TRY(auto fault, erasure_fault(*files_, op));
  if (!fault) return verdict;
  verdict.erase = Fate::refused;
  verdict.reason = name_of(*fault);
  return verdict;
}

// Who an application is for is known once it was judged: what is held names nobody.
Result<Verdict> Settler::judged(const model::Record& record, const model::Op& op, rules::Context context) {
  auto verdict = rules::judge(record, op, context);
  const bool asks = context.service && verdict.op == Fate::applied && rules::tells_identity(op, *context.service);
  if (!asks) return verdict;
  const auto after = model::apply(record, op, verdict);
  if (!rules::counts_as_open(after, *context.service)) return verdict;
  TRY(context.duplicate_of, others_open(after.id, rules::identity_of(after, *context.service)));
  return context.duplicate_of.empty() ? verdict : rules::judge(record, op, context);
}

// By the service that it is pinned to.
Result<bool> Settler::open(const model::Record& record) const {
  TRY(const auto* pinned, met_->service(record.pin));
  return pinned && rules::counts_as_open(record, *pinned);
}

Result<std::vector<std::string>> Settler::others_open(const std::string& record, std::string_view identity) {
  std::vector<std::string> found_open;
  if (identity.empty()) return found_open;
  TRY(auto alike, Identities(*files_).alike(record, identity));
  for (auto& other : alike) {
    TRY(auto id, model::parse_record_id(other));
    TRY(const auto* found, hand_.record(id, other));
    TRY(const bool is_open, open(found->record));
    if (is_open) found_open.push_back(std::move(other));
  }
  return found_open;
}

// P14: of a box that is revoked what lies beyond its last witnessed head is set aside, whoever has its name now.
Result<bool> Settler::counts_yet(const Node& node, const InboxLine& line) {
  if (!node.any_revoked) return true;
  TRY(auto row, Inbox(files_->inbox).epoch(line.node, line.epoch));
  if (!row) return true;
  TRY(auto revoked, Nodes(files_->inbox).revocation(line.node, row->signer));
  if (!revoked) return true;
  return witnessed(*files_, *revoked, {line.node, line.epoch, line.seq});
}

// P5: what its box has given back no lease gives any more.
Result<void> Settler::leave_out_given_back(const model::Op& op, std::optional<LeaseRow>& lease) {
  if (!op.issue || !lease) return {};
  TRY_VOID(hand_.put_down_leases());
  TRY(auto end, end_of(*files_, lease->lease));
  if (end && given_back(end->act, op.issue->number)) lease.reset();
  return {};
}

Result<rules::Context> Settler::context_of(const Node& node, const model::Op& op, const model::Record& record,
                                           std::int64_t received_ms, std::optional<LeaseRow>& lease) {
  const model::Pin& pin = op.pin ? *op.pin : record.pin;
  TRY(const auto* service, met_->service(pin));
  auto context = context_at(service, op, received_ms);
  TRY(context.actor, met_->person(node, op));
  if (op.issue || op.voided) {
    const model::Serial& serial = op.issue ? *op.issue : op.voided->serial;
    TRY(lease, LeaseBook(files_->records).holding(serial));
    TRY_VOID(leave_out_given_back(op, lease));
    TRY(context.number_taken_by, Records(files_->records).taken_by(serial, op.id));
  }
  if (lease) context.lease = &lease->lease;
  return context;
}

Result<void> Settler::check(const model::Record& record, const model::Op& op, std::int64_t now_ms) {
  TRY(auto node, Nodes(files_->inbox).get(op.id.node));
  if (!node) return fail(Code::not_enrolled, {{"node", op.id.node}});
  std::optional<LeaseRow> lease;
  TRY(auto context, context_of(*node, op, record, now_ms, lease));
  TRY_VOID(rules::check(record, op, context));
  TRY(const auto stays, release_fault(record, op));
  if (stays) return fail(*stays, {}, "released");
  if (!op.erase) return {};
  TRY(auto fault, erasure_fault(*files_, op));
  return fault ? Result<void>(fail(*fault, {}, "erase")) : Result<void>{};
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
  TRY(const bool was_open, open(held.record));
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
  TRY(const bool is_open, open(record));
  if (service && (op.erase || rules::tells_identity(op, *service) || is_open != was_open))
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

// Each success may free the next one; at most as many rounds as there were waiting.
Result<void> Settler::retry_record(const model::RecordId& id, const std::string& record) {
  TRY(bool progress, hand_.any_parked());
  while (progress) {
    progress = false;
    TRY(auto rows, Records(files_->records).parked(id.office, record));
    for (const auto& row : rows) {
      // Of a revoked box what counts by now may still have waited for this.
      if (row.fate != "waiting" && row.reason != name_of(Code::node_revoked)) continue;
      TRY(bool settled, retry_one(row));
      progress |= settled;
    }
  }
  return {};
}

Result<bool> Settler::retry_one(const ParkedRow& row) {
  TRY(auto line, Inbox(files_->inbox).line(row.op));
  TRY(auto node, Nodes(files_->inbox).get(row.op.node));
  if (!line || !node) return fail(Code::database_damaged, {}, "parked operation without its line");
  auto reading = read(*line);
  if (!reading) return false;
  // What is in hand is no part of what is undone where this fails.
  TRY_VOID(finish());
  auto settled = guarded(files_->records, [&]() -> Result<bool> {
    TRY(bool done, judge_and_apply(*node, *line, *reading, true));
    TRY_VOID(finish());
    return done;
  });
  if (settled || of_the_store(settled.error().code)) return settled;
  hand_.drop();
  TRY_VOID(Records(files_->records)
               .park({row.office, row.record, row.op, "parked", std::string(name_of(settled.error().code))}));
  return false;
}

Result<bool> Settler::retry(Code reason, std::uint64_t& after, std::size_t limit) {
  Records records(files_->records);
  TRY(auto rows, records.parked_for(name_of(reason), after, limit));
  for (const auto& row : rows) {
    after = row.row;
    TRY(const bool still, records.is_parked(row.op));  // one before it on its record may have set it free
    if (!still || row.record.empty()) continue;        // what is on no record waits for a person
    TRY(bool settled, retry_one(row));
    if (!settled) continue;
    TRY(auto id, model::parse_record_id(row.record));
    TRY_VOID(retry_record(id, row.record));
  }
  return !rows.empty();
}

Result<void> Settler::plan_again(std::string_view office, const std::string& record) {
  TRY(auto id, model::parse_record_id(record));
  TRY(auto row, Records(files_->records).record(office, record));
  if (!row) return {};
  TRY(auto parsed, model::parse_record(row->body));
  return hand_.plan(id, parsed);
}

}  // namespace karvan::central
