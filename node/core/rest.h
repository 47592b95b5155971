#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>

namespace karvan::core {

inline constexpr std::int64_t recover_every_ms = 5'000;
inline constexpr std::int64_t recover_rest_ms_max = 60'000;

// The rest after a try at mending. A try may take long (opening the store anew reads all of a file that was never
// verified), so the rest begins with the first drain after it, and is as long as the try was: what waits in the mailbox
// is answered meanwhile, whatever the file's size. By the clock that the drains are given.
class Rest {
 public:
  // Whether the next try may be made. A clock that is set back begins the rest anew.
  bool over(std::int64_t now_ms) {
    if (!tried_ms_) return true;
    if (!since_ms_ || now_ms < *since_ms_) {
      length_ms_ = std::clamp(now_ms - *tried_ms_, recover_every_ms, recover_rest_ms_max);
      since_ms_ = now_ms;
    }
    return now_ms - *since_ms_ >= length_ms_;
  }
  void tried(std::int64_t now_ms) {
    tried_ms_ = now_ms;
    since_ms_.reset();
  }

 private:
  std::optional<std::int64_t> tried_ms_, since_ms_;
  std::int64_t length_ms_ = 0;
};

}  // namespace karvan::core
