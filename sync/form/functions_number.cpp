#include <cmath>
#include <limits>

#include "sync/form/functions.h"

namespace karvan::form {

namespace {

// Powers of ten that a double holds exactly, so that rounding is the same on every machine.
constexpr double tens[] = {1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

Value number(const Call& c) { return c.number(0); }
Value integer(const Call& c) { return std::trunc(c.number(0)); }
Value absolute(const Call& c) { return std::fabs(c.number(0)); }

// Halves go up (XPath 1.0 section 4.4); a second argument gives decimal places, to the left of the point if negative.
Value round(const Call& c) {
  const double x = c.number(0);
  const double places = c.given(1) ? std::trunc(c.number(1)) : 0;
  if (!std::isfinite(x)) return x;
  if (!(places >= -15 && places <= 15)) return nan;
  double ten = tens[static_cast<int>(std::fabs(places))];
  if (places < 0) return std::floor(x / ten + 0.5) * ten;
  double scaled = x * ten;
  return std::isfinite(scaled) ? std::floor(scaled + 0.5) / ten : x;
}

Value boolean(const Call& c) { return c.truth(0); }
Value boolean_from_string(const Call& c) {
  const std::string text = c.text(0);
  return text == "true" || text == "1";
}
Value negation(const Call& c) { return !c.truth(0); }
Value always(const Call&) { return true; }
Value never(const Call&) { return false; }
Value choose(const Call& c) { return c.value(c.truth(0) ? 1 : 2); }

Value coalesce(const Call& c) {
  for (std::size_t i = 0; i < c.count(); ++i) {
    Value v = c.value(i);
    if (!text_of(v).empty()) return v;
  }
  return std::string();
}

// The question's own value once it has one; until then the argument's.
Value once(const Call& c) {
  if (!c.scope().own_value.empty()) return std::string(c.scope().own_value);
  return c.value(0);
}

}  // namespace

const std::vector<Function>& number_functions() {
  static const std::vector<Function> functions = {
      {"number", 0, 1, number, true},
      {"int", 1, 1, integer},
      {"abs", 1, 1, absolute},
      {"round", 1, 2, round},
      {"boolean", 1, 1, boolean},
      {"boolean-from-string", 1, 1, boolean_from_string},
      {"not", 1, 1, negation},
      {"true", 0, 0, always},
      {"false", 0, 0, never},
      {"if", 3, 3, choose},
      {"coalesce", 1, any_number, coalesce},
      {"once", 1, 1, once},
  };
  return functions;
}

}  // namespace karvan::form
