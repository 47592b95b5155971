#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "hardware/line/fault.h"

// What IPP's words mean for a desk. Pure.
namespace karvan::drivers::ipp {

// printer-state-reasons (RFC 8011, section 5.4.12) as conditions: suffixes -report, -warning and -error give the
// severity; without one, a table of those that stop a printer, then warning. "none" is no condition.
// media-empty only says that *a* tray is empty: `trays` (printer-input-tray, PWG 5100.13) tell whether all are that say
// how full they are; then it is an error under any suffix. So is what is open or jammed.
line::Conditions conditions_of(const std::vector<std::string>& reasons, const std::vector<std::string>& trays = {});

// The condition that makes printing pointless now, or "".
std::string blocking(const line::Conditions& conditions);

// A job as the printer tells it (RFC 8011, section 5.3.7).
struct JobSeen {
  int state = 0;           // 3 pending, 4 held, 5 processing, 6 stopped, 7 canceled, 8 aborted, 9 completed
  std::string name;        // numbers start again when a printer restarts: only the name tells whose job it is
  bool processed = false;  // time-at-processing has a value: marks may be on paper
};
enum class JobVerdict { wait, printed, nothing, unknown };
JobVerdict judge(const JobSeen& job, std::string_view our_name);

}  // namespace karvan::drivers::ipp
