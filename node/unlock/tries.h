#pragma once
#include <cstdint>

namespace karvan::unlock {

constexpr std::int64_t first_pause_ms = 1'000;
constexpr std::int64_t pause_ms_max = 60'000;

// After each wrong try the next waits twice as long, up to a minute; nobody is shut out for good, for a counter must
// open. Against twelve characters 1,440 tries a day are none.
class Tries {
 public:
  // How long the next try has to wait yet, on a clock that only goes forward; 0: it may come.
  std::int64_t wait_ms(std::int64_t now_ms) const { return now_ms < open_at_ms_ ? open_at_ms_ - now_ms : 0; }

  void wrong(std::int64_t now_ms) {
    pause_ms_ = pause_ms_ == 0 ? first_pause_ms : 2 * pause_ms_;
    if (pause_ms_ > pause_ms_max) pause_ms_ = pause_ms_max;
    open_at_ms_ = now_ms + pause_ms_;
  }

 private:
  std::int64_t pause_ms_ = 0, open_at_ms_ = 0;
};

}  // namespace karvan::unlock
