#include "tests/bench/rig/figures.h"

#include <fmt/format.h>
#include <sys/vfs.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <stdexcept>
#include <utility>

namespace karvan::bench {
namespace {

std::string members(const Figures& figures) {
  std::string text;
  for (const auto& [name, value] : figures)
    text += fmt::format(R"({}"{}":{:.6g})", text.empty() ? "" : ",", name, value);
  return text;
}

bool holds(double value, const std::string& rule) {
  const bool or_equal = rule.size() > 1 && rule[1] == '=';
  const double bound = std::stod(rule.substr(or_equal ? 2 : 1));
  if (or_equal && value == bound) return true;
  return rule[0] == '<' ? value < bound : value > bound;
}

}  // namespace

int report(std::string_view bench, const Figures& figures, const Figures& floor, const Must& must, bool small,
           const std::vector<std::string>& always) {
  bool pass = true;
  std::string rules;
  for (const auto& [name, rule] : must) {
    if (small && std::find(always.begin(), always.end(), name) == always.end()) continue;
    const auto figure =
        std::find_if(figures.begin(), figures.end(), [&](const auto& one) { return one.first == name; });
    if (figure == figures.end()) throw std::logic_error("no figure " + name);
    pass = pass && holds(figure->second, rule);
    rules += fmt::format(R"({}"{}":"{}")", rules.empty() ? "" : ",", name, rule);
  }
  fmt::print("{{\"bench\":\"{}\",\"figures\":{{{}}},\"floor\":{{{}}},\"must\":{{{}}},\"pass\":{}}}\n", bench,
             members(figures), members(floor), rules, pass);
  return pass ? 0 : 1;
}

double percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

double median(std::vector<double> values) { return percentile(std::move(values), 0.5); }

double own_cpu_s() {
  timespec used{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

double ms_of(const std::function<void()>& work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
}

bool has(int argc, char** argv, std::string_view word) {
  return std::any_of(argv + 1, argv + argc, [&](const char* one) { return one == word; });
}

std::string word_after(std::string_view word, int argc, char** argv) {
  char** const found = std::find(argv + 1, argv + argc, word);
  return argv + argc - found > 1 ? found[1] : "";
}

std::size_t size_of(int argc, char** argv, std::size_t otherwise) {
  for (int i = 1; i < argc; ++i)
    if (const std::string word = argv[i]; !word.empty() && word.find_first_not_of("0123456789") == word.npos)
      return std::stoul(word);
  return otherwise;
}

std::string disk_of(const std::string& folder) {
  struct statfs found{};
  if (::statfs(folder.c_str(), &found) != 0) return "?";
  switch (found.f_type) {
    case 0xEF53:
      return "ext4";
    case 0x01021994:
      return "tmpfs";
    case 0x58465342:
      return "xfs";
    case 0x9123683E:
      return "btrfs";
    case 0x794c7630:
      return "overlay";
    default:
      return fmt::format("{:x}", found.f_type);
  }
}

}  // namespace karvan::bench
