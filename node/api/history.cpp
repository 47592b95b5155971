#include "node/api/history.h"

#include <algorithm>

#include "node/api/people.h"
#include "node/api/standing.h"
#include "sync/rules/captured.h"
#include "sync/show/record.h"
#include "sync/show/stages.h"

namespace karvan::api {

json::array write_stages(core::Book& book, const counter::Application& app) {
  auto list = show::stages(app.record, app.service, book.now_ms(), names_in(book));
  for (auto& one : list) {
    auto& o = one.as_object();
    const auto& milestones = app.record.milestones;
    const bool ever = std::any_of(milestones.begin(), milestones.end(),
                                  [&](const auto& milestone) { return o.at("id").as_string() == milestone.stage; });
    o["reopened"] = ever && o.at("reached_at").is_null();
    if (o.at("by_whom").as_string().empty()) o["by_whom"] = "desk";
  }
  return list;
}

json::array write_documents(const counter::Application& app) {
  auto list = show::documents(app.record);
  for (auto& one : list) {
    auto& o = one.as_object();
    o["recipient"] = o["relation"] = "";
    o["handed_at"] = nullptr;
    o["disputed"] = o.at("state").as_string() == "disputed";
    for (const auto& given : app.record.handed_over) {
      const auto& serial = given.act.serial;
      if (o.at("kind").as_string() != serial.kind || o.at("number").to_number<std::int64_t>() != serial.number)
        continue;
      o["recipient"] = given.act.recipient;
      o["relation"] = given.act.relation;
      o["handed_at"] = given.time.ms;
    }
  }
  return list;
}

std::vector<rules::Matter> open_matters(const std::string& node, const counter::Application& app,
                                        const std::vector<store::LogLine>& own) {
  auto matters = rules::matters_of(app.record);
  for (const auto& line : own) {
    if (line.entry == 0) continue;
    const bool refused = line.fate == model::Fate::refused;
    if (!refused && line.fate != model::Fate::waiting && line.fate != model::Fate::parked) continue;
    const auto op = model::to_text(model::OpId{node, line.epoch, line.seq});
    const bool there = std::any_of(matters.begin(), matters.end(), [&](const auto& each) { return each.writer == op; });
    if (!there) matters.push_back({refused ? "refused" : "waiting", op, op, line.reason});
  }
  return matters;
}

void write_matter(const rules::Matter& matter, json::object& o) {
  json::array outcomes;
  for (const auto outcome : rules::outcomes_of(matter.kind)) outcomes.push_back(json::value(outcome));
  o["kind"] = matter.kind;
  o["what"] = matter.what;
  o["op"] = matter.writer;
  o["reason"] = matter.reason;
  o["outcomes"] = std::move(outcomes);
}

json::array write_alarms(const std::string& node, const counter::Application& app,
                         const std::vector<store::LogLine>& own) {
  json::array list;
  for (const auto& matter : open_matters(node, app, own)) {
    if (rules::outcomes_of(matter.kind).empty()) continue;
    json::object o;
    write_matter(matter, o);
    list.push_back(std::move(o));
  }
  return list;
}

Result<json::array> write_attachments(core::Book& book, const counter::Application& app) {
  json::array list;
  for (const auto& attached : rules::attached_of(app.record)) {
    TRY(auto row, book.store().attachments().get(attached.hash));
    auto o = write_attachment(attached);
    // Of another box: only the centre can say.
    o["state"] = row && row->state != "draft" ? row->state : row ? "waiting" : "there";
    if (book.is_damaged(attached.hash)) o["state"] = "damaged";
    list.push_back(std::move(o));
  }
  return list;
}

}  // namespace karvan::api
