#include <charconv>
#include <cmath>
#include <numbers>

#include "sync/form/functions.h"

namespace karvan::form {

namespace {

// A library's last digits differ from machine to machine where it is not IEEE 754 that says them. Twelve significant
// digits are the same on all.
double settled(double x) {
  if (!std::isfinite(x) || x == 0) return x;
  char text[40];
  const auto written = std::to_chars(text, text + sizeof text, x, std::chars_format::scientific, 11);
  double out = x;
  std::from_chars(text, written.ptr, out);
  return out;
}

// Whole powers by multiplying, which IEEE 754 defines to the last digit.
double power(double x, double n) {
  if (std::isnan(n)) return n;  // C has 1 to any power be 1, even to none
  if (n != std::trunc(n) || std::fabs(n) > 1024) return settled(std::pow(x, n));
  double out = 1, square = x;
  for (auto left = static_cast<unsigned>(std::fabs(n)); left != 0; left /= 2, square *= square) {
    if (left % 2 != 0) out *= square;
  }
  return n < 0 ? 1 / out : out;
}

Value pow_of(const Call& c) {
  const double x = c.number(0);
  return power(x, c.number(1));
}
Value exp_of(const Call& c) { return settled(std::exp(c.number(0))); }
Value exp10_of(const Call& c) { return power(10, c.number(0)); }
Value log_of(const Call& c) { return settled(std::log(c.number(0))); }
Value log10_of(const Call& c) { return settled(std::log10(c.number(0))); }
Value sqrt_of(const Call& c) { return std::sqrt(c.number(0)); }
Value sin_of(const Call& c) { return settled(std::sin(c.number(0))); }
Value cos_of(const Call& c) { return settled(std::cos(c.number(0))); }
Value tan_of(const Call& c) { return settled(std::tan(c.number(0))); }
Value asin_of(const Call& c) { return settled(std::asin(c.number(0))); }
Value acos_of(const Call& c) { return settled(std::acos(c.number(0))); }
Value atan_of(const Call& c) { return settled(std::atan(c.number(0))); }
Value atan2_of(const Call& c) {
  const double y = c.number(0);
  return settled(std::atan2(y, c.number(1)));
}
Value pi_of(const Call&) { return std::numbers::pi; }

}  // namespace

const std::vector<Function>& arithmetic_functions() {
  static const std::vector<Function> functions = {
      {"pow", 2, 2, pow_of},     {"exp", 1, 1, exp_of},   {"exp10", 1, 1, exp10_of}, {"log", 1, 1, log_of},
      {"log10", 1, 1, log10_of}, {"sqrt", 1, 1, sqrt_of}, {"sin", 1, 1, sin_of},     {"cos", 1, 1, cos_of},
      {"tan", 1, 1, tan_of},     {"asin", 1, 1, asin_of}, {"acos", 1, 1, acos_of},   {"atan", 1, 1, atan_of},
      {"atan2", 2, 2, atan2_of}, {"pi", 0, 0, pi_of},
  };
  return functions;
}

}  // namespace karvan::form
