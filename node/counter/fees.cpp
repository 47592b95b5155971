#include "node/counter/fees.h"

#include <algorithm>

namespace karvan::counter {
namespace {

const model::Milestone* assessed(const model::Record& record) {
  auto found = std::find_if(record.milestones.begin(), record.milestones.end(),
                            [](const auto& milestone) { return milestone.stage == rules::stage::fee_assessed; });
  return found == record.milestones.end() ? nullptr : &*found;
}

std::int64_t charged_minor(const model::Record& record) {
  std::int64_t minor = 0;
  for (const auto& posting : record.postings)
    if (posting.post.kind == "charge") minor += posting.post.amount.minor;
  return minor;
}

bool was_charged(const model::Record& record) {
  return std::any_of(record.postings.begin(), record.postings.end(),
                     [](const auto& posting) { return posting.post.kind == "charge"; });
}

}  // namespace

std::optional<catalogue::Fee> fee_charged(const Application& app) {
  if (!was_charged(app.record)) return std::nullopt;
  const auto* when = assessed(app.record);
  const auto day =
      rules::civil_date(when ? when->time.ms : app.record.created.ms, app.service->calendar.utc_offset_minutes);
  auto fee = catalogue::fee_due(*app.service, rules::answers_of(app.record), day);
  if (!fee || fee->total.minor != charged_minor(app.record)) return std::nullopt;
  return std::move(*fee);
}

std::map<std::string, std::int64_t> waived_of(const model::Record& record) {
  std::map<std::string, std::int64_t> waived;
  for (const auto& posting : record.postings)
    if (posting.post.kind == "waiver") waived[posting.post.line] += posting.post.amount.minor;
  return waived;
}

std::int64_t waivable_minor(const Application& app, std::string_view line) {
  const auto fee = fee_charged(app);
  const auto waived = waived_of(app.record);
  std::int64_t all = 0, given = 0;
  for (const auto& [id, minor] : waived) given += minor;
  if (!fee) return line.empty() ? charged_minor(app.record) - given : 0;
  for (const auto& due : fee->lines) {
    if (!due.waivable) continue;
    all += due.amount.minor;
    if (due.id != line) continue;
    const auto before = waived.find(due.id);
    return due.amount.minor - (before == waived.end() ? 0 : before->second);
  }
  return line.empty() ? all - given : 0;
}

}  // namespace karvan::counter
