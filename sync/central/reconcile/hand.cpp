#include "sync/central/reconcile/hand.h"

#include <algorithm>
#include <set>

#include "storage/model/planted.h"
#include "sync/central/reconcile/listing.h"
#include "sync/central/reconcile/review.h"
#include "sync/central/store/attachments.h"
#include "sync/central/store/awaited.h"
#include "sync/central/store/records.h"
#include "sync/central/store/stroke.h"
#include "sync/rules/captured.h"
#include "sync/rules/check.h"
#include "sync/rules/closing.h"

namespace karvan::central {
namespace {

bool asks_for_file(const form::Question& question) { return form::is_attachment(question.type); }

// Files that the record names: the last of each question as attachments, and as answers whose `attach` may still be on
// its way. One whose question was captured again may be damaged at its box and never come.
std::set<std::string> files_of(const model::Record& record, const form::Form& form) {
  std::set<std::string> files;
  for (const auto& attached : rules::attached_of(record)) files.insert(attached.hash);
  if (std::none_of(form.questions().begin(), form.questions().end(), asks_for_file)) return files;
  for (const auto& [key, field] : record.fields) {
    const auto* question = field.value.empty() ? nullptr : form.question(key);
    if (question && asks_for_file(*question)) files.insert(field.value);
  }
  return files;
}

}  // namespace

Result<Hand::Held*> Hand::record(const model::RecordId& id, const std::string& text) {
  auto found = records_.find(text);
  if (found != records_.end()) return &found->second;
  TRY(auto row, Records(files_->records).record(id.office, text));
  Held held{id};
  held.fresh = !row;
  if (row) {
    held.position = row->position;
    TRY(held.record, model::parse_record(row->body));
  }
  return &records_.emplace(text, std::move(held)).first->second;
}

Result<std::uint64_t> Hand::append(EntryRow entry) {
  const auto feed = office_feed(entry.office);
  auto [head, fresh] = heads_.try_emplace(feed);
  if (fresh) {
    TRY(head->second.end, Feeds(files_->records).head(feed));
  }
  head->second.moved = true;
  TRY_VOID(append_entry(files_->records, std::move(entry), head->second.end));
  return head->second.end.position;
}

Result<std::uint64_t> Hand::cursor(const std::string& node, const std::string& epoch) {
  auto [found, fresh] = cursors_.try_emplace({node, epoch});
  if (fresh) {
    TRY(found->second.seq, Records(files_->records).cursor(node, epoch));
  }
  return found->second.seq;
}

void Hand::move_cursor(const std::string& node, const std::string& epoch, std::uint64_t seq) {
  cursors_.insert_or_assign({node, epoch}, Cursor{seq, true});
}

Result<bool> Hand::any_parked() {
  if (!any_parked_) {
    TRY(any_parked_, central::any_parked(files_->records));
  }
  return *any_parked_;
}

// P11: whether a file of the record has not arrived; what is missing is waited for.
Result<bool> Hand::files_missing(const model::RecordId& id, const model::Record& record,
                                 const catalogue::Service& service) {
  bool missing = false;
  for (const auto& hash : files_of(record, service.form)) {
    TRY(bool present, Attachments(files_->inbox).present(hash));
    if (present && planted(25)) missing = false;
    if (present) continue;
    missing = true;
    TRY_VOID(Awaited(files_->records).put({hash, id.office, record.id}));
  }
  return missing;
}

Result<void> Hand::plan(const model::RecordId& id, const model::Record& record) {
  Records records(files_->records);
  TRY(const auto* service, reference_->service(record.pin.service, record.pin.version));
  if (!service) return {};
  const auto ending = rules::closing_of(record, service);
  TRY(bool incomplete, files_missing(id, record, *service));
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

Result<Hand::Rows> Hand::rows_for(Held& held) const {
  TRY(const auto* service, reference_->service(held.record.pin.service, held.record.pin.version));
  return Rows{&held, service};
}

void Hand::make(Rows& rows) {
  const auto& held = *rows.of;
  rows.body = model::write_record(held.record);
  if (held.id.kind != "application" || held.record.creator.empty()) return;
  rows.listed = list_application(held.id, held.record, shown_verdict(held.op, held.verdict), rows.service);
}

Result<void> Hand::write(const Rows& rows) {
  const auto& held = *rows.of;
  const auto& record = held.record;
  TRY_VOID(Records(files_->records).put_record(held.id.office, record.id, {rows.body, held.position}));
  // What lies on no record is listed by what was set aside, not by the record of the word on it.
  const bool apart = held.id.kind == "conflict";
  const bool nothing_to_review = apart || (held.fresh && reviews_of(held.id, record).empty());
  if (!nothing_to_review) TRY_VOID(keep_reviews(*files_, held.id, record));
  if (!rows.listed) return {};
  TRY_VOID(Applications(files_->records).put(*rows.listed));
  return held.to_plan ? plan(held.id, record) : Result<void>{};
}

Result<void> Hand::put_down() {
  std::vector<Rows> rows;
  for (auto& [text, held] : records_) {
    if (!held.changed) continue;
    TRY(auto of, rows_for(held));
    rows.push_back(std::move(of));
  }
  spread_(rows.size(), [&](std::size_t i) { make(rows[i]); });
  for (const auto& each : rows) TRY_VOID(write(each));
  for (const auto& [feed, head] : heads_)
    if (head.moved) TRY_VOID(put_head(files_->records, feed, head.end));
  for (const auto& [epoch, cursor] : cursors_)
    if (cursor.moved) TRY_VOID(Records(files_->records).move_cursor(epoch.first, epoch.second, cursor.seq));
  drop();
  return {};
}

Result<void> Hand::put_down_leases() {
  for (auto& [text, held] : records_) {
    if (!held.changed || held.id.kind != "lease") continue;
    TRY(auto rows, rows_for(held));
    make(rows);
    TRY_VOID(write(rows));
    held.changed = held.fresh = false;
  }
  return {};
}

void Hand::drop() {
  records_.clear();
  heads_.clear();
  cursors_.clear();
  any_parked_.reset();
}

}  // namespace karvan::central
