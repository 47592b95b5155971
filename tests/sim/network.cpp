#include "tests/sim/network.h"

#include <utility>

namespace karvan::sim {

void Network::post(const std::string& node, std::int64_t now_ms, Deliver deliver) {
  auto happens = [&](std::uint64_t n) { return n > 0 && random_.one_in(n); };
  if (happens(weather_.cut))
    cut_until_[node] =
        now_ms + static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(weather_.cut_ms_max)));
  if (now_ms < cut_until_[node] || happens(weather_.loss)) return;
  auto arrives = [&] { return now_ms + 1 + static_cast<std::int64_t>(random_.below(weather_.delay_ms_max + 1)); };
  if (happens(weather_.duplication)) due_.emplace(arrives(), deliver);
  due_.emplace(arrives(), std::move(deliver));
}

void Network::run(std::int64_t now_ms) {
  while (!due_.empty() && due_.begin()->first <= now_ms) {
    auto deliver = std::move(due_.begin()->second);
    due_.erase(due_.begin());
    deliver();
  }
}

void Network::calm() {
  weather_ = {.loss = 0, .duplication = 0, .delay_ms_max = 10, .cut = 0};
  cut_until_.clear();
}

}  // namespace karvan::sim
