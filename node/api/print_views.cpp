#include <set>

#include "node/api/views.h"
#include "storage/model/tracking.h"

namespace karvan::api {
namespace {

constexpr std::size_t prints_max = 200;

json::value write_conditions(const std::string& conditions) {
  boost::system::error_code bad;
  auto list = boost::json::parse(conditions, bad);
  return bad || !list.is_array() ? json::array() : list;
}

json::object write_print(core::Book& book, const store::Print& print) {
  auto record = model::parse_record_id(print.of);
  const bool application = record && record->kind == "application";
  return {{"id", print.id},
          {"application", application ? record->id : ""},
          {"tracking", application ? model::tracking_of(print.of) : ""},
          {"kind", print.serial.kind},
          {"number", print.serial.number},
          {"state", print.state},
          {"conditions", write_conditions(book.conditions_of(print.id))},
          {"updated", print.updated_ms}};
}

}  // namespace

Result<View> prints(core::Core& core, const counter::By&, const Parameters&) {
  auto& book = core.book();
  TRY(auto rows, book.store().prints().newest(prints_max));
  std::set<std::string> shown;
  json::array list;
  for (const auto& row : rows) {
    shown.insert(row.id);
    list.push_back(write_print(book, row));
  }
  // However old, what a person must settle stays in sight (P15).
  for (auto state : {"unknown", "failed"}) {
    TRY(auto open, book.store().prints().in_state(state, prints_max));
    for (const auto& row : open)
      if (shown.insert(row.id).second) list.push_back(write_print(book, row));
  }
  return View{json::write(list), {}, {}};
}

Result<View> print_pdf(core::Core& core, const counter::By&, const Parameters& parameters) {
  TRY(auto print, core.book().print(parameters.path[0]));
  return View{{}, std::move(print.slip)};
}

}  // namespace karvan::api
