// A new box takes an office of 100,000 records over loopback TLS, and says how far it is
#include <fmt/format.h>

#include <chrono>
#include <set>

#include "tests/bench/rig/bus.h"
#include "tests/bench/rig/figures.h"
#include "tests/support/scratch.h"

namespace {

using namespace karvan;
using bench::must;

std::uint64_t position(bench::Bus& bus) {
  return must(bus.book().store().cursors().get(bus.book().office_feed())).position;
}

}  // namespace

int main(int argc, char** argv) {
  const bool small = bench::has(argc, argv, "--small");
  const std::size_t applications = bench::size_of(argc, argv, small ? 500 : 100'000);
  test::Scratch scratch;
  bench::House house(scratch.folder().string());
  std::string last;
  std::uint64_t end = 0;
  {
    bench::Bus first(house, scratch.path("bus-01"), "bus-01", house.url());
    first.know_the_services();
    last = first.file(applications).back();
    first.work(3'600, [&] { return first.acknowledged() && first.settled(); });
    end = position(first);
  }
  bench::Bus fresh(house, scratch.path("bus-02"), "bus-02", house.url());
  std::set<std::uint64_t> seen;
  const auto begun = std::chrono::steady_clock::now();
  fresh.work(3'600, [&] {
    if (const auto& progress = fresh.link().progress()) seen.insert(progress->taken);
    return position(fresh) >= end;
  });
  const auto took = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  const bool there = must(fresh.book().store().records().settled(last)).has_value();
  const auto each = 1e6 * took / static_cast<double>(applications);
  return bench::report("bootstrap",
                       {{"seconds", took},
                        {"microseconds_a_record", each},
                        {"steps_told", static_cast<double>(seen.size())},
                        {"last_record_there", there ? 1.0 : 0.0}},
                       {{"records", static_cast<double>(applications)}},
                       {{"seconds", "<=5"}, {"steps_told", ">=3"}, {"last_record_there", ">=1"}}, small,
                       {"last_record_there"});
}
