#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/sim/bus.h"
#include "tests/sim/centre.h"
#include "tests/sim/headquarters.h"
#include "tests/sim/network.h"
#include "tests/sim/people.h"

namespace karvan::sim {

struct Plan {
  std::uint64_t seed = 1;
  int buses = 2;
  int desks = 2;      // a bus
  int steps = 6'000;  // of a fraction of a second each
  std::uint64_t bus_crash_one_in = 700, centre_crash_one_in = 900;
  std::uint64_t headquarters_one_in = 4;  // steps in which somebody there does something
  std::vector<std::string> catalogues = {"deploy/catalogue", "tests/sim/catalogue"};
  std::string answers = "deploy/demo/walk/answers/domicile.json";
};

// What happened between people, over a run: that it happened at all is part of the proof.
struct Figures {
  std::size_t operations = 0, parallel = 0, contested = 0, resolved = 0, late = 0, disputed = 0, decided = 0,
              returned = 0, handed_over = 0, closed = 0;
};

// Two buses, the centre and their people on simulated time; everything hangs on the seed.
class World {
 public:
  explicit World(Plan plan);
  ~World();
  // Works under faults, then calms down and checks that all has come together.
  void run();
  const Story& story() const { return story_; }
  const Figures& figures() const { return figures_; }

 private:
  struct Round {
    std::uint64_t start = 0;  // of the bus: a restarted box hears nothing of an old connection
    std::int64_t gives_up_ms = 0;
    exchange::Request request;
  };
  void make_bus(int number);
  void employ(Bus& bus, Random& luck);
  void check();
  void count();
  void send(Bus& bus, core::SendExchange round);
  void arrived(Bus& bus, std::uint64_t start, std::uint64_t round, const Result<std::string>& body);
  void give_up_on_silence();
  void strike();
  void restart(Bus& bus);
  void step();
  bool settled();

  Plan plan_;
  Random random_;
  Story story_;
  std::string folder_;
  std::int64_t now_ms_ = 0;
  bool calm_ = false;
  Network network_;
  std::unique_ptr<Centre> centre_;
  std::unique_ptr<Headquarters> headquarters_;
  Random headquarters_luck_;
  Figures figures_;
  std::vector<std::unique_ptr<Bus>> buses_;
  std::map<Bus*, std::vector<std::unique_ptr<Seated>>> people_;
  std::map<std::pair<Bus*, std::uint64_t>, Round> rounds_;
};

}  // namespace karvan::sim
