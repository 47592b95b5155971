#include <algorithm>
#include <iterator>

#include "node/api/ending.h"
#include "node/api/standing.h"
#include "node/api/views.h"
#include "node/core/rows.h"
#include "node/counter/replies.h"

namespace karvan::api {
namespace {

// Where a state is asked for, which is worked out for each: so many are looked at.
constexpr std::size_t state_scan_max = 1'000, state_found_max = 100;
constexpr std::size_t found_max = 20;

// Whose target is past, then what is open, then the newest of the rest; or simply the newest.
Result<std::vector<store::Summary>> newest(store::Records records, bool late_first, std::int64_t now_ms,
                                           std::size_t limit) {
  store::RecordFilter filter;
  filter.kind = "application";
  filter.limit = limit;
  if (!late_first) return records.list(filter);
  TRY(auto found, records.overdue(now_ms, limit));
  for (const char* state : {"open", ""}) {
    filter.state = state;
    TRY(auto more, records.list(filter));
    for (auto& one : more)
      if (std::find(found.begin(), found.end(), one) == found.end()) found.push_back(std::move(one));
  }
  return found;
}

json::object write_stage(const catalogue::Service& service, const model::Record& record) {
  const catalogue::Stage* stage = nullptr;  // the furthest one in force: the last by date may be an earlier one's
  for (const auto& each : service.stages)
    if (record.reached(each.id) && (!stage || each.number > stage->number)) stage = &each;
  if (!stage) return {{"id", ""}, {"number", 0}, {"title", json::object{}}};
  return {{"id", stage->id}, {"number", stage->number}, {"title", counter::write_texts(stage->title)}};
}

std::int64_t filed_ms(const model::Record& record) {
  for (const auto& milestone : record.milestones)
    if (milestone.stage == rules::stage::filed) return milestone.time.ms;
  return record.created.ms;
}

json::object write_line(const counter::Application& app, const Standing& standing, bool late) {
  const auto balance = model::balance(app.record);
  return {{"id", app.id},
          {"tracking", app.tracking()},
          {"service", app.service->id},
          {"title", counter::write_texts(app.service->title)},
          {"who", app.who()},
          {"stage", write_stage(*app.service, app.record)},
          {"state", standing.state},
          {"filed_at", filed_ms(app.record)},
          {"open", counter::write_money({std::max<std::int64_t>(0, balance.open()), balance.currency})},
          {"late", late},
          {"round", app.record.round},
          {"outcome", app.record.decisions.empty() ? "" : app.record.decisions.back().act.outcome},
          {"closed", closed_how(app)}};
}

bool is_overdue(const store::Summary& one, std::int64_t now_ms) { return one.due_ms > 0 && now_ms > one.due_ms; }

// In their order. Of `state` alone, where one is asked for.
Result<View> lines_of(core::Book& book, const std::vector<store::Summary>& summaries, const std::string& state) {
  TRY(auto marks, marks_of(book));
  json::array list;
  for (const auto& summary : summaries) {
    if (list.size() == list_max) break;
    TRY(auto id, model::parse_record_id(summary.id));
    // One whose service is not here any more must not hide the others.
    auto app = book.application(id.id);
    if (!app) continue;
    TRY(auto lines, book.store().log().of_record(summary.id));
    const auto standing = standing_of(lines, marks, app->record);
    if (!state.empty() && state != standing.state) continue;
    list.push_back(write_line(*app, standing, is_overdue(summary, book.now_ms())));
  }
  return View{json::write(list), {}, {}};
}

void put_late_first(std::vector<store::Summary>& summaries, std::int64_t now_ms) {
  auto overdue = [&](const store::Summary& one) { return is_overdue(one, now_ms); };
  std::vector<store::Summary> late;
  std::ranges::copy_if(summaries, std::back_inserter(late), overdue);
  std::ranges::sort(late, {}, &store::Summary::due_ms);
  std::erase_if(summaries, overdue);
  summaries.insert(summaries.begin(), late.begin(), late.end());
}

// What is looked for comes in the order of how likely it is meant, late or not.
View seek(const std::string& query, const std::string& state) {
  View view;
  view.seek = core::Seek{query, state.empty() ? found_max : state_found_max,
                         [state](core::Core& core, const counter::By&, const std::vector<store::Summary>& found) {
                           return lines_of(core.book(), found, state);
                         }};
  return view;
}

std::string asked(const Parameters& parameters, const char* name) {
  const auto value = parameters.query.find(name);
  return value == parameters.query.end() ? std::string() : value->second;
}

}  // namespace

Result<View> applications(core::Core& core, const counter::By&, const Parameters& parameters) {
  auto& book = core.book();
  const auto state = asked(parameters, "state");
  const bool late_first = asked(parameters, "late") == "1";
  TRY(auto summaries,
      newest(book.store().records(), late_first, book.now_ms(), state.empty() ? list_max : state_scan_max));
  if (late_first) put_late_first(summaries, book.now_ms());
  return lines_of(book, summaries, state);
}

Result<View> search(core::Core&, const counter::By&, const Parameters& parameters) {
  const auto query = asked(parameters, "q");
  if (query.empty()) return fail(Code::field_missing, {{"field", "q"}});
  return seek(query, asked(parameters, "state"));
}

}  // namespace karvan::api
