#include "node/api/ending.h"

#include <algorithm>

#include "node/api/standing.h"
#include "node/counter/spots.h"
#include "sync/rules/closing.h"
#include "sync/show/closing.h"

namespace karvan::api {

json::object write_ending(core::Book& book, const counter::By& by, const counter::Application& app) {
  const auto* staff = book.staff(by.staff);
  return {{"closing", show::closing(app.record, app.service, names_in(book))},
          {"closings", staff ? show::closings_offered(app.record, app.service, *staff, book.now_ms()) : json::array{}},
          {"refund_due", show::refund_due(app.record, app.service)}};
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
