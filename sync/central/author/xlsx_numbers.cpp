#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "sync/central/author/utf8.h"
#include "sync/central/author/xlsx_parts.h"
#include "sync/form/dates.h"
#include "sync/form/value.h"

namespace karvan::central::author {

namespace {

constexpr double serial_max = 2958466;  // the day behind 9999-12-31
constexpr std::int64_t day_ms = 86'400'000;

// ECMA-376 part 1, 18.8.30: formats that a file need not define.
NumberKind built_in(int id) {
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58)) return NumberKind::date;
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47)) return NumberKind::time;
  return id == 22 ? NumberKind::date_time : NumberKind::number;
}

// What a format's letters say, its quoted words and colours left out.
NumberKind kind_of_format(std::string_view format) {
  std::string letters;
  for (std::size_t at = 0; at < format.size() && format[at] != ';'; ++at) {
    char c = format[at];
    if (c == '\\' || c == '_' || c == '*') {
      ++at;
    } else if (c == '"') {
      at = std::min(format.find('"', at + 1), format.size());
    } else if (c == '[') {
      auto end = std::min(format.find(']', at), format.size());
      auto inside = lower_ascii(format.substr(at + 1, end - at - 1));
      bool elapsed = inside.find_first_not_of('h') == std::string::npos ||
                     inside.find_first_not_of('m') == std::string::npos ||
                     inside.find_first_not_of('s') == std::string::npos;
      if (elapsed) letters += 'h';
      at = end;
    } else {
      letters += c;
    }
  }
  letters = lower_ascii(letters);
  if (letters == "general") return NumberKind::number;
  auto any = [&](std::string_view of) { return letters.find_first_of(of) != std::string::npos; };
  bool time = any("hs"), date = any("dy") || (any("m") && !time);
  if (date && time) return NumberKind::date_time;
  return date ? NumberKind::date : time ? NumberKind::time : NumberKind::number;
}

std::string clock_of(std::int64_t ms) {
  const std::int64_t seconds = ms / 1000;
  return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

// Day 60 of the 1900 system is a 29 February that never was: days before it count from another day.
std::int64_t civil_day(std::int64_t serial, bool from_1904) {
  if (from_1904) return serial + form::days_from_civil({1904, 1, 1});
  return serial + form::days_from_civil({1899, 12, serial < 60 ? 31 : 30});
}

std::string moment_of_serial(double serial, NumberKind kind, bool from_1904) {
  const auto ms = static_cast<std::int64_t>(std::llround(serial * static_cast<double>(day_ms)));
  std::string date = form::text_of(form::civil_from_days(civil_day(ms / day_ms, from_1904)));
  if (kind == NumberKind::date) return date;
  return kind == NumberKind::time ? clock_of(ms % day_ms) : date + "T" + clock_of(ms % day_ms);
}

}  // namespace

std::vector<NumberKind> number_kinds(pugi::xml_node style_sheet) {
  std::map<int, NumberKind> own;
  for (auto format : child_named(style_sheet, "numFmts").children()) {
    own[format.attribute("numFmtId").as_int()] = kind_of_format(format.attribute("formatCode").value());
  }
  std::vector<NumberKind> out;
  for (auto style : child_named(style_sheet, "cellXfs").children()) {
    if (local_name(style.name()) != "xf") continue;
    int id = style.attribute("numFmtId").as_int();
    auto found = own.find(id);
    out.push_back(found == own.end() ? built_in(id) : found->second);
  }
  return out;
}

std::string shown_number(std::string_view stored, NumberKind kind, bool from_1904) {
  double number = 0;
  auto [end, error] = std::from_chars(stored.data(), stored.data() + stored.size(), number);
  if (error != std::errc() || end != stored.data() + stored.size() || !std::isfinite(number))
    return std::string(stored);
  if (kind != NumberKind::number && number >= 0 && number < serial_max)
    return moment_of_serial(number, kind, from_1904);
  // Fifteen digits, as spreadsheets show: 0.3, not what the nearest binary fraction is.
  std::string text = fmt::format("{:.15g}", number);
  return text.find('e') == std::string::npos ? text : form::text_of(number);
}

}  // namespace karvan::central::author
