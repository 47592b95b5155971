#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "node/counter/world.h"
#include "storage/store/drafts.h"
#include "storage/store/prints.h"

// The counter's values as the store's rows, and back; for this room and the views.
namespace karvan::core {

inline constexpr std::size_t store_note_bytes_max = 8 << 20;  // a day's sheet

// "asma@Desk 1": in one column who, and at which desk.
struct Holder {
  std::string staff, seat;
};
std::string write_holder(std::string_view staff, std::string_view seat);
Holder read_holder(std::string_view text);

// `title`: whom the draft is about, for lists.
store::Draft draft_row(const counter::Draft& draft, std::string title);
Result<counter::Draft> draft_of(const store::Draft& row, const catalogue::Service& service, form::Context when);

store::Print print_row(const counter::Print& print);  // without its slip
Result<counter::Print> print_of(const store::Print& row);

// Of a stop's closing as the store keeps it: the signed note, the visit's RecordId text.
struct SheetRow {
  std::string note, visit;
};
inline constexpr std::string_view sheet_kind = "day_sheet";  // its id is the civil date
std::string write_sheet(const SheetRow& sheet);
Result<SheetRow> read_sheet(std::string_view bytes);

// "EPOCH/SEQ HASH", where a day sheet ends in the log.
struct LogPoint {
  std::string epoch;
  std::uint64_t seq = 0;
};
LogPoint parse_point(std::string_view text);

bool is_application(std::string_view record);  // of a RecordId's text

// "2026-11-21T14:02:00.000+05:00" (xsd:dateTime).
std::string civil_time(std::int64_t ms, int offset_minutes);

}  // namespace karvan::core
