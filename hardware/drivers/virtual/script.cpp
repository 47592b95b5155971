#include "hardware/drivers/virtual/script.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace karvan::drivers::virtuals {
namespace {

constexpr std::array<std::string_view, 5> tricks = {"crash", "hang", "garble", "vanish", "silent"};
constexpr std::array<std::string_view, 6> faults = {"card_removed",    "card_unreadable", "card_forged",
                                                    "finger_not_read", "finger_poor",     "not_presented"};
constexpr std::array<std::string_view, 4> severities = {"ok", "warning", "error", "unknown"};
constexpr std::int64_t wait_ms_max = 600'000;

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool read_time(std::string_view word, std::uint64_t number, Script& script) {
  auto* at = word == "page_ms"   ? &script.page_ms
             : word == "wait_ms" ? &script.wait_ms
             : word == "read_ms" ? &script.read_ms
                                 : nullptr;
  if (at) *at = static_cast<std::int64_t>(std::min<std::uint64_t>(number, wait_ms_max));
  return at != nullptr;
}

bool understood(std::string_view word, std::string_view rest, Script& script) {
  if (holds(severities, rest)) {
    script.conditions.push_back({std::string(word), line::severity_of(rest)});
    return true;
  }
  const auto number = number_of(rest);
  if (rest.empty() && holds(tricks, word)) {
    script.next = word;
  } else if (holds(faults, word) && (rest.empty() || number)) {
    script.faults[std::string(word)] = number.value_or(each);
  } else if (word == "person" && number) {
    script.person = number;
  } else {
    return number && read_time(word, *number, script);
  }
  return true;
}

}  // namespace

Script read_script(std::string_view text) {
  Script script;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty() || line[0] == '#') continue;
    const auto space = line.find(' ');
    const auto rest = space == std::string_view::npos ? std::string_view() : line.substr(space + 1);
    if (!understood(line.substr(0, space), rest, script))
      script.conditions.push_back({"script_broken", line::Severity::warning});
  }
  script.conditions = line::make_conditions(std::move(script.conditions));
  return script;
}

}  // namespace karvan::drivers::virtuals
