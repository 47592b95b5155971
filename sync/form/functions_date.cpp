#include <cmath>
#include <limits>

#include "sync/form/dates.h"
#include "sync/form/functions.h"
#include "sync/form/words.h"

namespace karvan::form {

namespace {

std::optional<CivilMoment> moment(const Value& value) { return moment_of(number_of(value)); }

Value today(const Call& c) { return c.scope().context.today; }
Value now(const Call& c) { return c.scope().context.now; }

// A count of days, or text that is a date or dateTime, as a date; blank where it is neither.
Value date(const Call& c) {
  auto m = moment(c.value(0));
  return m ? text_of(m->date) : std::string();
}

// A dateTime keeps the text it has, offset included; a count of days has none.
Value date_time(const Call& c) {
  const Value value = c.value(0);
  std::string text = text_of(value);
  if (parse_date_time(text)) return text;
  auto m = moment(value);
  return m ? format_moment(*m, "%Y-%m-%dT%H:%M:%S.%3") : std::string();
}

Value decimal_date_time(const Call& c) { return c.number(0); }

Value decimal_time(const Call& c) {
  auto time = parse_time(c.text(0));
  return time ? fraction_of(*time) : nan;
}

Value format_date(const Call& c) {
  auto m = moment(c.value(0));
  return m ? bounded(format_moment(*m, c.text(1))) : std::string();
}

}  // namespace

const std::vector<Function>& date_functions() {
  static const std::vector<Function> functions = {
      {"today", 0, 0, today},
      {"now", 0, 0, now},
      {"date", 1, 1, date},
      {"date-time", 1, 1, date_time},
      {"decimal-date-time", 1, 1, decimal_date_time},
      {"decimal-time", 1, 1, decimal_time},
      {"format-date", 2, 2, format_date},
      {"format-date-time", 2, 2, format_date},
  };
  return functions;
}

}  // namespace karvan::form
