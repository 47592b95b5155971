#include "sync/show/stages.h"

#include <algorithm>

#include "sync/rules/due.h"
#include "sync/show/texts.h"

namespace karvan::show {
namespace {

const model::Milestone* last_of(const model::Record& record, const std::string& stage) {
  if (!record.reached(stage)) return nullptr;
  auto found = std::find_if(record.milestones.rbegin(), record.milestones.rend(),
                            [&](const auto& milestone) { return milestone.stage == stage; });
  return found == record.milestones.rend() ? nullptr : &*found;
}

json::object show_stage(const catalogue::Stage& stage, const model::Milestone* reached, const rules::Due* due,
                        const NameOf& name_of) {
  bool timed = due && due->due_ms != 0;
  return {{"id", stage.id},
          {"number", stage.number},
          {"title", texts(stage.title, stage.id)},
          {"reached_at", reached ? json::value(reached->time.ms) : json::value(nullptr)},
          {"by", reached ? name_of(reached->actor) : ""},
          {"due_at", timed ? json::value(due->due_ms) : json::value(nullptr)},
          {"late", due && due->late},
          {"escalated", due && due->escalated},
          {"escalate_to", due && due->escalated ? due->escalate_to : ""},
          {"by_whom", stage.by}};
}

const std::string* held_among(const model::Record& record, const std::vector<std::string>& fields) {
  auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return record.held(field); });
  return found == fields.end() ? nullptr : &*found;
}

}  // namespace

json::array returns(const model::Record& record, const NameOf& name_of) {
  json::array list;
  for (const auto& [returned, round] : record.returns) {
    json::object o{{"reason", returned.act.reason},
                   {"reopens", json::array(returned.act.reopens.begin(), returned.act.reopens.end())}};
    sign(o, returned.writer, returned.actor, returned.time, name_of);
    list.push_back(std::move(o));
  }
  return list;
}

json::value decision(const model::Record& record, const NameOf& name_of) {
  if (record.decisions.empty()) return nullptr;
  const auto& [act, writer, actor, time] = record.decisions.back();
  json::object o{{"outcome", act.outcome}, {"reason", act.reason}, {"reference", act.reference}};
  sign(o, writer, actor, time, name_of);
  return o;
}

json::array stages(const model::Record& record, const catalogue::Service* service, std::int64_t now_ms,
                   const NameOf& name_of) {
  json::array list;
  if (!service) {
    for (const auto& milestone : record.milestones)
      list.push_back(show_stage(catalogue::Stage{.id = milestone.stage}, &milestone, nullptr, name_of));
    return list;
  }
  const auto all = rules::due_stages(record, *service, now_ms);
  for (const auto& stage : service->stages) {
    auto due = std::find_if(all.begin(), all.end(), [&](const rules::Due& each) { return each.stage == stage.id; });
    list.push_back(show_stage(stage, last_of(record, stage.id), due == all.end() ? nullptr : &*due, name_of));
  }
  return list;
}

json::array held_up(const model::Record& record, const catalogue::Service* service) {
  json::array list;
  if (!service) return list;
  auto add = [&](std::string_view what, const std::string& kind, const form::Texts& title, const std::string* field) {
    if (field)
      list.push_back(json::object{{"what", what}, {"kind", kind}, {"title", texts(title, kind)}, {"field", *field}});
  };
  bool paid = model::balance(record).open() <= 0 && !record.postings.empty();
  if (!paid)
    for (const auto& line : service->fees)
      add("fee", line.id, line.title, held_among(record, service->depends_on(line)));
  for (const auto& paper : service->templates) {
    auto fields = service->depends_on(paper);
    if (paper.kind != "receipt") add("document", paper.kind, paper.title, held_among(record, fields));
  }
  return list;
}

}  // namespace karvan::show
