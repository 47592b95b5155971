#include <cmath>
#include <limits>

#include "sync/form/functions.h"

namespace karvan::form {

namespace {

Value count(const Call& c) {
  const Ref* ref = c.set(0);
  return ref ? static_cast<double>(c.evaluation().count(*ref)) : nan;
}

Value count_non_empty(const Call& c) {
  double found = 0;
  c.each(0, [&](const Value& v) { return found += text_of(v).empty() ? 0 : 1, true; });
  return found;
}

// XPath 1.0 section 4.4: one answer that is no number, a blank one too, makes the sum none.
Value sum(const Call& c) {
  double total = 0;
  c.each(0, [&](const Value& v) { return total += number_of(v), true; });
  return total;
}

// XPath 3.0 section 14.4.3 and 14.4.4 with numbers: no answer, or one that is no number, gives none.
template <class Better>
Value best(const Call& c, Better better) {
  double found = nan;
  bool any = false;
  for (std::size_t i = 0; i < c.count(); ++i) {
    c.each(i, [&](const Value& v) {
      const double x = number_of(v);
      if (!any || std::isnan(x) || better(x, found)) found = x;
      any = true;
      return !std::isnan(found);
    });
    if (any && std::isnan(found)) break;
  }
  return found;
}
Value least(const Call& c) {
  return best(c, [](double a, double b) { return a < b; });
}
Value most(const Call& c) {
  return best(c, [](double a, double b) { return a > b; });
}

Value concat(const Call& c) {
  std::string out;
  for (std::size_t i = 0; i < c.count(); ++i) {
    c.each(i, [&](const Value& v) {
      out += text_of(v);
      return out.size() <= text_bytes_max;
    });
  }
  return bounded(std::move(out));
}

Value join(const Call& c) {
  const std::string between = c.text(0);
  std::string out;
  bool first = true;
  for (std::size_t i = 1; i < c.count(); ++i) {
    c.each(i, [&](const Value& v) {
      if (!first) out += between;
      first = false;
      out += text_of(v);
      return out.size() <= text_bytes_max;
    });
  }
  return bounded(std::move(out));
}

bool within(double found, double least, double most) {
  return (least == -1 || found >= least) && (most == -1 || found <= most);
}

Value checklist(const Call& c) {
  double found = 0;
  for (std::size_t i = 2; i < c.count(); ++i) {
    c.each(i, [&](const Value& v) { return found += truth_of(v) ? 1 : 0, true; });
  }
  return within(found, c.number(0), c.number(1));
}

Value weighted_checklist(const Call& c) {
  double found = 0;
  for (std::size_t i = 2; i + 1 < c.count(); i += 2) {
    if (c.truth(i)) found += c.number(i + 1);
  }
  return within(found, c.number(0), c.number(1));
}

Value position(const Call& c) {
  const Evaluation& at = c.evaluation();
  const Ref& ref = *c.set(0);
  if (!ref.many()) return static_cast<double>(c.scope().rows[at.row_at(ref.scope)].position);
  return c.evaluation().count(ref) == 0 ? nan : 1;
}

Value indexed_repeat(const Call& c) {
  std::vector<Evaluation::Chosen> places;
  for (std::size_t i = 1; i + 1 < c.count(); i += 2) places.push_back({c.set(i)->scope, c.number(i + 1)});
  return c.evaluation().chosen(*c.set(0), places);
}

bool the_first(std::size_t argument) { return argument == 0; }
bool the_odd(std::size_t argument) { return argument % 2 == 1; }

}  // namespace

const std::vector<Function>& set_functions() {
  static const std::vector<Function> functions = {
      {"count", 1, 1, count, false, the_first},
      {"count-non-empty", 1, 1, count_non_empty},
      {"sum", 1, 1, sum},
      {"min", 1, any_number, least},
      {"max", 1, any_number, most},
      {"concat", 1, any_number, concat},
      {"join", 1, any_number, join},
      {"checklist", 3, any_number, checklist},
      {"weighted-checklist", 4, any_number, weighted_checklist, false, nullptr, 2},
      {"position", 1, 1, position, false, the_first},
      {"indexed-repeat", 3, any_number, indexed_repeat, false, the_odd, 1},
  };
  return functions;
}

}  // namespace karvan::form
