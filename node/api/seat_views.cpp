#include <algorithm>

#include "hardware/line/message.h"
#include "node/api/people.h"
#include "node/api/standing.h"
#include "node/api/views.h"
#include "node/counter/replies.h"
#include "storage/store/salvage.h"

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

bool lacks(const store::Salvage& salvage, std::string_view table) {
  return std::any_of(salvage.tables.begin(), salvage.tables.end(),
                     [&](const auto& rows) { return rows.table == table; });
}

// What is missing since a damaged database was set aside, in the page's terms.
json::object write_salvage(const store::Salvage& salvage) {
  std::uint64_t missing = 0, there = 0;
  bool uncertain = false;
  for (const auto& run : salvage.runs) {
    uncertain |= run.to == 0;
    const auto end = std::max(run.to, run.from - 1);
    missing += end + 1 - run.from;
    there += std::min(end, std::max(run.received, run.from - 1)) + 1 - run.from;
  }
  const bool others = std::any_of(salvage.tables.begin(), salvage.tables.end(),
                                  [](const auto& rows) { return rows.table != "drafts" && rows.table != "epochs"; });
  return {{"at", salvage.at_ms},
          {"file", salvage.file},
          {"operations_missing", missing},
          {"operations_at_centre", there},
          {"operations_stranded", salvage.stranded},
          {"uncertain", uncertain},
          {"drafts_missing", lacks(salvage, "drafts")},
          {"others_missing", others},
          {"numbers_returned", salvage.numbers_doubtful}};
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
  TRY(const auto salvages, store::salvages(book.store().documents()));
  json::array salvaged;
  for (const auto& salvage : salvages) salvaged.push_back(write_salvage(salvage));
  o["salvaged"] = std::move(salvaged);
  o["damage"] = write_damage(core);
  if (const auto room = core.room().room(); room != counter::Room::enough)
    o["room"] = json::object{{"stage", counter::name_of(room)}};
  return View{json::write(o), {}, {}};
}

Result<View> events(core::Core&, const counter::By&, const Parameters&) { return View{}; }

}  // namespace karvan::api
