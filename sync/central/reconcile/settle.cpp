#include "sync/central/reconcile/settle.h"

#include <algorithm>

#include "storage/model/planted.h"
#include "sync/central/reconcile/fleet.h"
#include "sync/central/reconcile/guard.h"
#include "sync/central/reconcile/lend.h"
#include "sync/central/reconcile/listing.h"
#include "sync/central/reconcile/review.h"
#include "sync/central/store/attachments.h"
#include "sync/central/store/awaited.h"
#include "sync/central/store/feeds.h"
#include "sync/central/store/leases.h"
#include "sync/exchange/parts.h"
#include "sync/rules/check.h"
#include "sync/rules/closing.h"
#include "sync/rules/judge.h"

namespace karvan::central {
namespace {

using model::Fate;
using model::Verdict;

Verdict whole(Fate fate, Code reason) {
  Verdict verdict;
  verdict.op = fate;
  verdict.reason = name_of(reason);
  return verdict;
}

bool waits(const Verdict& verdict) { return verdict.op == Fate::waiting || verdict.op == Fate::parked; }

Result<model::Record> stored(Records& records, const model::RecordId& id, const std::string& text) {
  TRY(auto row, records.record(id.office, text));
  if (!row) return model::Record{};
  return model::parse_record(row->body);
}

}  // namespace

Result<void> Settler::take(const Node& node, const InboxLine& line) {
  if (is_branch(line.epoch)) return park(node, line, Code::fork_noticed);
  auto op = model::parse_op(line.line);
  bool itself = op && op->id == model::OpId{line.node, line.epoch, line.seq};
  if (!itself) return park_alone(node, line, Code::malformed);
  TRY(bool settled, judge_and_apply(node, line, *op, false));
  if (!settled) return {};
  TRY(auto id, model::parse_record_id(op->of));
  return retry_record(id, op->of);
}

Result<void> Settler::park_alone(const Node& node, const InboxLine& line, Code reason) {
  model::OpId id{line.node, line.epoch, line.seq};
  TRY_VOID(Feeds(files_->records)
               .append(EntryRow{node.office, 0, "", id, whole(Fate::parked, reason), true,
                                exchange::digest_of_line(line.line)}));
  return park(node, line, reason);
}

// Under no record, so that nothing else waits for it.
Result<void> Settler::park(const Node& node, const InboxLine& line, Code reason) {
  model::OpId id{line.node, line.epoch, line.seq};
  return Records(files_->records).park({node.office, "", id, "parked", std::string(name_of(reason))});
}

// False where it waits or is parked after all.
Result<bool> Settler::judge_and_apply(const Node& node, const InboxLine& line, const model::Op& op, bool again) {
  Records records(files_->records);
  TRY(auto id, model::parse_record_id(op.of));
  TRY(auto record, stored(records, id, op.of));
  TRY(auto verdict, verdict_of(node, line, op, record));
  if (again && waits(verdict)) return false;
  if (again && !planted(24)) TRY_VOID(records.unpark({line.node, line.epoch, line.seq}));
  TRY_VOID(write(node, line, op, verdict, id, std::move(record)));
  const bool word = op.settled && verdict.op == Fate::applied && verdict.settled == Fate::applied;
  if (word && op.settled->what == "parked") TRY_VOID(settle_parked(op));
  return !waits(verdict);
}

// A person's word on an operation of this record that is parked, or waits: it is judged without what held it up, or is
// set aside for good.
Result<void> Settler::settle_parked(const model::Op& word) {
  TRY(auto id, model::parse_op_id(word.settled->writer));
  TRY(auto line, Inbox(files_->inbox).line(id));
  TRY(auto node, Nodes(files_->inbox).get(id.node));
  if (!line || !node) return {};
  auto op = model::parse_op(line->line);
  if (!op || op->of != word.of) return {};
  Records records(files_->records);
  TRY(auto of, model::parse_record_id(word.of));
  TRY(auto record, stored(records, of, word.of));
  Verdict verdict;
  verdict.op = Fate::lost;
  if (word.settled->outcome == "released") {
    Known known;
    TRY(auto context, context_of(*node, *op, record, line->received_ms, known));
    verdict = rules::judge(record, *op, context);
  }
  if (waits(verdict)) return {};
  TRY_VOID(records.unpark(id));
  return write(*node, *line, *op, verdict, of, std::move(record));
}

Result<Verdict> Settler::verdict_of(const Node& node, const InboxLine& line, const model::Op& op,
                                    const model::Record& record) {
  TRY(bool counts, counts_yet(node, line));
  if (!counts) return whole(Fate::parked, Code::node_revoked);
  TRY(auto reason, waits_for(op, record));
  if (!reason.empty()) return whole(Fate::waiting, *code_of(reason));
  Known known;
  TRY(auto context, context_of(node, op, record, line.received_ms, known));
  return rules::judge(record, op, context);
}

// P14: of a revoked node what lies beyond its last witnessed head is set aside. Until that is published, the time
// tells.
Result<bool> Settler::counts_yet(const Node& node, const InboxLine& line) {
  if (!node.revoked_ms) return true;
  const auto* revoked = rules::revoked(reference_->fleet(), node.name);
  if (revoked) return witnessed(*files_, *revoked, {line.node, line.epoch, line.seq});
  return line.received_ms < *node.revoked_ms;
}

// P5: what its box has given back no lease gives any more.
Result<void> Settler::leave_out_given_back(const model::Op& op, Known& known) {
  if (!op.issue || !known.lease) return {};
  TRY(auto end, end_of(*files_, known.lease->lease));
  if (end && given_back(end->act, op.issue->number)) known.lease.reset();
  return {};
}

Result<rules::Context> Settler::context_of(const Node& node, const model::Op& op, const model::Record& record,
                                           std::int64_t received_ms, Known& known) {
  rules::Context context;
  const model::Pin& pin = op.pin ? *op.pin : record.pin;
  context.service = reference_->service(pin.service, pin.version);
  TRY(known.actor, actor_of(node, op));
  if (known.actor) context.actor = &*known.actor;
  const int offset = context.service ? context.service->calendar.utc_offset_minutes : 0;
  const auto time_ms = std::min(op.time.ms, received_ms);  // nobody writes after it was received
  context.form.today = rules::civil_date(time_ms, offset);
  context.form.now = context.form.today + rules::civil_time(time_ms, offset);
  context.now_ms = context.received_ms = received_ms;
  if (op.issue || op.voided) {
    const model::Serial& serial = op.issue ? *op.issue : op.voided->serial;
    TRY(known.lease, LeaseBook(files_->records).holding(serial));
    TRY_VOID(leave_out_given_back(op, known));
    TRY(context.number_taken_by, Records(files_->records).taken_by(serial, op.id));
  }
  if (known.lease) context.lease = &known.lease->lease;
  return context;
}

// A node writes only in the names of people who work there or, as its feed once told it, have worked there. Nobody
// else's, least of all an officer's or the centre's own. Who they were is what the author had been told (Op::roster).
Result<std::optional<rules::Staff>> Settler::actor_of(const Node& node, const model::Op& op) {
  Feeds feeds(files_->records);
  const auto* person = reference_->staff(op.actor);
  const bool here = person && (node.name == centre_node || works_at_desk(*person, node.name));
  if (here && (op.roster == 0 || node.name == centre_node)) return *person;
  TRY(auto told, op.roster > 0 ? feeds.last_at(node_feed(node.name), "staff", op.actor, op.roster)
                               : feeds.last(node_feed(node.name), "staff", op.actor));
  if (!told) return std::nullopt;
  TRY(auto then, rules::parse_staff(told->body));
  return then;
}

Result<void> Settler::check(const model::Record& record, const model::Op& op, std::int64_t now_ms) {
  TRY(auto node, Nodes(files_->inbox).get(op.id.node));
  if (!node) return fail(Code::not_enrolled, {{"node", op.id.node}});
  Known known;
  TRY(auto context, context_of(*node, op, record, now_ms, known));
  return rules::check(record, op, context);
}

// Causes that are not settled: a value that the author saw, the record's creation, an earlier act of the same author on
// it. Gives the reason's code, or "".
Result<std::string> Settler::waits_for(const model::Op& op, const model::Record& record) {
  Records records(files_->records);
  const std::string waiting{name_of(Code::chain_gap)};
  for (const auto& [field, writer] : op.over) {
    auto cause = model::parse_op_id(writer);
    if (!cause) continue;
    TRY(bool missing, unseen(*cause));
    TRY(bool parked, records.is_parked(*cause));
    if (missing || parked) return waiting;
  }
  bool application = op.of.find("/application/") != op.of.npos;
  if (record.creator.empty() && application && !op.pin && !op.unknown_act) return waiting;
  TRY(auto id, model::parse_record_id(op.of));
  TRY(auto parked, records.parked(id.office, op.of));
  bool before = true;  // in the order in which they were parked
  for (const auto& row : parked) {
    if (row.op == op.id) before = false;
    bool earlier = before && row.op.node == op.id.node;
    if (earlier) return waiting;
  }
  return "";
}

// What an earlier life of the centre had written itself, and was lost with it, nobody brings any more.
Result<bool> Settler::unseen(const model::OpId& cause) {
  TRY(auto cursor, Records(files_->records).cursor(cause.node, cause.epoch));
  if (cursor >= cause.seq || cause.node != centre_node) return cursor < cause.seq;
  TRY(auto line, Inbox(files_->inbox).line(cause));
  return line.has_value();
}

Result<void> Settler::write(const Node& node, const InboxLine& line, const model::Op& op, const Verdict& verdict,
                            const model::RecordId& id, model::Record record) {
  Feeds feeds(files_->records);
  EntryRow entry{id.office, 0, op.of, op.id, verdict, false, exchange::digest_of_line(line.line)};
  TRY(auto position, feeds.append(entry));
  entry.office = node.office;
  entry.only_author = true;
  if (id.office != node.office && node.name != centre_node) TRY_VOID(feeds.append(entry));
  record = model::apply(std::move(record), op, verdict);
  TRY_VOID(Records(files_->records).put_record(id.office, op.of, {model::write_record(record), position}));
  TRY_VOID(keep_parked(id, op, verdict));
  if (!waits(verdict)) TRY_VOID(keep_serials(id, op));
  TRY_VOID(keep_reviews(*files_, id, record));
  if (id.kind != "application" || record.creator.empty()) return {};
  const auto* service = reference_->service(record.pin.service, record.pin.version);
  TRY_VOID(Applications(files_->records).put(list_application(id, record, shown_verdict(op.id, verdict), service)));
  // Tried once: what the rules refuse the centre itself is not asked of them again before something else has changed.
  bool own = op.id.node == centre_node && !op.advance.empty();
  if (own) TRY_VOID(Records(files_->records).done(id.office, op.of, op.advance));
  if (own && (verdict.op != Fate::applied || verdict.advance != Fate::applied)) return {};
  return plan(id, record);
}

Result<void> Settler::keep_parked(const model::RecordId& id, const model::Op& op, const Verdict& verdict) {
  if (!waits(verdict)) return {};
  return Records(files_->records)
      .park({id.office, op.of, op.id, std::string(model::name_of(verdict.op)), verdict.reason});
}

Result<void> Settler::keep_serials(const model::RecordId& id, const model::Op& op) {
  Records records(files_->records);
  if (op.issue) TRY_VOID(records.note_serial(id.office, *op.issue, op.id, "issued"));
  if (op.voided) TRY_VOID(records.note_serial(id.office, op.voided->serial, op.id, "void"));
  return {};
}

// Each success may free the next one; at most as many rounds as there were waiting.
Result<void> Settler::retry_record(const model::RecordId& id, const std::string& record) {
  bool progress = true;
  while (progress) {
    progress = false;
    TRY(auto rows, Records(files_->records).parked(id.office, record));
    for (const auto& row : rows) {
      if (row.fate != "waiting") continue;
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
  auto op = model::parse_op(line->line);
  if (!op) return false;
  auto settled = guarded(files_->records, [&] { return judge_and_apply(*node, *line, *op, true); });
  if (settled || of_the_store(settled.error().code)) return settled;
  TRY_VOID(Records(files_->records)
               .park({row.office, row.record, row.op, "parked", std::string(name_of(settled.error().code))}));
  return false;
}

Result<void> Settler::retry(Code reason, std::size_t limit) {
  TRY(auto rows, Records(files_->records).parked_for(name_of(reason), limit));
  for (const auto& row : rows) {
    TRY(bool settled, retry_one(row));
    if (!settled) continue;
    TRY(auto id, model::parse_record_id(row.record));
    TRY_VOID(retry_record(id, row.record));
  }
  return {};
}

// P11: whether an attachment of the record has not arrived; what is missing is waited for.
Result<bool> Settler::files_missing(const model::RecordId& id, const model::Record& record) {
  bool missing = false;
  for (const auto& attached : record.attachments) {
    TRY(bool present, Attachments(files_->inbox).present(attached.act.hash));
    if (present && planted(25)) missing = false;
    if (present) continue;
    missing = true;
    TRY_VOID(Awaited(files_->records).put({attached.act.hash, id.office, record.id}));
  }
  return missing;
}

Result<void> Settler::plan_again(std::string_view office, const std::string& record) {
  TRY(auto id, model::parse_record_id(record));
  TRY(auto row, Records(files_->records).record(office, record));
  if (!row) return {};
  TRY(auto parsed, model::parse_record(row->body));
  return plan(id, parsed);
}

// The stages that are the centre's to reach, once what they need is there.
Result<void> Settler::plan(const model::RecordId& id, const model::Record& record) {
  Records records(files_->records);
  const auto* service = reference_->service(record.pin.service, record.pin.version);
  if (!service) return {};
  const auto ending = rules::closing_of(record, service);
  TRY(bool incomplete, files_missing(id, record));
  model::HybridTime after = record.created;
  for (const auto& milestone : record.milestones) after = std::max(after, milestone.time);
  for (const auto& stage : service->stages) {
    if (stage.by != "centre") continue;
    const auto& needs = stage.prerequisites;
    const bool stopped = ending && rules::stops(*ending, "advance:" + stage.id);
    bool ready = !stopped && !(incomplete && !planted(11) && stage.id == rules::stage::received_by_centre) &&
                 !needs.empty() &&
                 std::all_of(needs.begin(), needs.end(), [&](const auto& need) { return record.reached(need); });
    if (ready && !record.reached(stage.id))
      TRY_VOID(records.put_todo({id.office, record.id, stage.id, after}));
    else  // reached; or no longer possible, as it has ended, or a return has reopened what it needs
      TRY_VOID(records.done(id.office, record.id, stage.id));
  }
  return {};
}

}  // namespace karvan::central
