// karvan-sim: runs of the simulator.
//   --seed S     one run, told as a story; its hash last (--quiet: the end of it, where a promise broke)
//   --seeds N    seeds 1 … N (or from --from on), each made twice: the same hash, and no promise broken
//   --all A,B,…  these seeds, once: in them every fault and every act of the lists has happened
#include <CLI/CLI.hpp>
#include <array>
#include <chrono>
#include <cstdio>
#include <string_view>
#include <vector>

#include "tests/sim/heap.h"
#include "tests/sim/options.h"

namespace {

using karvan::sim::Fault;
using karvan::sim::Figures;
using karvan::sim::Plan;
using karvan::sim::World;

int tell(const Plan& plan) {
  World world(plan);
  world.run();
  if (!plan.tells && world.story().sound()) return 0;
  for (const auto& line : world.story().lines()) std::puts(line.c_str());
  std::printf("hash %s\n", world.story().hash().c_str());
  return world.story().sound() ? 0 : 1;
}

// What people of the simulator do, each by the name of its command or, at headquarters, by the story's word. That
// somebody settles what rests on work which both a box and the centre have lost takes more seeds than CI has time for.
constexpr std::array<std::string_view, 25> acts{"start_draft",
                                                "change_draft",
                                                "start_capture",
                                                "discard_draft",
                                                "file_draft",
                                                "take_payment",
                                                "issue_document",
                                                "settle_print",
                                                "open_shift",
                                                "close_shift",
                                                "close_application",
                                                "return_application",
                                                "resolve",
                                                "approve_application",
                                                "waive_fee",
                                                "refund",
                                                "hand_over",
                                                "settle_fork",
                                                "change_application",
                                                "accepts",
                                                "decides",
                                                "changes",
                                                "closes",
                                                "resolves",
                                                "erases"};

// A simulator that makes no such fault, or whose people never do this, proves nothing of it.
bool try_all(Plan plan, const std::vector<std::uint64_t>& seeds) {
  Figures sum;
  bool whole = true;
  plan.tells = false;
  for (const auto seed : seeds) {
    plan.seed = seed;
    World world(plan);
    world.run();
    for (const auto& breach : world.story().breaches())
      std::printf("seed %llu: %s\n", static_cast<unsigned long long>(seed), breach.c_str());
    whole = whole && world.story().sound();
    sum.add(world.figures());
  }
  const auto demand = [&](std::string_view what, std::uint64_t times) {
    std::printf("%-22.*s %llu\n", static_cast<int>(what.size()), what.data(), static_cast<unsigned long long>(times));
    whole = whole && times > 0;
  };
  for (std::size_t i = 0; i < karvan::sim::fault_kinds; ++i)
    demand(name_of(static_cast<Fault>(i)), sum.faults.of(static_cast<Fault>(i)));
  for (const auto act : acts) demand(act, sum.acts.contains(act) ? sum.acts.find(act)->second : 0);
  demand("sticks read", sum.sticks_read);
  demand("lines erased", sum.erased);
  demand("forks settled", sum.forks_settled);
  demand("enrolled late", sum.enrolled_late);
  demand("editions published", sum.published);
  return whole;
}

// Makes a run twice; false where a promise broke, or the second differs.
bool try_seed(const Plan& plan, Figures& sum) {
  std::string first;
  for (int time = 0; time < 2; ++time) {
    World world(plan);
    world.run();
    for (const auto& breach : world.story().breaches())
      std::printf("seed %llu: %s\n", static_cast<unsigned long long>(plan.seed), breach.c_str());
    if (!world.story().sound()) return false;
    if (time == 0) {
      sum.add(world.figures());
      first = world.story().hash();
    } else if (world.story().hash() != first) {
      std::printf("seed %llu is not reproduced\n", static_cast<unsigned long long>(plan.seed));
      return false;
    }
  }
  return true;
}

// A run in which nobody met anybody proves nothing about agreement, one without faults nothing about them.
int try_range(Plan plan, std::uint64_t from, std::uint64_t seeds, std::size_t met_least) {
  const auto begin = std::chrono::steady_clock::now();
  std::uint64_t bad = 0;
  Figures sum;
  plan.tells = false;
  for (plan.seed = from; plan.seed < from + seeds; ++plan.seed) bad += !try_seed(plan, sum);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  std::printf("%llu seeds, %llu bad; %zu contested, %zu resolved, %zu late, %zu disputed\n",
              static_cast<unsigned long long>(seeds), static_cast<unsigned long long>(bad), sum.contested, sum.resolved,
              sum.late, sum.disputed);
  for (std::size_t i = 0; i < karvan::sim::fault_kinds; ++i)
    std::printf("%s %s %llu", i ? "," : "faults:", std::string(name_of(static_cast<Fault>(i))).c_str(),
                static_cast<unsigned long long>(sum.faults.of(static_cast<Fault>(i))));
  std::printf("\nsticks: %zu taken, %zu read; %zu lines erased, %zu forks settled, %zu boxes enrolled late\n",
              sum.sticks_taken, sum.sticks_read, sum.erased, sum.forks_settled, sum.enrolled_late);
  std::printf("%zu operations, %zu node-days, %llu faults, each seed twice, in %.1f s\n", sum.operations, sum.node_days,
              static_cast<unsigned long long>(sum.faults.all()), took.count());
  const bool met_enough = sum.resolved >= met_least && sum.disputed >= met_least && sum.sticks_read >= met_least;
  return bad || !met_enough ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  karvan::sim::keep_heap();
  CLI::App app("Karvan's simulator");
  Plan plan;
  std::uint64_t seeds = 0, from = 1;
  std::size_t met_least = 0;
  std::vector<std::uint64_t> all;
  karvan::sim::add_plan(app, plan);
  app.add_flag("!--quiet", plan.tells, "with --seed: only the end, and only where a promise broke");
  app.add_option("--seeds", seeds, "run so many, twice each");
  app.add_option("--from", from, "with --seeds: the first");
  app.add_option("--meet", met_least, "with --seeds: so many resolutions, disputed papers and sticks there must be");
  app.add_option("--all", all, "run these, once; every kind of fault and of act must be among what happens")
      ->delimiter(',');
  CLI11_PARSE(app, argc, argv);
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  if (!all.empty()) return try_all(plan, all) ? 0 : 1;
  return seeds > 0 ? try_range(plan, from, seeds, met_least) : tell(plan);
}
