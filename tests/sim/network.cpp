#include "tests/sim/network.h"

#include <algorithm>

namespace karvan::sim {

bool Network::up(const std::string& link, std::int64_t now_ms) {
  if (calm_) return true;
  auto [found, fresh] = links_.try_emplace(link);
  auto& at = found->second;
  if (fresh) at.turns_ms = now_ms + 1 + below(weather_.up_ms_max);  // it begins where there is one
  if (now_ms >= at.turns_ms) {
    at.up = !at.up;
    at.turns_ms = now_ms + 1 + below(at.up ? weather_.up_ms_max : weather_.down_ms_max);
  }
  return at.up && now_ms >= at.cut_until_ms;
}

std::int64_t Network::delay() {
  if (!happens(weather_.slow)) return 1 + below(weather_.delay_ms_max);
  tally_.note(Fault::overtaking);
  return 1 + below(weather_.slow_ms_max);
}

std::vector<std::int64_t> Network::arrivals(const std::string& link, Way way, std::int64_t now_ms) {
  if (!up(link, now_ms) || now_ms < links_[link].deaf_until_ms[way == Way::up ? 0 : 1]) return {};
  if (happens(weather_.loss)) return tally_.note(Fault::loss), std::vector<std::int64_t>{};
  std::vector<std::int64_t> copies{delay()};
  if (happens(weather_.duplication)) {
    tally_.note(Fault::duplication);
    copies.push_back(delay());
  }
  return copies;
}

void Network::cut(const std::string& link, std::int64_t until_ms) {
  links_[link].cut_until_ms = std::max(links_[link].cut_until_ms, until_ms);
}

void Network::half_close(const std::string& link, Way way, std::int64_t until_ms) {
  links_[link].deaf_until_ms[way == Way::up ? 0 : 1] = until_ms;
}

void Network::calm() {
  weather_ = {.loss = 0, .duplication = 0, .slow = 0, .delay_ms_max = 10};
  links_.clear();
  calm_ = true;
}

}  // namespace karvan::sim
