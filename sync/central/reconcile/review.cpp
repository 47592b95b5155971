#include "sync/central/reconcile/review.h"

#include <algorithm>

#include "sync/central/store/inbox.h"
#include "sync/rules/matters.h"

namespace karvan::central {
namespace {

bool same_place(const ReviewRow& a, const ReviewRow& b) { return a.kind == b.kind && a.what == b.what; }

Result<std::int64_t> opened(Files& files, const ReviewRow& row) {
  TRY(auto writer, model::parse_op_id(row.writer));
  TRY(auto line, Inbox(files.inbox).line(writer));
  return line ? line->received_ms : 0;
}

}  // namespace

std::vector<ReviewRow> reviews_of(const model::RecordId& id, const model::Record& record) {
  std::vector<ReviewRow> rows;
  for (auto& matter : rules::matters_of(record))
    rows.push_back({id.office, record.id, std::move(matter.kind), std::move(matter.what), std::move(matter.writer), 0});
  return rows;
}

Result<void> keep_reviews(Files& files, std::string_view office, std::string_view record, std::vector<ReviewRow> now) {
  Reviews reviews(files.records);
  TRY(auto before, reviews.of_record(office, record));
  auto find = [](const std::vector<ReviewRow>& rows, const ReviewRow& row) {
    return std::find_if(rows.begin(), rows.end(), [&](const ReviewRow& other) { return same_place(row, other); });
  };
  for (const auto& row : before)
    if (find(now, row) == now.end()) TRY_VOID(reviews.close(row));
  for (auto& row : now) {
    auto known = find(before, row);
    if (known != before.end() && known->writer == row.writer) continue;
    TRY(row.opened_ms, opened(files, row));
    TRY_VOID(reviews.put(row));
  }
  return {};
}

}  // namespace karvan::central
