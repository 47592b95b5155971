#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "tests/sim/random.h"

namespace karvan::sim {

// What a network does to messages, in chances of one in n (0: never).
struct Weather {
  std::uint64_t loss = 12;
  std::uint64_t duplication = 10;
  std::uint64_t delay_ms_max = 4'000;  // so that messages overtake each other
  std::uint64_t cut = 100;             // of a link, at each message
  std::int64_t cut_ms_max = 8 * 60'000;
};

// Carries what is posted to it at a later time, perhaps twice, perhaps never, in any order. Time is the caller's.
class Network {
 public:
  using Deliver = std::function<void()>;
  Network(Weather weather, Random random) : weather_(weather), random_(random) {}

  // `node` names the link that the message goes over.
  void post(const std::string& node, std::int64_t now_ms, Deliver deliver);
  // Delivers what is due, in order of time.
  void run(std::int64_t now_ms);
  bool idle() const { return due_.empty(); }
  // Faults stop: everything arrives, once (P16).
  void calm();

 private:
  Weather weather_;
  Random random_;
  std::multimap<std::int64_t, Deliver> due_;
  std::map<std::string, std::int64_t> cut_until_;
};

}  // namespace karvan::sim
