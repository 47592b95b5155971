// A new box takes an office of 100,000 records over loopback TLS, and says how far it is: the median of three boxes
#include <fmt/format.h>

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

struct Taking {
  double seconds = 0;
  std::size_t steps = 0;  // of its progress that were told
  bool whole = false;     // the record that was filed last is there
};

Taking take(bench::House& house, const std::string& path, const std::string& name, std::uint64_t end,
            const std::string& last) {
  bench::Bus fresh(house, path, name, house.url());
  std::set<std::uint64_t> seen;
  const auto ms = bench::ms_of([&] {
    fresh.work(3'600, [&] {
      if (const auto& progress = fresh.link().progress()) seen.insert(progress->taken);
      return position(fresh) >= end;
    });
  });
  const auto sent = fresh.sent();
  fmt::print(stderr, "{}: {:.2f} s, {} answers of at most {} records, on {}\n", name, ms / 1e3, sent.rounds,
             sent.records_max, bench::disk_of(path));
  return {ms / 1e3, seen.size(), must(fresh.book().store().records().settled(last)).has_value()};
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
  std::vector<double> seconds, steps;
  bool whole = true;
  for (const std::string name : {"bus-02", "bus-03", "bus-04"}) {
    const auto taking = take(house, scratch.path(name), name, end, last);
    seconds.push_back(taking.seconds);
    steps.push_back(static_cast<double>(taking.steps));
    whole = whole && taking.whole;
  }
  return bench::report("bootstrap",
                       {{"seconds", bench::median(seconds)},
                        {"microseconds_a_record", 1e6 * bench::median(seconds) / static_cast<double>(applications)},
                        {"steps_told", bench::median(steps)},
                        {"last_record_there", whole ? 1.0 : 0.0}},
                       {{"records", static_cast<double>(applications)}},
                       {{"seconds", "<=5"}, {"steps_told", ">=3"}, {"last_record_there", ">=1"}}, small,
                       {"last_record_there"});
}
