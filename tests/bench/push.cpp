// A box brings home 100,000 filings of one operation (flat), or 10,000 as the counter makes them (walk), beside the
// ideal
#include <fmt/format.h>

#include <chrono>

#include "tests/bench/rig/bus.h"
#include "tests/bench/rig/figures.h"
#include "tests/bench/rig/filings.h"
#include "tests/bench/rig/ideal.h"
#include "tests/bench/rig/walks.h"
#include "tests/support/scratch.h"

namespace {

using namespace karvan;
using bench::must;

struct Run {
  std::size_t operations = 0, applications = 0, bytes = 0;
  double acknowledged_s = 0, settled_s = 0, ideal_s = 0, line_bytes = 0;
  double box_cpu_s = 0;  // of all its threads, until all is settled
};

std::vector<std::string> lines_of(bench::Bus& bus) {
  std::vector<std::string> lines;
  auto log = bus.book().store().log();
  for (const auto& epoch : must(log.marks()))
    for (auto& line : must(log.lines(epoch.epoch, 1, 10'000'000))) lines.push_back(std::move(line.line));
  return lines;
}

void bring_home(bench::Bus& bus, Run& run, int seconds_max) {
  const auto begun = std::chrono::steady_clock::now();
  const auto cpu_before = bench::own_cpu_s();
  bus.go_online();
  auto since = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count(); };
  double acknowledged_s = 0;
  bus.work(seconds_max, [&] {
    if (acknowledged_s == 0 && bus.acknowledged()) acknowledged_s = since();
    return acknowledged_s != 0 && bus.settled();
  });
  run.acknowledged_s += acknowledged_s;
  run.settled_s += since();
  run.box_cpu_s += bench::own_cpu_s() - cpu_before;
}

Run push(bool walk, std::size_t applications, int seconds_max) {
  test::Scratch scratch;
  bench::House house(scratch.folder().string());
  bench::Bus bus(house, scratch.path("bus-01"), "bus-01", house.url());
  bus.know_the_services();
  (void)bus.sent();
  Run run;
  // A walk needs numbers; where they run out, what was done so far is brought home first.
  while (run.applications < applications) {
    const auto left = applications - run.applications;
    bus.go_offline();
    if (walk)
      run.applications += bench::walk(bus, house.operator_id(), left, run.applications);
    else
      run.applications += bus.file(left).size();
    bring_home(bus, run, seconds_max);
  }
  const auto lines = lines_of(bus);
  const auto sent = bus.sent();
  run.operations = lines.size();
  run.bytes = sent.bytes;
  for (const auto& line : lines) run.line_bytes += static_cast<double>(line.size()) / static_cast<double>(lines.size());
  run.ideal_s = static_cast<double>(lines.size()) / bench::ideal(scratch.path("ideal"), lines);
  fmt::print(stderr, "{} applications: acknowledged {:.2f} s, settled {:.2f} s, ideal {:.2f} s in batches of {}\n",
             applications, run.acknowledged_s, run.settled_s, run.ideal_s, bench::ideal_batch);
  fmt::print(stderr, "{}; of the processor: box {:.2f} s, centre {:.1f} s and {} MiB\n",
             bench::told(sent, scratch.folder().string()), run.box_cpu_s, house.program().cpu_s(),
             house.program().peak_rss_mib());
  return run;
}

}  // namespace

int main(int argc, char** argv) {
  const bool small = bench::has(argc, argv, "--small"), walk = bench::has(argc, argv, "walk");
  const std::size_t applications = bench::size_of(argc, argv, small ? (walk ? 20 : 500) : walk ? 10'000 : 100'000);
  std::vector<double> acknowledged, settled, ideal, rates;
  Run last;
  for (int i = 0; i < (small || bench::has(argc, argv, "--once") ? 1 : 3); ++i) {
    last = push(walk, applications, 3'600);
    acknowledged.push_back(last.acknowledged_s / last.ideal_s);
    settled.push_back(last.settled_s / last.ideal_s);
    ideal.push_back(static_cast<double>(last.operations) / last.ideal_s);
    rates.push_back(static_cast<double>(last.operations) / last.settled_s);
  }
  const auto each = static_cast<double>(last.bytes) / static_cast<double>(last.applications);
  bench::Figures figures{{"acknowledged_ideals", bench::median(acknowledged)},
                         {"settled_ideals", bench::median(settled)},
                         {"settled_a_second", bench::median(rates)},
                         {"operations", static_cast<double>(last.operations)},
                         {"bytes_an_application", each},
                         {"ideal_a_second", bench::median(ideal)}};
  bench::Must rules{{"bytes_an_application", walk ? "<=900" : "<=300"}};
  if (!walk) {
    rules.insert(rules.end(), {{"acknowledged_ideals", "<=2"}, {"settled_ideals", "<=5"}});
    rules.emplace_back("ideal_a_second", ">=120000");
  }
  return bench::report("push", figures, {{"line_bytes", last.line_bytes}}, rules, small, {"bytes_an_application"});
}
