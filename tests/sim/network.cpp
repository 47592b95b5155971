#include "tests/sim/network.h"

#include <algorithm>

namespace karvan::sim {
namespace {

constexpr std::uint64_t thin_min = 4'000, thin_more = 60'000;
constexpr std::uint64_t fair_min = 300'000, fair_more = 8'000'000;

}  // namespace

// A telephone at the edge of its cell, or anything up to a radio link of some MB/s.
std::uint64_t Network::some_speed() {
  if (happens(weather_.thin)) return thin_min + random_.below(thin_more);
  return fair_min + random_.below(fair_more);
}

Network::Link& Network::at(const std::string& link, std::int64_t now_ms) {
  auto& at = links_[link];
  const bool fresh = at.bytes_per_second == 0;  // whoever cut it may have been the first to name it
  const bool turns = !fresh && !calm_ && now_ms >= at.turns_ms;
  if (turns) at.up = !at.up;
  if (fresh || turns) {  // it begins where there is one
    at.turns_ms = now_ms + 1 + below(at.up ? weather_.up_ms_max : weather_.down_ms_max);
    at.bytes_per_second = some_speed();
  }
  return at;
}

bool Network::up(const std::string& link, std::int64_t now_ms) {
  if (calm_) return true;
  const auto& found = at(link, now_ms);
  return found.up && now_ms >= found.cut_until_ms;
}

std::int64_t Network::delay() {
  if (!happens(weather_.slow)) return 1 + below(weather_.delay_ms_max);
  tally_.note(Fault::overtaking);
  return 1 + below(weather_.slow_ms_max);
}

std::vector<std::int64_t> Network::arrivals(const std::string& link, Way way, std::size_t bytes, std::int64_t now_ms) {
  if (!up(link, now_ms) || now_ms < links_[link].deaf_until_ms[way == Way::up ? 0 : 1]) return {};
  if (happens(weather_.loss)) return tally_.note(Fault::loss), std::vector<std::int64_t>{};
  const auto carried_ms = static_cast<std::int64_t>(bytes * 1'000 / speed(link, now_ms));
  std::vector<std::int64_t> copies{carried_ms + delay()};
  if (happens(weather_.duplication)) {
    tally_.note(Fault::duplication);
    copies.push_back(carried_ms + delay());
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
  weather_ = {.loss = 0, .duplication = 0, .slow = 0, .delay_ms_max = 10, .thin = 0};
  links_.clear();
  calm_ = true;
}

}  // namespace karvan::sim
