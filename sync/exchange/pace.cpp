#include "sync/exchange/pace.h"

#include <algorithm>

namespace karvan::exchange {
namespace {

constexpr std::uint64_t slow = 8'000;  // 64 kbit/s
constexpr std::uint64_t fast_link = 256 << 10;
constexpr std::uint64_t several = 2 << 20;  // for each further request under way
constexpr std::uint64_t bytes_min = 4 << 10;
constexpr std::uint64_t request_max = 8 << 20;
constexpr std::uint64_t request_of_several_max = 2 << 20;
constexpr std::uint64_t answer_max = 4 << 20;
constexpr std::uint64_t shrinks_max = 16;
constexpr int breaks_max = 5;

// Slower is believed at once, so that the next exchange does not take longer than it may; faster by half.
std::uint64_t learned(std::uint64_t known, std::uint64_t seen) {
  if (seen == 0) return known;
  return known == 0 || seen < known ? seen : known / 2 + seen / 2;
}

std::uint64_t ten_seconds(std::uint64_t rate, std::uint64_t most) {
  return std::min(rate, most) * static_cast<std::uint64_t>(exchange_seconds_max);
}

}  // namespace

void Pace::observe(const Speed& speed) {
  up_ = learned(up_, speed.up);
  down_ = learned(down_, speed.down);
  if (speed.up > 0 && speed.packed > 0)
    shrinks_to_ = std::clamp<std::uint64_t>(speed.plain / speed.packed, 1, shrinks_max);
  breaks_ = std::max(0, breaks_ - 1);
}

void Pace::broken() { breaks_ = std::min(breaks_ + 1, breaks_max); }

std::uint64_t Pace::halved(std::uint64_t bytes) const { return bytes >> breaks_; }

std::size_t Pace::request_bytes() const {
  const auto packed = ten_seconds(up_ == 0 ? slow : up_, request_max);
  const auto most = in_flight() > 1 ? request_of_several_max : request_max;
  return std::clamp(halved(packed * shrinks_to_), bytes_min, most);
}

// Until an answer was long enough to tell, the way down is taken for one like the way up.
std::size_t Pace::answer_bytes() const {
  const auto rate = down_ > 0 ? down_ : up_ > 0 ? up_ : slow;
  return std::clamp(halved(ten_seconds(rate, answer_max)), bytes_min, answer_max);
}

std::size_t Pace::in_flight() const { return std::clamp<std::uint64_t>(up_ / several, 1, in_flight_max); }

int level_for(std::uint64_t bytes_per_second) { return bytes_per_second < fast_link ? thorough_level : 3; }

}  // namespace karvan::exchange
