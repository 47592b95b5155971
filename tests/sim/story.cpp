#include "tests/sim/story.h"

#include <fmt/format.h>

namespace karvan::sim {

void Story::tell(std::string_view line) {
  auto second = now_ms_ / 1000;
  lines_.push_back(fmt::format("day {} {:02}:{:02}:{:02}.{:03}  {}", second / 86400 + 1, second / 3600 % 24,
                               second / 60 % 60, second % 60, now_ms_ % 1000, line));
  witness(lines_.back());
}

void Story::broken(std::string_view promise, std::string_view how) {
  ++broken_;
  tell(fmt::format("BROKEN {}: {}", promise, how));
}

}  // namespace karvan::sim
