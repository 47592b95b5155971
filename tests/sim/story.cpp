#include "tests/sim/story.h"

#include <fmt/format.h>

#include <algorithm>

namespace karvan::sim {
namespace {

constexpr std::size_t tail = 60, breaches_max = 20;

}  // namespace

void Story::tell(std::string_view line) {
  const auto since_ms = now_ms_ - begin_ms_, second = since_ms / 1000;
  lines_.push_back(fmt::format("day {} {:02}:{:02}:{:02}.{:03}  {}", second / 86400 + 1, second / 3600 % 24,
                               second / 60 % 60, second % 60, since_ms % 1000, line));
  witness(lines_.back());
  if (!whole_ && lines_.size() > tail) lines_.pop_front();
}

void Story::broken(std::string_view promise, std::string_view how) {
  auto line = fmt::format("BROKEN {}: {}", promise, how);
  tell(line);
  if (breaches_.size() < breaches_max) breaches_.push_back(std::move(line));
}

bool Story::broke(std::string_view promise) const {
  return std::any_of(breaches_.begin(), breaches_.end(),
                     [&](const std::string& breach) { return breach.starts_with(fmt::format("BROKEN {}:", promise)); });
}

}  // namespace karvan::sim
