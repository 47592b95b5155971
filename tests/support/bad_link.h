#pragma once
#include <cstdint>
#include <memory>

namespace karvan::test {

// A radio link as a TCP proxy on loopback: so many bytes a second each way, shared by all connections; each segment on
// its way for `delay_ms`; a lost one is sent again after a round trip, and all behind it on its connection wait for it,
// as TCP's do. The same seed loses the same segments of a direction. Threads of its own, by the real clock.
class BadLink {
 public:
  struct Weather {
    std::uint64_t bytes_a_second = 8'000;
    int delay_ms = 400;  // one way
    int loss_percent = 5;
    std::uint64_t seed = 1;
  };
  struct Carried {
    std::uint64_t up = 0, down = 0, lost = 0, connections = 0;
  };

  // Throws std::runtime_error where it cannot listen.
  BadLink(int target_port, Weather weather);
  ~BadLink();  // breaks all connections
  BadLink(const BadLink&) = delete;

  int port() const;
  void turn(Weather weather);  // of what is sent from now on
  Carried carried() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace karvan::test
