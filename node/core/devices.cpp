#include "node/core/devices.h"

#include <algorithm>
#include <climits>
#include <utility>

namespace karvan::core {

const counter::Capture* Devices::capture(std::string_view id) const {
  auto found = captures_.find(id);
  return found == captures_.end() ? nullptr : &found->second.capture;
}

const counter::Capture* Devices::capture_of(std::string_view of, std::string_view question) const {
  const Line* newest = nullptr;
  for (const auto& [id, line] : captures_) {
    const auto& capture = line.capture;
    if (capture.question != question || (capture.draft.empty() ? capture.application : capture.draft) != of) continue;
    if (!newest || newest->number < line.number) newest = &line;
  }
  return newest ? &newest->capture : nullptr;
}

std::vector<std::string> Devices::overdue(std::int64_t now_ms) const {
  std::vector<std::string> overdue;
  for (const auto& [id, line] : captures_) {
    const auto waited = now_ms - line.since_ms;
    if ((waited > capture_wait_ms_max || waited < 0) && !counter::over(line.capture)) overdue.push_back(id);
  }
  return overdue;
}

std::string Devices::best(std::string_view family, std::string_view seat) const {
  std::string best;
  int best_rank = INT_MIN;
  for (const auto& device : list_) {
    if (device.family != family || device.life != line::Life::enabled) continue;
    // One in trouble comes after all others: asked, it says itself what the operator has to do.
    const bool troubled = line::worst(device.conditions) >= line::Severity::error;
    const bool busy = std::any_of(captures_.begin(), captures_.end(), [&](const auto& one) {
      return one.second.capture.device == device.id && !counter::over(one.second.capture);
    });
    const int rank = (device.seat == seat ? 6 : device.seat.empty() ? 4 : 2) - (busy ? 1 : 0) - (troubled ? 10 : 0);
    if (rank > best_rank) best = device.id;
    best_rank = std::max(rank, best_rank);
  }
  return best;
}

void Devices::put(const counter::Capture& capture, std::int64_t now_ms) {
  auto [place, fresh] = captures_.try_emplace(capture.id, Line{{}, now_ms, captures_seen_ + 1});
  place->second.capture = capture;
  if (fresh) ++captures_seen_;
  while (captures_.size() > captures_max) {
    // Those that are over go first, the oldest before others.
    auto age = [](const auto& one) { return std::pair(!counter::over(one.second.capture), one.second.number); };
    captures_.erase(std::min_element(captures_.begin(), captures_.end(),
                                     [&](const auto& a, const auto& b) { return age(a) < age(b); }));
  }
}

}  // namespace karvan::core
