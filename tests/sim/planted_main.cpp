// karvan-sim-planted: the simulator with a bug in it, one of planted.txt.
//   --planted N --expect P5 --seed S …   the run must break that promise; the story's end where it does not
//   --hunt [--planted N] [--limit-s T]   looks for seeds that find the bugs, so many seconds each
#include <fmt/format.h>

#include <cstdio>
#include <ctime>
#include <string>

#include "tests/sim/heap.h"
#include "tests/sim/options.h"
#include "tests/sim/plant.h"

namespace {

using karvan::sim::Plan;
using karvan::sim::World;

constexpr int planted_bugs = 25;

// Without sticks, so that the runs of planted.txt are what they were before there were any; --sticks N brings them.
Plan usual() {
  Plan plan;
  plan.stick_ms = 0;
  return plan;
}

double processor_s() {
  timespec spent{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
  return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) / 1e9;
}

// What breaks first; empty: nothing did.
std::string breach_of(const Plan& plan, bool tells_end = false) {
  World world(plan);
  world.run();
  const auto& breaches = world.story().breaches();
  if (!breaches.empty()) return breaches.front();
  if (tells_end)
    for (const auto& line : world.story().lines()) std::puts(line.c_str());
  return "";
}

int expect(Plan plan, const std::string& promise) {
  plan.tells = false;
  const auto breach = breach_of(plan, true);
  std::puts(breach.empty() ? "nothing broke" : breach.c_str());
  return breach.starts_with("BROKEN " + promise + ":") ? 0 : 1;
}

// Small worlds first: what a bug needs is rather there by chance than by size.
bool hunt(int bug, double limit_s) {
  karvan::sim::plant(bug);
  const double begin = processor_s();
  for (std::uint64_t seed = 1; processor_s() - begin < limit_s; ++seed)
    for (const bool rare : {false, true}) {
      Plan plan = usual();
      plan.seed = seed;
      plan.days = rare ? 3 : 1;
      plan.rare = rare;
      plan.tells = false;
      const double since = processor_s();
      const auto breach = breach_of(plan);
      if (breach.empty()) continue;
      fmt::print("{:2}: --seed {} --days {}{}  after {:.1f} s, the run {:.1f} s  {}\n", bug, seed, plan.days,
                 rare ? " --rare" : "", processor_s() - begin, processor_s() - since, breach);
      std::fflush(stdout);
      return true;
    }
  fmt::print("{:2}: nobody found it in {:.0f} s\n", bug, limit_s);
  std::fflush(stdout);
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  karvan::sim::keep_heap();
  CLI::App app("Karvan's simulator, with a bug in it");
  Plan plan = usual();
  int bug = 0;
  bool hunts = false;
  double limit_s = 600;
  std::string promise;
  karvan::sim::add_plan(app, plan);
  app.add_option("--planted", bug, "which bug");
  app.add_option("--expect", promise, "that this promise breaks");
  app.add_flag("--hunt", hunts, "look for seeds that find the bugs");
  app.add_option("--limit-s", limit_s, "with --hunt: processor seconds for each");
  CLI11_PARSE(app, argc, argv);
  if (!hunts) {
    karvan::sim::plant(bug);
    return expect(plan, promise);
  }
  bool all = true;
  for (int each = bug ? bug : 1; each <= (bug ? bug : planted_bugs); ++each) all = hunt(each, limit_s) && all;
  return all ? 0 : 1;
}
