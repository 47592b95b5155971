#pragma once
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>

#include "storage/seal/entropy.h"

namespace karvan::sim {

// SplitMix64 (Steele, Lea, Flood 2014): the whole run hangs on its seed, on every machine the same.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ull);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
  }
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }
  std::int64_t below_ms(std::int64_t bound) {
    return static_cast<std::int64_t>(below(static_cast<std::uint64_t>(bound)));
  }
  bool one_in(std::uint64_t n) { return below(n) == 0; }
  std::string bytes(std::size_t n) {
    std::string made(n, '\0');
    for (char& byte : made) byte = static_cast<char>(next());
    return made;
  }
  // The same for many, eight of them at a time.
  std::string noise(std::size_t n) {
    std::string made(n, '\0');
    for (std::size_t at = 0; at < n; at += sizeof(std::uint64_t)) {
      const auto some = next();
      std::memcpy(made.data() + at, &some, std::min(sizeof some, n - at));
    }
    return made;
  }
  // A source for a room: its own stream, so that one room's appetite does not shift another's luck.
  seal::Entropy entropy() {
    return [stream = Random(next())](std::size_t n) mutable { return stream.bytes(n); };
  }

 private:
  std::uint64_t state_;
};

}  // namespace karvan::sim
