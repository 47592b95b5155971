#include "hardware/line/fault.h"

#include <algorithm>
#include <array>

namespace karvan::line {
namespace {

constexpr std::array<std::string_view, 7> kinds = {"operator_can_fix", "citizen_retries", "transient",      "removed",
                                                   "service_down",     "tampering",       "outcome_unknown"};
constexpr std::array<std::string_view, 4> severities = {"ok", "warning", "unknown", "error"};
constexpr std::array<std::string_view, 5> lives = {"gone", "discovered", "opened", "claimed", "enabled"};

template <class E, std::size_t N>
E find_name(const std::array<std::string_view, N>& names, std::string_view name, E otherwise) {
  auto at = std::find(names.begin(), names.end(), name);
  return at == names.end() ? otherwise : static_cast<E>(at - names.begin());
}

}  // namespace

std::string_view name_of(FaultKind kind) { return kinds.at(static_cast<std::size_t>(kind)); }
FaultKind fault_kind_of(std::string_view name) { return find_name(kinds, name, FaultKind::outcome_unknown); }

std::string_view name_of(Severity severity) { return severities.at(static_cast<std::size_t>(severity)); }
Severity severity_of(std::string_view name) { return find_name(severities, name, Severity::unknown); }

std::string_view name_of(Life life) { return lives.at(static_cast<std::size_t>(life)); }
Life life_of(std::string_view name) { return find_name(lives, name, Life::gone); }

Conditions make_conditions(std::vector<Condition> any) {
  // The worst of each code comes first, so that unique() keeps it.
  std::sort(any.begin(), any.end(), [](const Condition& a, const Condition& b) {
    return a.code != b.code ? a.code < b.code : a.severity > b.severity;
  });
  auto same = [](const Condition& a, const Condition& b) { return a.code == b.code; };
  any.erase(std::unique(any.begin(), any.end(), same), any.end());
  return any;
}

Severity worst(const Conditions& conditions) {
  auto severity = Severity::ok;
  for (const auto& c : conditions) severity = std::max(severity, c.severity);
  return severity;
}

}  // namespace karvan::line
