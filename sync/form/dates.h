#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Civil dates of the proleptic Gregorian calendar in the forms of XML Schema part 2 (date, time, dateTime).
// An offset is checked and kept in the text, but a day count is of the civil time as written: at a desk, "midnight"
// means the desk's, and the same text gives the same number on every machine.
namespace karvan::form {

struct CivilDate {
  int year = 1970, month = 1, day = 1;
};
struct CivilTime {
  int hour = 0, minute = 0, second = 0, millisecond = 0;
};
struct CivilMoment {
  CivilDate date;
  CivilTime time;
};

std::optional<CivilDate> parse_date(std::string_view text);         // "2026-11-21", years 0001 to 9999
std::optional<CivilTime> parse_time(std::string_view text);         // "14:02", "14:02:00.000+05:00"
std::optional<CivilMoment> parse_date_time(std::string_view text);  // a date, "T", a time
// Either a date (at midnight) or a dateTime.
std::optional<CivilMoment> parse_moment(std::string_view text);

std::int64_t days_from_civil(const CivilDate& date);  // since 1970-01-01
CivilDate civil_from_days(std::int64_t days);
std::string text_of(const CivilDate& date);

// Days since 1970 with the day's fraction, of a date or a dateTime.
std::optional<double> days_of(std::string_view text);
double fraction_of(const CivilTime& time);
// The moment of a day count; nothing outside years 1 to 9999.
std::optional<CivilMoment> moment_of(double days);

// ODK's format-date and format-date-time: %Y %y %m %n %b %d %e %H %h %M %S %3 %a; English names; other text as it is.
std::string format_moment(const CivilMoment& moment, std::string_view format);

}  // namespace karvan::form
