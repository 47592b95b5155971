#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "hardware/line/fault.h"

// How a virtual device is told to behave. Pure.
namespace karvan::drivers::virtuals {

// The text of a control file: a word a line.
//   CODE SEVERITY   a condition, for as long as the line is there ("media_empty error", "paper_jam error")
//   FAULT [N]       the next N captures end so; without a number, all of them: card_removed, card_unreadable,
//                   card_forged, finger_not_read, finger_poor, not_presented
//   person N        who stands there now: the N-th of the seed's people
//   page_ms N, wait_ms N, read_ms N   how long a page, the citizen, a reading takes
//   crash | hang | garble | vanish | silent   what the next calls do (vanish: the device goes in the middle; silent: no
//                   progress)
struct Script {
  line::Conditions conditions;
  std::map<std::string, std::uint64_t> faults;  // how many captures by code
  std::optional<std::uint64_t> person;
  std::optional<std::int64_t> page_ms, wait_ms, read_ms;
  std::string next;
  bool operator==(const Script&) const = default;
};
inline constexpr std::uint64_t each = UINT64_MAX;  // of `faults`: all captures

// Lines that mean nothing become the condition {script_broken, warning}: a typing error must not pass unseen.
Script read_script(std::string_view text);

}  // namespace karvan::drivers::virtuals
