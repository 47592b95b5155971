#include "sync/form/dates.h"

#include <fmt/format.h>

#include <cmath>

namespace karvan::form {

namespace {

constexpr double ms_per_day = 86400000.0;
constexpr const char* month_names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr const char* day_names[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

bool leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int days_in(int year, int month) {
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && leap(year) ? 29 : days[month - 1];
}

// Exactly `count` digits at the front, taken off; -1 where they are not there.
int take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return -1;
  int number = 0;
  for (char c : text.substr(0, count)) {
    if (c < '0' || c > '9') return -1;
    number = number * 10 + (c - '0');
  }
  text.remove_prefix(count);
  return number;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

// Milliseconds of ".5", ".123", ".123456"; -1 where no digit follows the point.
int take_fraction(std::string_view& text) {
  int ms = 0, digits = 0;
  for (; !text.empty() && text[0] >= '0' && text[0] <= '9'; ++digits, text.remove_prefix(1)) {
    if (digits < 3) ms = ms * 10 + (text[0] - '0');
  }
  for (int i = digits; i < 3; ++i) ms *= 10;
  return digits == 0 ? -1 : ms;
}

bool is_offset(std::string_view text) {
  if (text.empty() || text == "Z") return true;
  if (!take(text, '+') && !take(text, '-')) return false;
  int hour = take_digits(text, 2);
  int minute = take(text, ':') ? take_digits(text, 2) : -1;
  return hour >= 0 && hour <= 14 && minute >= 0 && minute <= 59 && text.empty();
}

std::string token(const CivilMoment& m, char c) {
  switch (c) {
    case 'Y':
      return fmt::format("{:04}", m.date.year);
    case 'y':
      return fmt::format("{:02}", m.date.year % 100);
    case 'm':
      return fmt::format("{:02}", m.date.month);
    case 'n':
      return fmt::format("{}", m.date.month);
    case 'b':
      return month_names[m.date.month - 1];
    case 'd':
      return fmt::format("{:02}", m.date.day);
    case 'e':
      return fmt::format("{}", m.date.day);
    case 'H':
      return fmt::format("{:02}", m.time.hour);
    case 'h':
      return fmt::format("{}", m.time.hour);
    case 'M':
      return fmt::format("{:02}", m.time.minute);
    case 'S':
      return fmt::format("{:02}", m.time.second);
    case '3':
      return fmt::format("{:03}", m.time.millisecond);
    case 'a':
      return day_names[((days_from_civil(m.date) + 4) % 7 + 7) % 7];
    default:
      return fmt::format("%{}", c);
  }
}

}  // namespace

std::optional<CivilDate> parse_date(std::string_view text) {
  CivilDate d;
  d.year = take_digits(text, 4);
  d.month = take(text, '-') ? take_digits(text, 2) : -1;
  d.day = take(text, '-') ? take_digits(text, 2) : -1;
  if (!text.empty() || d.year < 1 || d.month < 1 || d.month > 12) return std::nullopt;
  if (d.day < 1 || d.day > days_in(d.year, d.month)) return std::nullopt;
  return d;
}

std::optional<CivilTime> parse_time(std::string_view text) {
  CivilTime t;
  t.hour = take_digits(text, 2);
  t.minute = take(text, ':') ? take_digits(text, 2) : -1;
  if (take(text, ':')) t.second = take_digits(text, 2);
  if (take(text, '.')) t.millisecond = take_fraction(text);
  if (t.hour < 0 || t.hour > 23 || t.minute < 0 || t.minute > 59) return std::nullopt;
  if (t.second < 0 || t.second > 59 || t.millisecond < 0 || !is_offset(text)) return std::nullopt;
  return t;
}

std::optional<CivilMoment> parse_date_time(std::string_view text) {
  auto divide = text.find('T');
  if (divide == std::string_view::npos) return std::nullopt;
  auto date = parse_date(text.substr(0, divide));
  auto time = parse_time(text.substr(divide + 1));
  if (!date || !time) return std::nullopt;
  return CivilMoment{*date, *time};
}

std::optional<CivilMoment> parse_moment(std::string_view text) {
  if (auto date = parse_date(text)) return CivilMoment{*date, {}};
  return parse_date_time(text);
}

// Years are counted from March, so that the leap day is a year's last and months follow one linear rule.
std::int64_t days_from_civil(const CivilDate& date) {
  const std::int64_t year = date.month <= 2 ? date.year - 1 : date.year;
  const std::int64_t month = (date.month + 9) % 12;
  const std::int64_t before = 365 * year + year / 4 - year / 100 + year / 400;
  return before + (153 * month + 2) / 5 + date.day - 1 - 719468;
}

CivilDate civil_from_days(std::int64_t days) {
  const std::int64_t cycle_days = 146097;  // 400 years
  const std::int64_t z = days + 719468;
  const std::int64_t era = (z >= 0 ? z : z - cycle_days + 1) / cycle_days;
  const std::int64_t day_of_era = z - era * cycle_days;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month = (5 * day_of_year + 2) / 153;
  CivilDate d;
  d.day = static_cast<int>(day_of_year - (153 * month + 2) / 5 + 1);
  d.month = static_cast<int>(month < 10 ? month + 3 : month - 9);
  d.year = static_cast<int>(year_of_era + era * 400 + (d.month <= 2 ? 1 : 0));
  return d;
}

std::string text_of(const CivilDate& date) { return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day); }

double fraction_of(const CivilTime& t) {
  return (((t.hour * 60.0 + t.minute) * 60.0 + t.second) * 1000.0 + t.millisecond) / ms_per_day;
}

std::optional<double> days_of(std::string_view text) {
  auto moment = parse_moment(text);
  if (!moment) return std::nullopt;
  return static_cast<double>(days_from_civil(moment->date)) + fraction_of(moment->time);
}

std::optional<CivilMoment> moment_of(double days) {
  if (!(days >= -719162 && days < 2932897)) return std::nullopt;  // 0001-01-01 to 9999-12-31; NaN fails too
  const double whole = std::floor(days);
  auto ms = static_cast<std::int64_t>(std::floor((days - whole) * ms_per_day + 0.5));
  auto day = static_cast<std::int64_t>(whole);
  if (ms >= static_cast<std::int64_t>(ms_per_day)) {
    ms = 0;
    if (++day >= 2932897) return std::nullopt;
  }
  CivilTime time{static_cast<int>(ms / 3600000), static_cast<int>(ms / 60000 % 60), static_cast<int>(ms / 1000 % 60),
                 static_cast<int>(ms % 1000)};
  return CivilMoment{civil_from_days(day), time};
}

std::string format_moment(const CivilMoment& moment, std::string_view format) {
  std::string out;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] == '%' && i + 1 < format.size()) {
      out += token(moment, format[++i]);
    } else {
      out += format[i];
    }
  }
  return out;
}

}  // namespace karvan::form
