// The simulator: operations accepted, node-days and faults a core-hour, each seed made twice and counted once. Runs are
// of several kinds, by turns: a node's day is anything from twelve desks that write at once to two where hardly anybody
// comes. Crowded desks make operations, quiet ones node-days, so the two figures hang on how many runs of nine are of
// which kind: of a bus's days most are quiet. All figures are of the same runs.
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <ctime>
#include <string_view>

#include "tests/sim/heap.h"
#include "tests/sim/world.h"

namespace {

using namespace karvan;

constexpr double seconds = 60, seconds_small = 5;
constexpr double operations_must = 5e6, node_days_must = 1e4, faults_must = 5e4;

struct Kind {
  int desks, days, busy_one_in;  // see Plan
};
constexpr Kind usual{4, 8, 4}, crowded{12, 8, 6}, quiet{2, 16, 64};
constexpr std::array turns{usual, crowded, quiet, crowded, quiet, crowded, quiet, crowded, quiet};

double processor_s() {
  timespec spent{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
  return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) / 1e9;
}

}  // namespace

int main(int argc, char** argv) {
  sim::keep_heap();
  const bool small = argc > 1 && std::string_view(argv[1]) == "--small";
  sim::Figures sum;
  bool sound = true;
  sim::Plan plan;
  plan.tells = false;
  const double begin = processor_s();
  double spent = 0;
  std::size_t turn = 0;
  const auto goes_on = [&] { return small ? spent < seconds_small : spent < seconds || turn != 0; };  // whole turns
  for (; sound && goes_on(); ++plan.seed, turn = (turn + 1) % turns.size()) {
    plan.desks = turns[turn].desks;
    plan.days = turns[turn].days;
    plan.busy_one_in = turns[turn].busy_one_in;
    std::string first;
    for (int time = 0; sound && time < 2; ++time) {
      sim::World world(plan);
      world.run();
      sound = world.story().sound() && (time == 0 || world.story().hash() == first);
      first = world.story().hash();
      if (time == 0) sum.add(world.figures());
    }
    spent = processor_s() - begin;
  }
  const double hours = spent / 3600;
  const double operations = static_cast<double>(sum.operations) / hours;
  const double node_days = static_cast<double>(sum.node_days) / hours;
  const double faults = static_cast<double>(sum.faults.all()) / hours;
  const bool pass =
      sound && (small || (operations >= operations_must && node_days >= node_days_must && faults >= faults_must));
  fmt::print(R"({{"bench":"sim","figures":{{"operations_per_core_hour":{:.0f},"node_days_per_core_hour":{:.0f},)"
             R"("faults_per_core_hour":{:.0f},"seeds":{},"sound":{}}},)"
             R"("must":{{"operations_per_core_hour":">=5000000","node_days_per_core_hour":">=10000",)"
             R"("faults_per_core_hour":">=50000"}},"pass":{}}})"
             "\n",
             operations, node_days, faults, plan.seed - 1, sound, pass);
  return pass ? 0 : 1;
}
