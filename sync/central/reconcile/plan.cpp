#include <algorithm>

#include "storage/model/planted.h"
#include "sync/central/reconcile/listing.h"
#include "sync/rules/captured.h"
#include "sync/rules/check.h"
#include "sync/rules/closing.h"
#include "sync/rules/context.h"

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

Plan plan_of(const model::Record& record, const catalogue::Service& service) {
  Plan plan;
  const auto ending = rules::closing_of(record, &service);
  plan.files = files_of(record, service.form);
  plan.after = record.created;
  for (const auto& milestone : record.milestones) plan.after = std::max(plan.after, milestone.time);
  for (const auto& stage : service.stages) {
    if (stage.by != "centre") continue;
    const auto& needs = stage.prerequisites;
    const bool stopped = ending && rules::stops(*ending, "advance:" + stage.id);
    const bool ready = !stopped && !needs.empty() && !record.reached(stage.id) &&
                       std::all_of(needs.begin(), needs.end(), [&](const auto& need) { return record.reached(need); });
    plan.steps.push_back({stage.id, ready, !planted(11) && stage.id == rules::stage::received_by_centre});
  }
  return plan;
}

}  // namespace karvan::central
