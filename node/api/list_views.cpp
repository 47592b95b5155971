#include <algorithm>

#include "node/api/standing.h"
#include "node/api/views.h"
#include "node/core/rows.h"
#include "node/counter/replies.h"
#include "storage/model/tracking.h"

namespace karvan::api {
namespace {

// Records that have every word of the query; all where it is blank.
Result<std::vector<store::Summary>> found(core::Book& book, const std::string& query) {
  auto records = book.store().records();
  store::RecordFilter filter;
  filter.kind = "application";
  filter.limit = list_max;
  if (query.empty()) return records.list(filter);
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
  const auto* stage = record.milestones.empty() ? nullptr : service.stage(record.milestones.back().stage);
  if (!stage) return {{"id", ""}, {"number", 0}, {"title", json::object{}}};
  return {{"id", stage->id}, {"number", stage->number}, {"title", counter::write_texts(stage->title)}};
}

std::int64_t filed_ms(const model::Record& record) {
  for (const auto& milestone : record.milestones)
    if (milestone.stage == rules::stage::filed) return milestone.time.ms;
  return record.created.ms;
}

json::object write_line(const counter::Application& app, const Standing& standing) {
  const auto balance = model::balance(app.record);
  return {{"id", app.id},
          {"tracking", app.tracking()},
          {"service", app.service->id},
          {"title", counter::write_texts(app.service->title)},
          {"who", app.who()},
          {"stage", write_stage(*app.service, app.record)},
          {"state", standing.state},
          {"filed_at", filed_ms(app.record)},
          {"open", counter::write_money({std::max<std::int64_t>(0, balance.open()), balance.currency})}};
}

}  // namespace

Result<View> applications(core::Core& core, const counter::By&, const Parameters& parameters) {
  auto& book = core.book();
  auto asked = [&](const char* name) {
    auto value = parameters.query.find(name);
    return value == parameters.query.end() ? std::string() : value->second;
  };
  TRY(auto summaries, found(book, asked("q")));
  TRY(auto marks, marks_of(book));
  json::array list;
  for (const auto& summary : summaries) {
    TRY(auto lines, book.store().log().of_record(summary.id));
    const auto standing = standing_of(lines, marks);
    if (!asked("state").empty() && asked("state") != standing.state) continue;
    TRY(auto id, model::parse_record_id(summary.id));
    // One whose service is not here any more must not hide the others.
    if (auto app = book.application(id.id)) list.push_back(write_line(*app, standing));
  }
  return View{json::write(list), {}};
}

}  // namespace karvan::api
