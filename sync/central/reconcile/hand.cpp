#include "sync/central/reconcile/hand.h"

#include <algorithm>
#include <utility>

#include "storage/model/planted.h"
#include "sync/central/reconcile/review.h"
#include "sync/central/store/attachments.h"
#include "sync/central/store/awaited.h"
#include "sync/central/store/records.h"
#include "sync/central/store/stroke.h"

namespace karvan::central {
Result<Hand::Held*> Hand::record(const model::RecordId& id, const std::string& text) {
  auto found = records_.find(text);
  if (found != records_.end()) {
    auto& held = found->second;
    if (const auto* foreseen = std::exchange(held.foreseen, nullptr)) {
      TRY(held.record, model::parse_record(foreseen->rows.body));
    }
    return &held;
  }
  Held held{id};
  TRY(held.fresh, is_beyond(id, text));
  if (!held.fresh) {
    TRY(auto row, Records(files_->records).record(id.office, text));
    held.fresh = !row;
    if (row) {
      held.position = row->position;
      TRY(held.record, model::parse_record(row->body));
    }
  }
  return &records_.emplace(text, std::move(held)).first->second;
}

// Most that begins comes after all of its kind: then it need not be looked for.
Result<bool> Hand::is_beyond(const model::RecordId& id, std::string_view text) {
  const auto kind = text.substr(0, text.size() - id.id.size());
  auto last = last_.find(kind);
  if (last == last_.end()) {
    TRY(auto found, Records(files_->records).last_of_kind(id));
    last = last_.emplace(kind, std::move(found)).first;
  }
  return text > last->second;
}

Result<std::uint64_t> Hand::append(EntryRow& entry) {
  const auto feed = office_feed(entry.office);
  auto [head, fresh] = heads_.try_emplace(feed);
  if (fresh) {
    TRY(head->second.end, Feeds(files_->records).head(feed));
  }
  head->second.moved = true;
  TRY_VOID(append_entry(files_->records, entry, head->second.end));
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
Result<bool> Hand::files_missing(const model::RecordId& id, const std::string& record,
                                 const std::set<std::string>& hashes) {
  bool missing = false;
  for (const auto& hash : hashes) {
    TRY(bool present, Attachments(files_->inbox).present(hash));
    if (present && planted(25)) missing = false;
    if (present) continue;
    missing = true;
    TRY_VOID(Awaited(files_->records).put({hash, id.office, record}));
  }
  return missing;
}

Result<void> Hand::plan(const model::RecordId& id, const model::Record& record) {
  TRY(const auto* service, reference_->service(record.pin.service, record.pin.version));
  return service ? carry_out(plan_of(record, *service), id, record.id, false) : Result<void>{};
}

Result<void> Hand::carry_out(const Plan& plan, const model::RecordId& id, const std::string& record, bool fresh) {
  Records records(files_->records);
  TRY(bool incomplete, files_missing(id, record, plan.files));
  for (const auto& step : plan.steps) {
    if (step.ready && !(incomplete && step.wants_files))
      TRY_VOID(records.put_todo({id.office, record, step.stage, plan.after}));
    else if (!fresh)  // reached; or no longer possible, as it has ended, or a return has reopened what it needs
      TRY_VOID(records.done(id.office, record, step.stage));
  }
  return {};
}

Result<Hand::Rows> Hand::rows_for(const std::string& text, Held& held) const {
  if (held.foreseen) return Rows{&text, &held};
  TRY(const auto* service, reference_->service(held.record.pin.service, held.record.pin.version));
  return Rows{&text, &held, service};
}

void Hand::make(Rows& rows) {
  const auto& held = *rows.of;
  if (!held.foreseen) rows.made = project(held.id, held.record, held.op, held.verdict, rows.service);
}

Result<void> Hand::write(const Rows& rows) {
  const auto& [text, of, service, made] = rows;
  const auto& [id, record, position, fresh, changed, op, verdict, to_plan, foreseen] = *of;
  const auto& say = made ? *made : foreseen->rows;
  TRY_VOID(Records(files_->records).put_record(id.office, *text, {say.body, position}));
  const bool nothing_to_review = id.kind == "conflict" || (fresh && say.reviews.empty());
  if (!nothing_to_review) TRY_VOID(keep_reviews(*files_, id.office, *text, say.reviews));
  if (!say.listed) return {};
  TRY_VOID(Applications(files_->records).put(*say.listed));
  return to_plan ? carry_out(say.plan, id, *text, fresh) : Result<void>{};
}

Result<void> Hand::put_down() {
  std::vector<Rows> rows;
  for (auto& [text, held] : records_) {
    if (!held.changed) continue;
    TRY(auto of, rows_for(text, held));
    rows.push_back(std::move(of));
  }
  const bool all_foreseen = std::all_of(rows.begin(), rows.end(), [](const Rows& each) { return each.of->foreseen; });
  if (!all_foreseen) spread_(rows.size(), [&](std::size_t i) { make(rows[i]); }, nothing_aside);
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
    TRY(auto rows, rows_for(text, held));
    make(rows);
    TRY_VOID(write(rows));
    held.changed = held.fresh = false;
  }
  return {};
}

void Hand::drop() {
  records_.clear();
  last_.clear();
  heads_.clear();
  cursors_.clear();
  any_parked_.reset();
}

}  // namespace karvan::central
