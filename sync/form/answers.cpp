#include "sync/form/answers.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "sync/form/dates.h"
#include "sync/form/value.h"
#include "sync/form/words.h"

namespace karvan::form {

namespace {

bool wants_digits(const Question& q) {
  switch (q.type) {
    case Type::integer:
    case Type::decimal:
    case Type::date:
    case Type::time:
    case Type::date_time:
    case Type::geopoint:
      return true;
    default:
      return !q.mask.empty() || q.appearance.find("numbers") != std::string::npos;
  }
}

// 15 digits are what a double holds exactly.
bool is_integer(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.size() <= 15 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool names_differ(std::string_view answer) {
  auto names = split(answer);
  return std::set<std::string_view>(names.begin(), names.end()).size() == names.size();
}

// Hex SHA-256 of the sealed file.
bool is_hash(std::string_view text) {
  return text.size() == 64 &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

// ODK XForms: latitude, longitude, and perhaps altitude and accuracy in metres.
bool is_point(std::string_view text) {
  auto parts = split(text);
  if (parts.size() < 2 || parts.size() > 4) return false;
  if (!std::all_of(parts.begin(), parts.end(), [](auto part) { return std::isfinite(parse_number(part)); }))
    return false;
  return std::fabs(parse_number(parts[0])) <= 90 && std::fabs(parse_number(parts[1])) <= 180;
}

}  // namespace

std::string kept_form(const Question& question, std::string_view typed_in) {
  std::string text(trimmed(typed_in));
  if (wants_digits(question)) text = ascii_digits(text);
  return question.mask.empty() ? text : into_mask(question.mask, text);
}

bool is_of_type(const Question& question, std::string_view answer) {
  switch (question.type) {
    case Type::integer:
      return is_integer(answer);
    case Type::decimal:
      return answer.size() <= 32 && std::isfinite(parse_number(answer));
    case Type::date:
      return parse_date(answer).has_value();
    case Type::time:
      return parse_time(answer).has_value();
    case Type::date_time:
      return parse_date_time(answer).has_value();
    case Type::acknowledge:
      return answer == "OK";
    case Type::select_multiple:
      return names_differ(answer);
    case Type::image:
    case Type::file:
      return is_hash(answer);
    case Type::geopoint:
      return is_point(answer);
    default:
      return question.mask.empty() || fits_mask(question.mask, answer);
  }
}

}  // namespace karvan::form
