#pragma once
#include <cstdint>

namespace karvan::sim {

inline constexpr std::int64_t minute_ms = 60'000, hour_ms = 60 * minute_ms, day_ms = 24 * hour_ms;

// What a box believes the time to be.
class BoxClock {
 public:
  std::int64_t read(std::int64_t true_ms) const {
    return true_ms + offset_ms_ + (true_ms - since_ms_) * drift_ppm_ / 1'000'000;
  }
  void jump(std::int64_t by_ms) { offset_ms_ += by_ms; }
  // From now on it gains (or loses) so much.
  void drift(std::int64_t ppm, std::int64_t true_ms) {
    offset_ms_ = read(true_ms) - true_ms;
    since_ms_ = true_ms;
    drift_ppm_ = ppm;
  }
  // The battery was empty: it begins where it was made.
  void forget(std::int64_t true_ms) {
    drift(0, true_ms);
    offset_ms_ = made_ms - true_ms;
  }
  void set_right() { *this = BoxClock{}; }

 private:
  static constexpr std::int64_t made_ms = 1'735'689'600'000;  // 2025-01-01
  std::int64_t offset_ms_ = 0, since_ms_ = 0, drift_ppm_ = 0;
};

}  // namespace karvan::sim
