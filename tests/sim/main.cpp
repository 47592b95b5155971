// karvan-sim: runs of the simulator.
//   --seed S     one run, told as a story; its hash last
//   --seeds N    seeds 1 … N, each made twice: the same hash, and no promise broken
#include <CLI/CLI.hpp>
#include <cstdio>

#include "tests/sim/world.h"

namespace {

using karvan::sim::Plan;
using karvan::sim::World;

int tell(const Plan& plan) {
  World world(plan);
  world.run();
  for (const auto& line : world.story().lines()) std::puts(line.c_str());
  std::printf("hash %s\n", world.story().hash().c_str());
  return world.story().sound() ? 0 : 1;
}

// A run in which nobody met anybody proves nothing about agreement.
struct Met {
  std::size_t contested = 0, resolved = 0, late = 0, disputed = 0;
  void add(const karvan::sim::Figures& run) {
    contested += run.contested;
    resolved += run.resolved;
    late += run.late;
    disputed += run.disputed;
  }
};

int try_range(Plan plan, std::uint64_t seeds, std::size_t met_least) {
  int bad = 0;
  Met met;
  for (plan.seed = 1; plan.seed <= seeds; ++plan.seed) {
    std::string first;
    for (int time = 0; time < 2; ++time) {
      World world(plan);
      world.run();
      if (!world.story().sound()) {
        std::printf("seed %llu breaks a promise: %s\n", static_cast<unsigned long long>(plan.seed),
                    world.story().lines().back().c_str());
        ++bad;
        break;
      }
      if (time == 0) {
        met.add(world.figures());
        first = world.story().hash();
      } else if (world.story().hash() != first) {
        std::printf("seed %llu is not reproduced\n", static_cast<unsigned long long>(plan.seed));
        ++bad;
      }
    }
  }
  std::printf("%llu seeds, %d bad; %zu contested, %zu resolved, %zu late, %zu disputed\n",
              static_cast<unsigned long long>(seeds), bad, met.contested, met.resolved, met.late, met.disputed);
  const bool met_enough = met.resolved >= met_least && met.disputed >= met_least;
  return bad || !met_enough ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Karvan's simulator");
  Plan plan;
  std::uint64_t seeds = 0;
  std::size_t met_least = 0;
  app.add_option("--seed", plan.seed, "run and tell this one");
  app.add_option("--seeds", seeds, "run 1 to N twice each");
  app.add_option("--steps", plan.steps, "how long a run is");
  app.add_option("--buses", plan.buses, "how many buses");
  app.add_option("--meet", met_least, "with --seeds: so many conflicts, resolutions and disputed papers there must be");
  CLI11_PARSE(app, argc, argv);
  return seeds > 0 ? try_range(plan, seeds, met_least) : tell(plan);
}
