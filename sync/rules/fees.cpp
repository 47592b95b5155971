#include "sync/rules/fees.h"

#include <algorithm>

#include "sync/rules/check.h"

namespace karvan::rules {
namespace {

std::int64_t assessed_ms(const model::Record& record) {
  auto found = std::find_if(record.milestones.rbegin(), record.milestones.rend(),
                            [](const auto& milestone) { return milestone.stage == stage::fee_assessed; });
  return found == record.milestones.rend() ? record.created.ms : found->time.ms;
}

bool was_charged(const model::Record& record) {
  return std::any_of(record.postings.begin(), record.postings.end(),
                     [](const auto& posting) { return posting.post.kind == "charge"; });
}

}  // namespace

bool moves_money(const model::Op& op) { return op.post && op.post->kind != "charge"; }

Result<catalogue::Fee> fee_assessed(const model::Record& record, const catalogue::Service& service) {
  return catalogue::fee_due(service, answers_of(record),
                            civil_date(assessed_ms(record), service.calendar.utc_offset_minutes));
}

std::optional<catalogue::Fee> fee_charged(const model::Record& record, const catalogue::Service& service) {
  if (!was_charged(record)) return std::nullopt;
  auto fee = fee_assessed(record, service);
  if (!fee || fee->total.minor != model::balance(record).charged) return std::nullopt;
  return std::move(*fee);
}

std::map<std::string, std::int64_t> waived_of(const model::Record& record) {
  std::map<std::string, std::int64_t> waived;
  for (const auto& posting : record.postings)
    if (posting.post.kind == "waiver") waived[posting.post.line] += posting.post.amount.minor;
  return waived;
}

std::int64_t waivable_minor(const model::Record& record, const catalogue::Service& service, std::string_view line) {
  const auto fee = fee_charged(record, service);
  const auto sum = model::balance(record);
  if (!fee) return line.empty() ? sum.charged - sum.waived : 0;
  if (line.empty()) return fee->waivable_minor() - sum.waived;
  for (const auto& due : fee->lines) {
    if (due.id != line || !due.waivable) continue;
    const auto waived = waived_of(record);
    const auto before = waived.find(due.id);
    return due.amount.minor - (before == waived.end() ? 0 : before->second);
  }
  return 0;
}

}  // namespace karvan::rules
