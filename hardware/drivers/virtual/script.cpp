#include "hardware/drivers/virtual/script.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace karvan::drivers::virtuals {
namespace {

constexpr std::array<std::string_view, 5> tricks = {"crash", "hang", "garble", "vanish", "silent"};
constexpr std::array<std::string_view, 8> names = {"Ayesha", "Bilal", "Dilara", "Elvin",
                                                   "Fatima", "Hasan", "Leyla",  "Usman"};
constexpr std::array<std::string_view, 6> fathers = {"Ghulam Rasool", "Muhammad Aslam", "Rashid",
                                                     "Kamran",        "Tariq",          "Yusif"};
constexpr std::int64_t page_ms_max = 600'000;

// SplitMix64 (Steele, Lea, Flood 2014): a number from a position, without state.
std::uint64_t mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

void read_line(std::string_view line, Script& script) {
  const auto space = line.find(' ');
  const std::string word(line.substr(0, space));
  const std::string rest(space == std::string_view::npos ? "" : line.substr(space + 1));
  if (word.empty() || word[0] == '#') return;
  if (rest.empty() && std::find(tricks.begin(), tricks.end(), word) != tricks.end())
    script.next = word;
  else if (word == "page_ms" && !rest.empty())
    script.page_ms = std::clamp<std::int64_t>(std::atoll(rest.c_str()), 0, page_ms_max);
  else if (rest == "ok" || rest == "warning" || rest == "error" || rest == "unknown")
    script.conditions.push_back({word, line::severity_of(rest)});
  else
    script.conditions.push_back({"script_broken", line::Severity::warning});
}

}  // namespace

Script read_script(std::string_view text) {
  Script script;
  while (!text.empty()) {
    const auto end = text.find('\n');
    read_line(text.substr(0, end), script);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  script.conditions = line::make_conditions(std::move(script.conditions));
  return script;
}

Person person_of(std::uint64_t seed, std::uint64_t nth) {
  const auto a = mix(seed ^ mix(nth)), b = mix(a), c = mix(b);
  char identity[32], birth[16];
  std::snprintf(identity, sizeof identity, "9%04u-%07u-%u", static_cast<unsigned>(a % 10'000),
                static_cast<unsigned>(b % 10'000'000), static_cast<unsigned>(c % 10));
  std::snprintf(birth, sizeof birth, "%04u-%02u-%02u", static_cast<unsigned>(1945 + a % 60),
                static_cast<unsigned>(1 + b % 12), static_cast<unsigned>(1 + c % 28));
  return {std::string(names.at(a / 7 % names.size())), std::string(fathers.at(b / 7 % fathers.size())), identity,
          birth};
}

}  // namespace karvan::drivers::virtuals
