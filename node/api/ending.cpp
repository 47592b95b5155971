#include "node/api/ending.h"

#include <algorithm>

#include "node/api/standing.h"
#include "node/counter/replies.h"
#include "node/counter/spots.h"
#include "sync/rules/closing.h"

namespace karvan::api {
namespace {

using counter::write_texts;

const catalogue::Reason* reason_of(const catalogue::Closing& way, const std::string& id) {
  auto found =
      std::find_if(way.reasons.begin(), way.reasons.end(), [&](const auto& reason) { return reason.id == id; });
  return found == way.reasons.end() ? nullptr : &*found;
}

json::value write_closing(core::Book& book, const counter::Application& app) {
  const auto ending = rules::closing_of(app.record, app.service);
  if (!ending) return nullptr;
  const auto writer = model::parse_op_id(ending->writer);
  const auto* reason = ending->way ? reason_of(*ending->way, ending->reason) : nullptr;
  return json::object{{"how", ending->how},
                      {"at", ending->at.ms},
                      {"by", name_of_staff(book, ending->by)},
                      {"from", writer ? writer->node : ""},
                      {"reason", ending->reason},
                      {"text", reason ? json::value(write_texts(reason->title)) : json::value(nullptr)},
                      {"next_step", write_texts(ending->way ? ending->way->next_step : form::Texts{})}};
}

// What the refund would be if it were ended this way now.
model::Money refund_of(const counter::Application& app, const catalogue::Closing& way) {
  auto record = app.record;
  record.closed = model::Dated<model::Closed>{{way.how, {}}, {}, {}, {}};
  return rules::refund_due(record, *app.service);
}

json::array write_offers(core::Book& book, const counter::By& by, const counter::Application& app) {
  json::array list;
  const auto* staff = book.staff(by.staff);
  if (!staff) return list;
  for (const auto* way : rules::closings_offered(app.record, *app.service, *staff, book.now_ms())) {
    json::array reasons;
    for (const auto& reason : way->reasons)
      reasons.push_back(json::object{{"id", reason.id}, {"title", write_texts(reason.title)}});
    list.push_back(json::object{{"how", way->how},
                                {"reasons", std::move(reasons)},
                                {"refund", counter::write_money(refund_of(app, *way))},
                                {"next_step", write_texts(way->next_step)}});
  }
  return list;
}

}  // namespace

json::object write_ending(core::Book& book, const counter::By& by, const counter::Application& app) {
  return {{"closing", write_closing(book, app)},
          {"closings", write_offers(book, by, app)},
          {"refund_due", counter::write_money(rules::refund_due(app.record, *app.service))}};
}

json::object write_repeats(core::Book& book, const counter::Application& app) {
  json::object repeats;
  const auto& groups = app.service->form.groups();
  if (std::none_of(groups.begin(), groups.end(), [](const auto& group) { return group.repeat; })) return repeats;
  const form::Instance form(app.service->form, rules::answers_of(app.record), counter::context_of(book, app.id));
  for (const auto& spot : counter::spots_of(form)) {
    if (!spot.group || !spot.group->repeat || spot.number != 0) continue;
    const auto ids = form.instances(spot.key);
    repeats[spot.key] = json::array(ids.begin(), ids.end());
  }
  return repeats;
}

std::string closed_how(const counter::Application& app) {
  const auto ending = rules::closing_of(app.record, app.service);
  return ending ? ending->how : "";
}

}  // namespace karvan::api
