#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "sync/central/author/service_file.h"
#include "sync/central/author/toml_reader.h"

namespace karvan::central::author {

namespace {

using catalogue::Calendar;

constexpr std::array<std::string_view, 7> day_names = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr int minutes_of_day = 24 * 60;

// Two digits at a place of "09:30"; nothing where they are no number below `below`.
std::optional<int> digits_at(std::string_view text, std::size_t at, int below) {
  int number = 0;
  for (char c : text.substr(at, 2)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  if (number >= below) return std::nullopt;
  return number;
}

// "09:30" as minutes since midnight; "24:00" is the day's end.
std::optional<int> minutes_of(std::string_view text) {
  if (text == "24:00") return minutes_of_day;
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  auto hours = digits_at(text, 0, 24), minutes = digits_at(text, 3, 60);
  if (!hours || !minutes) return std::nullopt;
  return *hours * 60 + *minutes;
}

// "09:00-17:00"
std::optional<Calendar::Hours> hours_of(std::string_view text) {
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  auto from = minutes_of(text.substr(0, dash)), to = minutes_of(text.substr(dash + 1));
  if (!from || !to || *from >= *to) return std::nullopt;
  return Calendar::Hours{*from, *to};
}

// "+05:00"
std::optional<int> offset_of(std::string_view text) {
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  auto minutes = minutes_of(text.substr(1));
  if (!minutes || *minutes > 14 * 60) return std::nullopt;
  return text[0] == '-' ? -*minutes : *minutes;
}

class CalendarReader {
 public:
  CalendarReader(const toml::table& table, Faults& faults) : reader_(table, "calendar", faults) {}

  Calendar run() {
    Calendar out;
    out.id = reader_.text("id");
    const std::string offset = reader_.text("utc_offset");
    if (auto minutes = offset_of(offset)) {
      out.utc_offset_minutes = *minutes;
    } else if (!offset.empty()) {
      reader_.fault("utc_offset", "\"" + offset + "\" is no offset", "Write for example \"+05:00\"");
    }
    const auto hours = hours_in("hours");
    for (const auto& day : reader_.list("days")) {
      auto found = std::find(day_names.begin(), day_names.end(), day);
      if (found == day_names.end()) {
        reader_.fault("days", "\"" + day + "\" is no day", "Write mon, tue, wed, thu, fri, sat or sun");
      } else {
        out.week[static_cast<std::size_t>(found - day_names.begin())] = hours;
      }
    }
    for (std::size_t day = 0; day < day_names.size(); ++day) {
      if (reader_.has(std::string(day_names[day]))) out.week[day] = hours_in(std::string(day_names[day]));
    }
    if (std::all_of(out.week.begin(), out.week.end(), [](const auto& one) { return one.empty(); }))
      reader_.fault("days", "the calendar has no working hours", "Write days and hours");
    out.holidays = reader_.dates("holidays");
    std::sort(out.holidays.begin(), out.holidays.end());
    reader_.done();
    return out;
  }

  void fault_twice() { reader_.fault("id", "this id is there twice", "Write another"); }

 private:
  std::vector<Calendar::Hours> hours_in(const std::string& key) {
    std::vector<Calendar::Hours> out;
    for (const auto& text : reader_.list(key)) {
      auto hours = hours_of(text);
      if (!hours || (!out.empty() && hours->from < out.back().to)) {
        reader_.fault(key, "\"" + text + "\" is no span of hours, or not after the one before",
                      "Write for example [\"09:00-12:30\", \"14:30-17:00\"]");
        return out;
      }
      out.push_back(*hours);
    }
    return out;
  }

  TomlReader reader_;
};

std::map<std::string, Calendar> read_calendars(TomlReader& top, Faults& faults) {
  std::map<std::string, Calendar> out;
  for (const auto* entry : top.tables("calendar")) {
    CalendarReader reader(*entry, faults);
    Calendar calendar = reader.run();
    std::string id = calendar.id;
    if (!out.emplace(std::move(id), std::move(calendar)).second) reader.fault_twice();
  }
  return out;
}

}  // namespace

Institutions read_institutions(const std::string& bytes, std::vector<Fault>& all) {
  Faults faults("institutions.toml", "", all);
  Institutions out;
  toml::table table = parse_toml(bytes, faults);
  TomlReader top(table, "", faults);
  const auto calendars = read_calendars(top, faults);
  for (const auto* entry : top.tables("institution")) {
    TomlReader reader(*entry, "institution", faults);
    Body body;
    body.institution.id = reader.text("id");
    body.institution.title = reader.texts("title");
    const std::string calendar = reader.text("calendar", false);
    if (auto found = calendars.find(calendar); found != calendars.end()) {
      body.calendar = found->second;
    } else if (!calendar.empty()) {
      reader.fault("calendar", "there is no calendar \"" + calendar + "\"", "Write the id of a [[calendar]]");
    }
    reader.done();
    std::string id = body.institution.id;
    if (!out.emplace(std::move(id), std::move(body)).second)
      reader.fault("id", "this id is there twice", "Write another");
  }
  top.done();
  return out;
}

}  // namespace karvan::central::author
