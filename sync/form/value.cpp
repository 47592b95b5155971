#include "sync/form/value.h"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>

#include "sync/form/dates.h"
#include "sync/form/form.h"
#include "sync/form/words.h"

namespace karvan::form {

namespace {

bool is_number_text(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  std::size_t digits = 0, points = 0;
  for (char c : text) {
    if (c >= '0' && c <= '9') {
      ++digits;
    } else if (c == '.') {
      ++points;
    } else {
      return false;
    }
  }
  return digits > 0 && points <= 1;
}

// What most answers are, without the way round: up to 15 digits, which a double holds exactly.
bool short_integer(std::string_view text, double& out) {
  if (text.empty() || text.size() > 15) return false;
  std::int64_t number = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return false;
    number = number * 10 + (c - '0');
  }
  out = static_cast<double>(number);
  return true;
}

}  // namespace

std::string text_of(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
  if (number == 0) return "0";
  if (std::fabs(number) < 1e15 && number == std::trunc(number))
    return std::to_string(static_cast<std::int64_t>(number));
  char buffer[400];  // the longest double in fixed form has 309 digits before the point
  auto end = std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::fixed);
  return std::string(buffer, end.ptr);
}

std::string text_of(const Value& value) {
  if (const bool* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
  if (const double* number = std::get_if<double>(&value)) return text_of(*number);
  return std::get<std::string>(value);
}

double parse_number(std::string_view text) {
  text = trimmed(text);
  double whole = 0;
  if (short_integer(text, whole)) return whole;
  if (!is_number_text(text)) return nan;
  const bool negative = text.starts_with('-');
  std::string padded(1, '0');  // from_chars wants a digit before the point
  padded += text.substr(negative ? 1 : 0);
  double number = nan;
  auto read = std::from_chars(padded.data(), padded.data() + padded.size(), number, std::chars_format::fixed);
  if (read.ec == std::errc::result_out_of_range) return nan;
  return negative ? -number : number;
}

double number_in(std::string_view text) {
  double number = parse_number(text);
  if (!std::isnan(number)) return number;
  if (auto days = days_of(trimmed(text))) return *days;
  return nan;
}

double number_of(const Value& value) {
  if (const bool* truth = std::get_if<bool>(&value)) return *truth ? 1 : 0;
  if (const double* number = std::get_if<double>(&value)) return *number;
  return number_in(std::get<std::string>(value));
}

bool truth_of(const Value& value) {
  if (const bool* truth = std::get_if<bool>(&value)) return *truth;
  if (const double* number = std::get_if<double>(&value)) return *number != 0 && !std::isnan(*number);
  return !std::get<std::string>(value).empty();
}

std::string bounded(std::string text) {
  if (text.size() <= text_bytes_max) return text;
  std::size_t end = text_bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
  return text;
}

}  // namespace karvan::form
