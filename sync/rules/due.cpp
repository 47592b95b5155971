#include "sync/rules/due.h"

#include <algorithm>

#include "sync/rules/closing.h"
#include "sync/rules/context.h"

namespace karvan::rules {
namespace {

using catalogue::Service;
using catalogue::Stage;
using model::Record;

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t for_ever = INT64_MAX;

// When the stage was reached, in force.
std::int64_t reached_ms(const Record& record, const std::string& stage) {
  if (!record.reached(stage)) return 0;
  std::int64_t ms = 0;
  for (const auto& milestone : record.milestones)
    if (milestone.stage == stage) ms = std::max(ms, milestone.time.ms);
  return ms;
}

bool is_theirs(const Stage& stage) { return stage.awaits == "citizen"; }

bool ready(const Record& record, const Stage& stage) {
  return std::all_of(stage.prerequisites.begin(), stage.prerequisites.end(),
                     [&](const std::string& before) { return record.reached(before); });
}

std::int64_t begins_ms(const Record& record, const Stage& stage) {
  std::int64_t begins = record.created.ms;
  for (const auto& before : stage.prerequisites) begins = std::max(begins, reached_ms(record, before));
  return begins;
}

std::int64_t returned_since(const Record& record) {
  if (record.returns.empty() || record.reached(stage::filed)) return 0;
  return record.returns.back().returned.time.ms;
}

// ---- pauses

struct Pause {
  std::int64_t from = 0, until = 0;
};

void add_returns(const Record& record, std::vector<Pause>& pauses) {
  for (const auto& each : record.returns) {
    Pause pause{each.returned.time.ms, for_ever};
    for (const auto& milestone : record.milestones)
      if (milestone.stage == stage::filed && milestone.time > each.returned.time)
        pause.until = std::min(pause.until, milestone.time.ms);
    pauses.push_back(pause);
  }
}

// The latest that one of the prerequisites was reached before an instant.
std::int64_t began_before(const Record& record, const Stage& stage, std::int64_t instant) {
  std::int64_t began = record.created.ms;
  for (const auto& milestone : record.milestones) {
    const bool counts =
        std::find(stage.prerequisites.begin(), stage.prerequisites.end(), milestone.stage) != stage.prerequisites.end();
    if (counts && milestone.time.ms <= instant) began = std::max(began, milestone.time.ms);
  }
  return began;
}

void add_citizens(const Record& record, const Stage& stage, std::vector<Pause>& pauses) {
  for (const auto& milestone : record.milestones)
    if (milestone.stage == stage.id)
      pauses.push_back({began_before(record, stage, milestone.time.ms), milestone.time.ms});
  if (ready(record, stage) && !record.reached(stage.id)) pauses.push_back({begins_ms(record, stage), for_ever});
}

// In which every clock stands still, by their beginning.
std::vector<Pause> pauses_of(const Record& record, const Service& service) {
  std::vector<Pause> pauses;
  add_returns(record, pauses);
  for (const auto& stage : service.stages)
    if (is_theirs(stage)) add_citizens(record, stage, pauses);
  std::sort(pauses.begin(), pauses.end(), [](const Pause& a, const Pause& b) { return a.from < b.from; });
  return pauses;
}

// When so much work is done; 0: not as long as the last pause lasts.
std::int64_t work_ends(const catalogue::Calendar& calendar, const std::vector<Pause>& pauses, std::int64_t from_ms,
                       std::int64_t work_ms) {
  std::int64_t at = from_ms, left = work_ms;
  for (const auto& pause : pauses) {
    if (pause.until <= at) continue;
    if (pause.from > at) {
      const auto worked = catalogue::work_between(calendar, at, pause.from);
      if (worked >= left) break;
      left -= worked;
    }
    if (pause.until == for_ever) return 0;
    at = pause.until;
  }
  return catalogue::work_ends(calendar, at, left);
}

Due timed(const Record& record, const Service& service, const Stage& stage, const std::vector<Pause>& pauses) {
  Due due;
  due.stage = stage.id;
  due.number = stage.number;
  due.by = stage.by;
  due.reached_ms = reached_ms(record, stage.id);
  due.escalate_to = stage.escalate_to;
  if (stage.id == stage::filed) return due;
  const auto begins = begins_ms(record, stage);
  if (stage.target_hours > 0) due.due_ms = work_ends(service.calendar, pauses, begins, stage.target_hours * hour_ms);
  const auto escalates = std::int64_t{stage.target_hours} + stage.escalate_hours;
  if (stage.escalate_hours > 0 && due.reached_ms == 0)
    due.escalates_ms = work_ends(service.calendar, pauses, begins, escalates * hour_ms);
  return due;
}

std::vector<Due> timed_stages(const Record& record, const Service& service, std::int64_t now_ms, bool reached_too) {
  std::vector<Due> all;
  const bool over = closing_of(record, &service).has_value();
  const bool returned = returned_since(record) != 0;
  const auto pauses = pauses_of(record, service);
  for (const auto& stage : service.stages) {
    const bool reached = record.reached(stage.id);
    if (reached && !reached_too) continue;
    if (!reached && (over || !ready(record, stage))) continue;
    if (!reached && returned && stage.id != stage::filed) continue;
    Due due = timed(record, service, stage, pauses);
    due.late = due.due_ms != 0 && (due.reached_ms != 0 ? due.reached_ms : now_ms) > due.due_ms;
    due.escalated = due.escalates_ms != 0 && now_ms > due.escalates_ms;
    all.push_back(std::move(due));
  }
  std::sort(all.begin(), all.end(), [](const Due& a, const Due& b) { return a.number < b.number; });
  return all;
}

}  // namespace

std::int64_t citizen_awaited_since(const Record& record, const Service& service) {
  if (const auto since = returned_since(record)) return since;
  std::int64_t since = 0;
  for (const auto& stage : service.stages)
    if (is_theirs(stage) && ready(record, stage) && !record.reached(stage.id))
      since = std::max(since, begins_ms(record, stage));
  return since;
}

std::vector<Due> due_stages(const Record& record, const Service& service, std::int64_t now_ms) {
  return timed_stages(record, service, now_ms, true);
}

Next next_due(const Record& record, const Service& service) {
  Next next;
  next.citizen = citizen_awaited_since(record, service) != 0;
  bool theirs = false;
  for (const auto& due : timed_stages(record, service, 0, false)) {
    const bool sooner = next.stage.empty() || (due.due_ms != 0 && (next.due_ms == 0 || due.due_ms < next.due_ms));
    const auto* stage = service.stage(due.stage);
    if (sooner && !theirs) next.stage = due.stage;
    if (stage && is_theirs(*stage) && !theirs) {
      next.stage = due.stage;
      theirs = true;
    }
    if (due.due_ms != 0 && (next.due_ms == 0 || due.due_ms < next.due_ms)) next.due_ms = due.due_ms;
    if (due.escalates_ms == 0 || (next.escalates_ms != 0 && next.escalates_ms <= due.escalates_ms)) continue;
    next.escalates_ms = due.escalates_ms;
    next.escalate_to = due.escalate_to;
  }
  return next;
}

std::int64_t next_due_ms(const Record& record, const Service& service) { return next_due(record, service).due_ms; }

bool is_late(const Record& record, const Service& service, std::int64_t now_ms) {
  const auto next = next_due_ms(record, service);
  return next != 0 && now_ms > next;
}

}  // namespace karvan::rules
