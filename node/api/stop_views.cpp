#include "node/api/people.h"
#include "node/api/standing.h"
#include "node/api/views.h"
#include "node/core/day.h"

namespace karvan::api {
namespace {

constexpr std::size_t unsettled_max = 1'000;

Result<json::array> write_sheets(core::Book& book) {
  TRY(auto sheets, core::day_sheets(book.store().documents()));
  json::array list;
  for (const auto& sheet : sheets) {
    TRY(auto visit, book.record(sheet.visit));
    list.push_back(json::object{{"date", sheet.date}, {"op", visit.creator}});
  }
  return list;
}

// When the stop before was closed.
Result<json::value> write_since(core::Book& book) {
  TRY(auto sheets, core::day_sheets(book.store().documents()));
  if (sheets.empty()) return nullptr;
  TRY(auto visit, book.record(sheets.front().visit));
  return visit.created.ms;
}

}  // namespace

Result<View> shifts(core::Core& core, const counter::By&, const Parameters&) {
  auto& book = core.book();
  json::array list;
  for (const auto& shift : book.shifts().newest(list_max)) list.push_back(write_shift(book, shift));
  return View{json::write(list), {}, {}};
}

Result<View> stop(core::Core& core, const counter::By&, const Parameters&) {
  auto& book = core.book();
  TRY(auto sheets, write_sheets(book));
  TRY(auto since, write_since(book));
  TRY(auto left, numbers_left(book));
  json::object numbers;
  for (const auto& [kind, count] : left) numbers[kind] = count;
  TRY(auto attachments, book.store().attachments().count_unsent());
  std::size_t unsettled = 0;
  for (auto state : {"queued", "printing", "unknown", "failed"}) {
    TRY(auto prints, book.store().prints().in_state(state, unsettled_max));
    unsettled += prints.size();
  }
  json::object o{{"date", book.when().today},
                 {"since", std::move(since)},
                 {"unsent", book.unsent_applications()},
                 {"drafts", book.open_drafts()},
                 {"open_shifts", book.open_shifts().size()},
                 {"numbers_left", std::move(numbers)},
                 {"prints_unsettled", unsettled},
                 {"attachments_waiting", attachments},
                 {"sheets", std::move(sheets)}};
  return View{json::write(o), {}, {}};
}

Result<View> day_sheet(core::Core& core, const counter::By&, const Parameters& parameters) {
  TRY(auto note, core::day_note(core.book().store().documents(), parameters.path[0]));
  if (!note) return fail(Code::not_found, {{"date", parameters.path[0]}});
  return View{std::move(*note), {}, {}};
}

}  // namespace karvan::api
