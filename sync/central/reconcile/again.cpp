#include <map>

#include "sync/central/reconcile/guard.h"
#include "sync/central/reconcile/settle.h"

// What waited, and is tried again.
namespace karvan::central {
namespace {

bool waits_for_another(const ParkedRow& row) { return row.fate == "waiting" && row.reason == name_of(Code::chain_gap); }

}  // namespace

// What waits for another reason by now is told anew: work behind it may go on, where a person has to settle this one.
Result<bool> Settler::waits_so(const model::OpId& op, const model::Verdict& verdict) {
  TRY(const auto row, Records(files_->records).parked(op));
  return row && row->fate == model::name_of(verdict.op) && row->reason == verdict.reason;
}

// Each success may free the next one; at most as many rounds as there were waiting. What waits behind one of its own
// epoch that still does is not looked at: it would say so again.
Result<void> Settler::retry_record(const model::RecordId& id, const std::string& record) {
  TRY(bool progress, hand_.any_parked());
  while (progress) {
    progress = false;
    std::map<std::pair<std::string, std::string>, std::uint64_t> waiting;  // from which place on, by node and epoch
    TRY(auto rows, Records(files_->records).parked(id.office, record));
    for (const auto& row : rows) {
      const auto behind = waiting.find({row.op.node, row.op.epoch});
      if (behind != waiting.end() && row.op.seq > behind->second && waits_for_another(row)) continue;
      // Of a revoked box what counts by now may still have waited for this.
      if (row.fate != "waiting" && row.reason != name_of(Code::node_revoked)) continue;
      TRY(bool settled, retry_one(row));
      progress |= settled;
      TRY(const auto still, Records(files_->records).parked(row.op));
      if (still && waits_for_another(*still)) waiting.try_emplace({row.op.node, row.op.epoch}, row.op.seq);
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
