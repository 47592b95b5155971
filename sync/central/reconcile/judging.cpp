#include "sync/central/reconcile/judging.h"

#include "sync/central/reconcile/erasure.h"
#include "sync/central/reconcile/fleet.h"
#include "sync/central/reconcile/fork.h"
#include "sync/central/reconcile/lend.h"
#include "sync/central/reconcile/verdicts.h"
#include "sync/central/store/identities.h"
#include "sync/central/store/nodes.h"
#include "sync/central/store/records.h"
#include "sync/rules/check.h"
#include "sync/rules/duplicates.h"
#include "sync/rules/judge.h"
#include "sync/rules/matters.h"
#include "sync/rules/settling.h"

namespace karvan::central {

using model::Fate;
using model::Verdict;

Result<Verdict> Judging::verdict_of(const Node& node, const InboxLine& line, const Reading& reading,
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

Result<Verdict> Judging::judge(const Node& node, const InboxLine& line, const Reading& reading,
                               const model::Record& record) {
  TRY(auto verdict, judge_itself(node, line, reading, record));
  if (verdict.op != Fate::applied || verdict.settled != Fate::applied) return verdict;
  TRY(const auto fault, release_fault(record, reading.op));
  if (!fault) return verdict;
  verdict.settled = Fate::refused;
  verdict.reason = name_of(*fault);
  return verdict;
}

// Why what a word releases would not be taken all the same: its record is full, its application never came, its service
// or a newer program is missing. A word that did nothing would be taken for one that did.
Result<std::optional<Code>> Judging::release_fault(const model::Record& record, const model::Op& word) {
  if (!word.settled || word.settled->what != "parked" || word.settled->outcome != "released") return std::nullopt;
  TRY(const auto id, model::parse_op_id(word.settled->writer));
  TRY(const auto row, Records(files_->records).parked(id));
  TRY(const auto line, Inbox(files_->inbox).line(id));
  TRY(const auto node, Nodes(files_->inbox).get(id.node));
  if (!row || !line || !node || row->record != word.of) return std::nullopt;
  const auto reading = read(*line);
  if (!reading) return std::nullopt;
  if (lacks_filing(reading->op, record)) return Code::filing_missing;
  TRY(const auto verdict, judge_itself(*node, *line, *reading, model::apply(record, word, {})));
  return waits(verdict) ? code_of(verdict.reason) : std::nullopt;
}

Result<Verdict> Judging::judge_itself(const Node& node, const InboxLine& line, const Reading& reading,
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
Result<Verdict> Judging::judged(const model::Record& record, const model::Op& op, rules::Context context) {
  auto verdict = rules::judge(record, op, context);
  const bool asks =
      context.service && verdict.op == Fate::applied && rules::tells_identity(op, verdict, *context.service);
  if (!asks) return verdict;
  const auto after = model::apply(record, op, verdict);
  if (!rules::counts_as_open(after, *context.service)) return verdict;
  TRY(context.duplicate_of, others_open(after.id, rules::identity_of(after, *context.service)));
  return context.duplicate_of.empty() ? verdict : rules::judge(record, op, context);
}

Result<bool> Judging::open(const model::Record& record) const {
  TRY(const auto* pinned, met_->service(record.pin));
  return pinned && rules::counts_as_open(record, *pinned);
}

Result<std::vector<std::string>> Judging::others_open(const std::string& record, std::string_view identity) {
  std::vector<std::string> found_open;
  if (identity.empty()) return found_open;
  TRY(auto alike, Identities(*files_).alike(record, identity));
  for (auto& other : alike) {
    TRY(auto id, model::parse_record_id(other));
    TRY(const auto* found, hand_->record(id, other));
    TRY(const bool is_open, open(found->record));
    if (is_open) found_open.push_back(std::move(other));
  }
  return found_open;
}

Result<bool> Judging::counts_yet(const Node& node, const InboxLine& line) {
  if (!node.any_revoked) return true;
  TRY(auto row, Inbox(files_->inbox).epoch(line.node, line.epoch));
  if (!row) return true;
  TRY(auto revoked, Nodes(files_->inbox).revocation(line.node, row->signer));
  if (!revoked) return true;
  return witnessed(*files_, *revoked, {line.node, line.epoch, line.seq});
}

// P5: what its box has given back no lease gives any more.
Result<void> Judging::leave_out_given_back(const model::Op& op, std::optional<LeaseRow>& lease) {
  if (!op.issue || !lease) return {};
  TRY_VOID(hand_->put_down_leases());
  TRY(auto end, end_of(*files_, lease->lease));
  if (end && given_back(end->act, op.issue->number)) lease.reset();
  return {};
}

Result<rules::Context> Judging::context_of(const Node& node, const model::Op& op, const model::Record& record,
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

Result<void> Judging::check(const model::Record& record, const model::Op& op, std::int64_t now_ms) {
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

}  // namespace karvan::central
