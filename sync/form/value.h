#pragma once
#include <limits>
#include <string>
#include <string_view>
#include <variant>

// XPath 1.0 values and their conversions (W3C XPath 1.0 sections 3.4, 4.2 to 4.4), with one rule of ODK XForms: text
// that is a date counts as its days since 1970, so that dates compare and subtract.
namespace karvan::form {

using Value = std::variant<bool, double, std::string>;

inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// "3", "3.5", "-0.25", "NaN", "Infinity": no exponent, no trailing zero; the shortest text that reads back the same.
std::string text_of(double number);
std::string text_of(const Value& value);
// NaN where the text is neither a number nor a date.
double number_in(std::string_view text);
double number_of(const Value& value);
bool truth_of(const Value& value);

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// An XPath number: "-12", "3.5", ".5"; no exponent, blanks around it allowed. NaN otherwise.
double parse_number(std::string_view text);

// At most text_bytes_max, cut before the code point that would pass it: what an expression makes stays bounded.
std::string bounded(std::string text);

}  // namespace karvan::form
