#include "hardware/drivers/ipp/judge.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace karvan::drivers::ipp {
namespace {

using line::Severity;

constexpr std::array<std::string_view, 14> stopping = {
    "cover-open",        "door-open",   "interlock-open", "marker-supply-empty",
    "marker-waste-full", "media-empty", "media-jam",      "media-needed",
    "output-area-full",  "paused",      "shutdown",       "stopped-partly",
    "toner-empty",       "offline"};

constexpr std::array<std::string_view, 4> always = {"cover_open", "door_open", "interlock_open", "media_jam"};

// True where at least one tray says that it is empty and none says that it holds a sheet. Levels below zero are
// "unknown", but -3, which is "at least one".
bool out_of_paper(const std::vector<std::string>& trays) {
  bool empty = false;
  for (const auto& tray : trays) {
    const auto at = tray.find("level=");
    if (at == std::string::npos) continue;
    const int level = std::atoi(tray.c_str() + at + 6);
    if (level > 0 || level == -3) return false;
    empty = empty || level == 0;
  }
  return empty;
}

bool cut(std::string& text, std::string_view suffix) {
  if (!text.ends_with(suffix)) return false;
  text.resize(text.size() - suffix.size());
  return true;
}

line::Condition condition_of(std::string reason) {
  auto severity = Severity::warning;
  if (cut(reason, "-report"))
    severity = Severity::ok;
  else if (cut(reason, "-error"))
    severity = Severity::error;
  else if (!cut(reason, "-warning") && std::find(stopping.begin(), stopping.end(), reason) != stopping.end())
    severity = Severity::error;
  std::replace(reason.begin(), reason.end(), '-', '_');
  return {std::move(reason), severity};
}

}  // namespace

line::Conditions conditions_of(const std::vector<std::string>& reasons, const std::vector<std::string>& trays) {
  line::Conditions all;
  for (const auto& reason : reasons) {
    if (reason == "none" || reason.empty()) continue;
    auto condition = condition_of(reason);
    const bool stops = condition.code == "media_empty"
                           ? out_of_paper(trays)
                           : std::find(always.begin(), always.end(), condition.code) != always.end();
    if (stops) condition.severity = Severity::error;
    all.push_back(std::move(condition));
  }
  return line::make_conditions(std::move(all));
}

std::string blocking(const line::Conditions& conditions) {
  for (const auto& c : conditions)
    if (c.severity == Severity::error) return c.code;
  return {};
}

JobVerdict judge(const JobSeen& job, std::string_view our_name) {
  if (job.name != our_name) return JobVerdict::unknown;
  switch (job.state) {
    case 3:
    case 4:
    case 5:
    case 6:
      return JobVerdict::wait;
    case 7:
    case 8:
      return job.processed ? JobVerdict::unknown : JobVerdict::nothing;
    case 9:
      return JobVerdict::printed;
    default:
      return JobVerdict::unknown;
  }
}

}  // namespace karvan::drivers::ipp
