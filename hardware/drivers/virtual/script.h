#pragma once
#include <string>
#include <string_view>

#include "hardware/line/fault.h"

// How a virtual device is told to behave, and who stands before a virtual reader. Pure.
namespace karvan::drivers::virtuals {

// The text of a control file: a word a line.
//   CODE SEVERITY   a condition, for as long as the line is there ("media_empty error")
//   page_ms N       how long a page takes
//   crash | hang | garble | vanish | silent   what the next print does (vanish: outcome_unknown; silent: no progress)
struct Script {
  line::Conditions conditions;
  std::int64_t page_ms = 50;
  std::string next;
  bool operator==(const Script&) const = default;
};
// Lines that mean nothing become the condition {script_broken, warning}: a typing error must not pass unseen.
Script read_script(std::string_view text);

// A made-up person. The same seed gives the same persons in the same order.
struct Person {
  std::string name;
  std::string father_name;
  std::string identity;  // thirteen digits in the pattern 5-7-1; the first, 9, is given to no province
  std::string birth_date;
  bool operator==(const Person&) const = default;
};
Person person_of(std::uint64_t seed, std::uint64_t nth);

}  // namespace karvan::drivers::virtuals
