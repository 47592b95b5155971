#include "sync/rules/due.h"

#include <algorithm>

#include "sync/rules/context.h"

namespace karvan::rules {
namespace {

// When the stage was reached, in force.
std::int64_t reached_ms(const model::Record& record, const std::string& stage) {
  if (!record.reached(stage)) return 0;
  std::int64_t ms = 0;
  for (const auto& milestone : record.milestones)
    if (milestone.stage == stage) ms = std::max(ms, milestone.time.ms);
  return ms;
}

bool closed(const model::Record& record) {
  const bool refused = !record.decisions.empty() && record.decisions.back().act.outcome == "refused";
  return refused || record.reached(stage::delivered);
}

// Since when the citizen is awaited: an application that was returned and not filed again; 0: they are not.
std::int64_t awaited_since(const model::Record& record) {
  if (record.returns.empty() || record.reached(stage::filed)) return 0;
  return record.returns.back().returned.time.ms;
}

bool ready(const model::Record& record, const catalogue::Stage& stage) {
  return std::all_of(stage.prerequisites.begin(), stage.prerequisites.end(),
                     [&](const std::string& before) { return record.reached(before); });
}

// The clock of a stage begins with the last of its prerequisites, and again with each filing.
std::int64_t begins_ms(const model::Record& record, const catalogue::Stage& stage) {
  std::int64_t begins = record.created.ms;
  for (const auto& before : stage.prerequisites) begins = std::max(begins, reached_ms(record, before));
  const auto reached = reached_ms(record, stage.id);
  const auto filed = reached_ms(record, stage::filed);
  if (!record.returns.empty() && (reached == 0 || reached > filed)) begins = std::max(begins, filed);
  return begins;
}

}  // namespace

std::vector<Due> due_stages(const model::Record& record, const catalogue::Service& service, std::int64_t now_ms) {
  std::vector<Due> all;
  const bool over = closed(record);
  const bool awaited = awaited_since(record) != 0;
  for (const auto& stage : service.stages) {
    Due due{stage.id, stage.number, stage.by, 0, reached_ms(record, stage.id), false};
    if (due.reached_ms == 0 && (over || !ready(record, stage))) continue;
    // While the citizen is awaited every clock stands still.
    if (due.reached_ms == 0 && awaited && stage.id != stage::filed) continue;
    constexpr std::int64_t hour_ms = 3'600'000;
    if (stage.target_hours > 0 && stage.id != stage::filed)
      due.due_ms = catalogue::work_ends(service.calendar, begins_ms(record, stage), stage.target_hours * hour_ms);
    due.late = due.due_ms != 0 && (due.reached_ms != 0 ? due.reached_ms : now_ms) > due.due_ms;
    all.push_back(std::move(due));
  }
  std::sort(all.begin(), all.end(), [](const Due& a, const Due& b) { return a.number < b.number; });
  return all;
}

std::int64_t next_due_ms(const model::Record& record, const catalogue::Service& service) {
  std::int64_t next = 0;
  for (const auto& due : due_stages(record, service, 0))
    if (due.reached_ms == 0 && due.due_ms != 0 && (next == 0 || due.due_ms < next)) next = due.due_ms;
  return next;
}

bool is_late(const model::Record& record, const catalogue::Service& service, std::int64_t now_ms) {
  const auto next = next_due_ms(record, service);
  return next != 0 && now_ms > next;
}

}  // namespace karvan::rules
