#include "sync/central/reconcile/guard.h"
#include "sync/central/reconcile/listing.h"
#include "sync/central/reconcile/reconcile.h"
#include "sync/central/reconcile/review.h"
#include "sync/central/reconcile/settle.h"
#include "sync/central/reconcile/verdicts.h"
#include "sync/central/store/attachments.h"
#include "sync/central/store/awaited.h"
#include "sync/central/store/feeds.h"
#include "sync/central/store/identities.h"
#include "sync/rules/duplicates.h"

namespace karvan::central {
namespace {

// Raised where lists show something that they did not: then they are made again from the records, which hold all.
constexpr std::string_view lists_version = "4";
constexpr std::string_view meta_lists = "lists";        // the version that they are all of
constexpr std::string_view meta_lists_at = "lists_at";  // "OFFICE RECORD": how far the making has come
constexpr std::string_view meta_arrived = "attachments_arrived";
constexpr std::size_t rebuild_slice = 256;
constexpr std::size_t apart_slice = 10'000;
constexpr std::size_t arrivals_slice = 256;

Result<void> list_again(Files& files, const Reference& reference, const KeyedRecord& row) {
  TRY(auto id, model::parse_record_id(row.id));
  TRY(auto record, model::parse_record(row.body));
  if (id.kind != "conflict") TRY_VOID(keep_reviews(files, id.office, record.id, reviews_of(id, record)));
  if (id.kind != "application" || record.creator.empty()) return {};
  TRY(auto last, Feeds(files.records).last_of(id.office, row.id));
  TRY(const auto* service, reference.service(record.pin.service, record.pin.version));
  if (service) TRY_VOID(Identities(files).put(id.office, row.id, rules::identity_of(record, *service)));
  return Applications(files.records)
      .put(list_application(id, record, last ? shown_verdict(last->op, last->verdict) : model::Verdict{}, service));
}

// What was set aside before it was listed.
Result<void> list_apart(Files& files) {
  std::uint64_t after = 0;
  for (bool more = true; more;) {
    TRY(auto rows, Records(files.records).parked_apart(after, apart_slice));
    for (const auto& row : rows) {
      TRY(auto line, Inbox(files.inbox).line(row.op));
      const auto op = model::to_text(row.op);
      TRY_VOID(Reviews(files.records)
                   .put({row.office, apart(row.office, row.op), "parked", op, op, line ? line->received_ms : 0}));
      after = row.row;
    }
    more = rows.size() == apart_slice;
  }
  return {};
}

}  // namespace

Result<bool> Reconciler::rebuild_some() {
  if (lists_known_) return false;
  Records records(files_->records);
  TRY(auto version, records.meta(meta_lists));
  lists_known_ = version == lists_version;
  if (lists_known_) return false;
  TRY(auto at, records.meta(meta_lists_at));
  auto blank = at.find(' ');
  std::string office = at.substr(0, blank), id = blank == at.npos ? "" : at.substr(blank + 1);
  TRY(auto rows, records.after(office, id, rebuild_slice));
  TRY_VOID(in_transaction(files_->records, [&]() -> Result<void> {
    for (const auto& row : rows) {
      // one that cannot be read stays listed as it is, and stops no other
      auto listed = guarded(files_->records, [&] { return list_again(*files_, reference_, row); });
      if (!listed && of_the_store(listed.error().code)) return listed;
    }
    if (rows.empty()) {
      TRY_VOID(list_apart(*files_));
      TRY_VOID(records.put_meta(meta_lists, lists_version));
    }
    return records.put_meta(meta_lists_at, rows.empty() ? "" : rows.back().office + " " + rows.back().id);
  }));
  return true;
}

// Records that waited for a file are looked at again when it has come (P11).
Result<bool> Reconciler::settle_arrivals() {
  Records records(files_->records);
  TRY(auto text, records.meta(meta_arrived));
  TRY(auto arrived, Attachments(files_->inbox).arrived_since(text.empty() ? 0 : std::stoull(text), arrivals_slice));
  if (arrived.hashes.empty()) return false;
  TRY_VOID(in_transaction(files_->records, [&]() -> Result<void> {
    Met met(*files_, reference_);
    Settler settler(*files_, reference_, met);
    Awaited awaited(files_->records);
    for (const auto& hash : arrived.hashes) {
      TRY(auto rows, awaited.of_file(hash));
      for (const auto& row : rows) TRY_VOID(settler.plan_again(row.office, row.record));
      TRY_VOID(awaited.forget(hash));
    }
    return records.put_meta(meta_arrived, std::to_string(arrived.mark));
  }));
  return true;
}

}  // namespace karvan::central
