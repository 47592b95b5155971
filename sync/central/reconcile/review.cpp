#include "sync/central/reconcile/review.h"

#include <algorithm>

#include "sync/central/store/inbox.h"
#include "sync/rules/context.h"
#include "sync/rules/sound.h"

namespace karvan::central {
namespace {

bool same_place(const ReviewRow& a, const ReviewRow& b) { return a.kind == b.kind && a.what == b.what; }

// The contender that came first opened the conflict; a field that broke a constraint has none.
std::string opener(const model::Field& field) {
  auto first = std::min_element(field.candidates.begin(), field.candidates.end(),
                                [](const auto& a, const auto& b) { return a.time < b.time; });
  return first == field.candidates.end() ? field.writer : first->writer;
}

// "disputed:licence/7001": the kind before the colon; what it is about after it, else who wrote it.
ReviewRow of_alarm(const model::Alarm& alarm) {
  auto colon = alarm.what.find(':');
  ReviewRow row;
  row.kind = alarm.what.substr(0, colon);
  row.what = colon == alarm.what.npos ? alarm.writer : alarm.what.substr(colon + 1);
  row.writer = alarm.writer;
  return row;
}

// Fields and documents say themselves whether they are still in question.
bool told_by_state(const ReviewRow& row) {
  return row.kind == "held" || row.kind == "late_review" || row.kind == "disputed";
}

// An answer that broke a rule is in question while it is held; one that a filing lacked, until that is filed; a stage
// out of its order, until it is reached. What has ended wants neither any more.
bool is_over(const ReviewRow& row, const model::Record& record) {
  if (row.kind == "refused") {
    const auto stage = row.what.substr(0, row.what.find(':'));
    return record.closed.has_value() || record.reached(stage);
  }
  if (row.kind != "invalid") return false;
  auto broken = rules::parse_invalid(row.what);
  if (!broken) return false;
  auto field = record.fields.find(broken->key);
  if (field != record.fields.end() && field->second.held) return false;
  return record.closed.has_value() || record.reached(rules::stage::filed);
}

Result<std::int64_t> opened(Files& files, const ReviewRow& row) {
  TRY(auto writer, model::parse_op_id(row.writer));
  TRY(auto line, Inbox(files.inbox).line(writer));
  return line ? line->received_ms : 0;
}

}  // namespace

std::vector<ReviewRow> reviews_of(const model::RecordId& id, const model::Record& record) {
  std::vector<ReviewRow> rows;
  auto add = [&](ReviewRow row) {
    row.office = id.office;
    row.record = record.id;
    bool there = std::any_of(rows.begin(), rows.end(), [&](const ReviewRow& other) { return same_place(row, other); });
    if (!there) rows.push_back(std::move(row));
  };
  for (const auto& [name, field] : record.fields) {
    if (field.held) add({"", "", "held", name, opener(field)});
    if (field.late && !field.held) add({"", "", "late_review", name, opener(field)});
  }
  for (const auto& document : record.documents)
    if (document.state == "disputed")
      add({"", "", "disputed", document.serial.kind + "/" + std::to_string(document.serial.number), document.writer});
  for (const auto& alarm : record.alarms) {
    auto row = of_alarm(alarm);
    if (is_open(alarm) && !told_by_state(row) && !is_over(row, record)) add(std::move(row));
  }
  return rows;
}

Result<void> keep_reviews(Files& files, const model::RecordId& id, const model::Record& record) {
  Reviews reviews(files.records);
  TRY(auto before, reviews.of_record(id.office, record.id));
  auto now = reviews_of(id, record);
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
