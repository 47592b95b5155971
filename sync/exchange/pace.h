#pragma once
#include <cstddef>
#include <cstdint>

namespace karvan::exchange {

// How fast one exchange went. 0: too little went to tell.
struct Speed {
  std::uint64_t up = 0, down = 0;       // packed bytes a second
  std::uint64_t plain = 0, packed = 0;  // bytes of the request before and after compression
};

// What the link carries, learned from each exchange; and from that, how much one may hold so that it takes at most ten
// seconds each way, how hard to compress, and how many to have under way. No clock: it is told what was measured.
class Pace {
 public:
  void observe(const Speed& speed);
  // The link did not carry an exchange to its end: the next are half as large, down to one 32nd.
  void broken();

  std::uint64_t up() const { return up_; }      // packed bytes a second; 0: not yet known
  std::uint64_t down() const { return down_; }  // the same
  // Lines that one request may hold, before compression: 4 KiB … 8 MiB. An unknown link is taken for a slow one.
  std::size_t request_bytes() const;
  // Request::answer_bytes_max: 4 KiB … 4 MiB, packed.
  std::size_t answer_bytes() const;
  // Requests with operations that may be under way together: 1 … in_flight_max.
  std::size_t in_flight() const;

 private:
  std::uint64_t halved(std::uint64_t bytes) const;

  std::uint64_t up_ = 0, down_ = 0;
  std::uint64_t shrinks_to_ = 3;  // plain : packed, rounded down
  int breaks_ = 0;
};

inline constexpr std::size_t in_flight_max = 8;
inline constexpr int exchange_seconds_max = 10;

// zstd: 19 on a slow link, 3 on a fast one.
inline constexpr int thorough_level = 19;
int level_for(std::uint64_t bytes_per_second);

}  // namespace karvan::exchange
