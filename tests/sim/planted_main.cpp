// karvan-sim-planted: the simulator with a bug in it, one of planted.txt.
//   --planted N --expect P5 --seed S …   the run must break that promise; the story's end where it does not
//   --hunt [--planted N] [--limit-s T]   keeps the runs of planted.txt that still find their bugs, looks for others
//   where
//                                        they do not, so many seconds each, and writes them there
#include <fmt/format.h>

#include <cstdio>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/sim/heap.h"
#include "tests/sim/options.h"
#include "tests/sim/plant.h"

namespace {

using karvan::sim::Plan;
using karvan::sim::World;

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

bool breaks(const std::string& breach, const std::string& promise) {
  return breach.starts_with("BROKEN " + promise + ":");
}

int expect(Plan plan, const std::string& promise) {
  plan.tells = false;
  const auto breach = breach_of(plan, true);
  std::puts(breach.empty() ? "nothing broke" : breach.c_str());
  return breaks(breach, promise) ? 0 : 1;
}

// planted.txt: a line each, bugs as "number|promise|site|run|what", all others as they are.
struct Line {
  std::string text;  // of one that is no bug
  int number = 0;
  std::string promise, site, run, what;
};

constexpr auto no_run = "-";

std::vector<Line> read_lines(const std::string& path) {
  std::vector<Line> lines;
  std::ifstream file(path);
  for (std::string text; std::getline(file, text);) {
    auto& line = lines.emplace_back();
    std::istringstream parts(text);
    std::string number;
    const bool whole = std::getline(parts, number, '|') && std::getline(parts, line.promise, '|') &&
                       std::getline(parts, line.site, '|') && std::getline(parts, line.run, '|') &&
                       std::getline(parts, line.what);
    if (whole && !text.starts_with('#'))
      line.number = std::stoi(number);
    else
      line.text = text;
  }
  return lines;
}

void write_lines(const std::string& path, const std::vector<Line>& lines) {
  std::ofstream file(path);
  for (const auto& line : lines)
    file << (line.number == 0
                 ? line.text
                 : fmt::format("{}|{}|{}|{}|{}", line.number, line.promise, line.site, line.run, line.what))
         << '\n';
}

bool holds(const Line& line) {
  if (line.run == no_run) return false;
  Plan plan = usual();
  CLI::App app;
  karvan::sim::add_plan(app, plan);
  app.parse(line.run);
  plan.tells = false;
  return breaks(breach_of(plan), line.promise);
}

// Small worlds first: what a bug needs is rather there by chance than by size. A run in which something else breaks
// first is told, and is none.
std::string look_for(const Line& line, double limit_s) {
  const double begin = processor_s();
  for (std::uint64_t seed = 1; processor_s() - begin < limit_s; ++seed)
    for (const bool rare : {false, true}) {
      Plan plan = usual();
      plan.seed = seed;
      plan.days = rare ? 3 : 1;
      plan.rare = rare;
      plan.tells = false;
      const auto breach = breach_of(plan);
      if (breach.empty()) continue;
      const auto run = fmt::format("--seed {} --days {}{}", seed, plan.days, rare ? " --rare" : "");
      fmt::print("{:2}: {}  after {:.1f} s  {}\n", line.number, run, processor_s() - begin, breach);
      std::fflush(stdout);
      if (breaks(breach, line.promise)) return run;
    }
  fmt::print("{:2}: nobody found it in {:.0f} s\n", line.number, limit_s);
  std::fflush(stdout);
  return no_run;
}

// Written after each, so that what was found is kept whenever somebody stops it.
bool hunt(const std::string& path, int bug, double limit_s) {
  auto lines = read_lines(path);
  bool all = true;
  for (auto& line : lines) {
    if (line.number == 0 || (bug != 0 && line.number != bug)) continue;
    karvan::sim::plant(line.number);
    if (holds(line)) continue;
    line.run = look_for(line, limit_s);
    all = all && line.run != no_run;
    write_lines(path, lines);
  }
  return all;
}

}  // namespace

int main(int argc, char** argv) {
  karvan::sim::keep_heap();
  CLI::App app("Karvan's simulator, with a bug in it");
  Plan plan = usual();
  int bug = 0;
  bool hunts = false;
  double limit_s = 600;
  std::string promise, path = "tests/sim/planted.txt";
  karvan::sim::add_plan(app, plan);
  app.add_option("--planted", bug, "which bug");
  app.add_option("--expect", promise, "that this promise breaks");
  app.add_flag("--hunt", hunts, "look for seeds that find the bugs");
  app.add_option("--file", path, "with --hunt: the list of the bugs, read and written");
  app.add_option("--limit-s", limit_s, "with --hunt: processor seconds for each");
  CLI11_PARSE(app, argc, argv);
  if (!hunts) {
    karvan::sim::plant(bug);
    return expect(plan, promise);
  }
  return hunt(path, bug, limit_s) ? 0 : 1;
}
