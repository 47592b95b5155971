#include <algorithm>

#include "hardware/line/message.h"
#include "node/api/people.h"
#include "node/api/salvages.h"
#include "node/api/standing.h"
#include "node/api/views.h"
#include "node/counter/replies.h"

namespace karvan::api {
namespace {

constexpr std::size_t troubles_max = 1'000;

json::array write_devices(const core::Core& core) {
  json::array list;
  for (const auto& device : core.devices()) {
    auto severity = device.life == line::Life::gone ? line::Severity::unknown : line::worst(device.conditions);
    list.push_back(json::object{{"id", device.id},
                                {"family", device.family},
                                {"name", device.name},
                                {"severity", line::name_of(severity)},
                                {"conditions", line::write_conditions(device.conditions)}});
  }
  return list;
}

json::value write_damage(core::Core& core) {
  const auto at_ms = core.pages_damaged_ms();
  const auto files = core.book().damaged_files();
  if (at_ms == 0 && files == 0) return nullptr;
  return json::object{{"database", at_ms == 0 ? json::value(nullptr) : json::value(at_ms)}, {"files", files}};
}

}  // namespace

Result<View> hello(core::Core& core, const counter::By& by, const Parameters&) {
  auto& book = core.book();
  json::array staff;
  for (const auto& [id, person] : book.roster()) {
    if (!person.active || !rules::works_at(person, book.site().node)) continue;
    staff.push_back(json::object{{"id", id}, {"name", person.name}, {"role", rules::name_of(person.role)}});
  }
  json::object o{{"node", book.site().node},
                 {"office", book.site().office},
                 {"stop", book.site().stop},
                 {"languages", {"en", "ur", "az"}},
                 {"unlocked", true},
                 {"staff", std::move(staff)},
                 {"me", nullptr}};
  const auto* seat = book.seat(by.seat_digest);
  if (seat && !by.staff.empty()) o["me"] = counter::write_me(book, *seat);
  return View{json::write(o), {}, {}};
}

Result<View> status(core::Core& core, const counter::By& by, const Parameters&) {
  auto& book = core.book();
  TRY(auto troubled, book.store().log().troubled(troubles_max));
  TRY(auto unknown, book.store().prints().in_state("unknown", troubles_max));
  TRY(auto failed, book.store().prints().in_state("failed", troubles_max));
  TRY(auto left, numbers_left(book));
  json::array leases;
  for (const auto& [kind, count] : left) leases.push_back(json::object{{"kind", kind}, {"left", count}});
  TRY(auto reviews, count_reviews(book));
  TRY(auto attachments, book.store().attachments().count_unsent());
  json::object o{{"node", book.site().node},
                 {"stop", book.site().stop},
                 {"now", book.now_ms()},
                 {"link", write_link(book, core.link())},
                 {"unsent", book.unsent_applications()},
                 {"waiting", troubled.size()},
                 {"devices", write_devices(core)},
                 {"prints_unknown", unknown.size() + failed.size()},
                 {"leases", std::move(leases)},
                 {"shift", nullptr},
                 {"stopped", nullptr},
                 {"room", nullptr},
                 {"reviews", reviews},
                 {"attachments_waiting", attachments}};
  const auto own = book.open_shift(by.staff, by.seat);
  if (const auto shift = own ? book.shift(*own) : std::nullopt) o["shift"] = write_shift(book, *shift);
  if (const auto why = book.money_stopped())
    o["stopped"] = json::object{{"code", name_of(*why)}, {"challenge", book.epoch_challenge()}};
  TRY(o["salvaged"], write_salvages(book, Salvages::open));
  o["damage"] = write_damage(core);
  if (const auto room = core.room().room(); room != counter::Room::enough)
    o["room"] = json::object{{"stage", counter::name_of(room)}};
  return View{json::write(o), {}, {}};
}

Result<View> events(core::Core&, const counter::By&, const Parameters&) { return View{}; }

}  // namespace karvan::api
