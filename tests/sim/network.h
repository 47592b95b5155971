#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/sim/faults.h"
#include "tests/sim/random.h"

namespace karvan::sim {

enum class Way { up, down };

// How hard a message is packed changes nothing of what it says, and took a fifth of a run.
inline constexpr std::uint64_t thorough_one_in = 40;
inline constexpr int fast_level = 3;

// What a network does to messages, in chances of one in n (0: never), and for how long a bus has a link at all.
struct Weather {
  std::uint64_t loss = 12;
  std::uint64_t duplication = 10;
  std::uint64_t slow = 8;  // a message that takes long: others overtake it
  std::int64_t delay_ms_max = 300, slow_ms_max = 6'000;
  std::int64_t up_ms_max = 5 * 60'000, down_ms_max = 5 * 60'000;
  std::uint64_t thin = 6;  // a link of some KB a second
};

// The links of boxes to the centre: each comes and goes. It says what becomes of a message; the caller carries it.
class Network {
 public:
  Network(Weather weather, Random random, Tally& tally) : weather_(weather), random_(random), tally_(tally) {}

  bool up(const std::string& link, std::int64_t now_ms);
  // After how long each copy of a message of so many bytes arrives: none, one or two.
  std::vector<std::int64_t> arrivals(const std::string& link, Way way, std::size_t bytes, std::int64_t now_ms);
  // Bytes that it carries a second, each way.
  std::uint64_t speed(const std::string& link, std::int64_t now_ms) { return at(link, now_ms).bytes_per_second; }
  // Nothing goes either way until then.
  void cut(const std::string& link, std::int64_t until_ms);
  // What goes one way is lost, though the link seems to be there.
  void half_close(const std::string& link, Way way, std::int64_t until_ms);
  // Faults stop: everything arrives, once (P16).
  void calm();

 private:
  struct Link {
    bool up = true;
    std::uint64_t bytes_per_second = 0;
    std::int64_t turns_ms = 0, cut_until_ms = 0, deaf_until_ms[2] = {0, 0};
  };
  std::int64_t below(std::int64_t most) {
    return static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(most) + 1));
  }
  Link& at(const std::string& link, std::int64_t now_ms);
  std::uint64_t some_speed();
  bool happens(std::uint64_t n) { return n > 0 && random_.one_in(n); }
  std::int64_t delay();

  Weather weather_;
  Random random_;
  Tally& tally_;
  bool calm_ = false;
  std::map<std::string, Link> links_;
};

}  // namespace karvan::sim
