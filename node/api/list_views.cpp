#include <algorithm>

#include "node/api/standing.h"
#include "node/api/views.h"
#include "node/core/rows.h"
#include "node/counter/replies.h"
#include "storage/model/tracking.h"
#include "sync/rules/due.h"

namespace karvan::api {
namespace {

// What is done is never late: of what is open, so many are looked at.
constexpr std::size_t late_scan_max = 1'000;

struct Line {
  std::size_t at = 0;  // in the order without regard to it
  std::int64_t late_since = 0;
  json::object json;
};

// The newest ones; with `open_first` all that are open, as far as one looks, before those that are done.
Result<std::vector<store::Summary>> newest(store::Records records, bool open_first) {
  store::RecordFilter filter;
  filter.kind = "application";
  filter.limit = list_max;
  TRY(auto summaries, records.list(filter));
  if (!open_first) return summaries;
  filter.state = "open";
  filter.limit = late_scan_max;
  TRY(auto open, records.list(filter));
  std::erase_if(summaries, [&](const auto& one) { return std::find(open.begin(), open.end(), one) != open.end(); });
  open.insert(open.end(), summaries.begin(), summaries.end());
  return open;
}

// Records that have every word of the query; all where it is blank.
Result<std::vector<store::Summary>> found(core::Book& book, const std::string& query, bool open_first) {
  auto records = book.store().records();
  if (query.empty()) return newest(records, open_first);
  auto tracking = model::parse_tracking(query);
  auto words = tracking ? std::vector{core::search_key(*tracking)} : core::search_words(query);
  std::optional<std::vector<store::Summary>> result;
  for (const auto& word : words) {
    TRY(auto matches, records.search(word, result ? 10 * list_max : list_max));
    if (!result) {
      result = std::move(matches);
      continue;
    }
    std::erase_if(*result,
                  [&](const auto& one) { return std::find(matches.begin(), matches.end(), one) == matches.end(); });
  }
  if (!result) return std::vector<store::Summary>{};
  std::erase_if(*result, [](const auto& one) { return one.kind != "application"; });
  return *result;
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

// The earliest target that is past and not reached; 0: none is.
std::int64_t late_since(const counter::Application& app, std::int64_t now_ms) {
  std::int64_t since = 0;
  for (const auto& due : rules::due_stages(app.record, *app.service, now_ms))
    if (due.late && due.reached_ms == 0 && (since == 0 || due.due_ms < since)) since = due.due_ms;
  return since;
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
          {"outcome", app.record.decisions.empty() ? "" : app.record.decisions.back().act.outcome}};
}

}  // namespace

Result<View> applications(core::Core& core, const counter::By&, const Parameters& parameters) {
  auto& book = core.book();
  auto asked = [&](const char* name) {
    auto value = parameters.query.find(name);
    return value == parameters.query.end() ? std::string() : value->second;
  };
  const bool late_first = asked("late") == "1";
  TRY(auto summaries, found(book, asked("q"), late_first));
  TRY(auto marks, marks_of(book));
  std::vector<Line> lines_found;
  for (const auto& summary : summaries) {
    TRY(auto lines, book.store().log().of_record(summary.id));
    TRY(auto id, model::parse_record_id(summary.id));
    // One whose service is not here any more must not hide the others.
    auto app = book.application(id.id);
    if (!app) continue;
    const auto standing = standing_of(lines, marks, app->record);
    if (!asked("state").empty() && asked("state") != standing.state) continue;
    const auto late = late_since(*app, book.now_ms());
    lines_found.push_back({lines_found.size(), late, write_line(*app, standing, late > 0)});
  }
  if (late_first)
    std::sort(lines_found.begin(), lines_found.end(), [](const Line& a, const Line& b) {
      if ((a.late_since > 0) != (b.late_since > 0)) return a.late_since > 0;
      return a.late_since != b.late_since ? a.late_since < b.late_since : a.at < b.at;
    });
  json::array list;
  for (auto& line : lines_found)
    if (list.size() < list_max) list.push_back(std::move(line.json));
  return View{json::write(list), {}, {}};
}

}  // namespace karvan::api
