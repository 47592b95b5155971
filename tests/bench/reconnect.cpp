// A hundred boxes come back at once with 1,000 new operations each: when all is settled, and the centre's memory
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include "tests/bench/rig/bus.h"
#include "tests/bench/rig/figures.h"
#include "tests/bench/rig/filings.h"
#include "tests/bench/rig/fleet.h"
#include "tests/support/scratch.h"

namespace {

using namespace karvan;

constexpr int pause_ms = 250;

// As a box does: rounds until all is settled, with a pause where nothing new came.
void come_back(bench::LightBox& box, std::atomic<std::size_t>& failed) {
  try {
    while (!box.settled()) {
      box.round();
      if (!box.settled() && box.up_to_date()) std::this_thread::sleep_for(std::chrono::milliseconds(pause_ms));
    }
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    ++failed;
  }
}

struct Run {
  double settled_s = 0, centre_mib = 0, centre_cpu_s = 0, busy = 0, failed = 0;
};

Run run(std::size_t boxes, std::size_t each) {
  test::Scratch scratch;
  bench::House house(scratch.folder().string());
  bench::Bus first(house, scratch.path("bus-01"), "bus-01", house.url());
  first.know_the_services();
  model::Pin pin;
  for (const auto* service : first.book().catalogue().current(first.book().when().today))
    if (service->id == "census") pin = {service->id, service->version};
  std::vector<std::unique_ptr<bench::LightBox>> fleet;
  for (std::size_t i = 0; i < boxes; ++i) {
    fleet.push_back(
        std::make_unique<bench::LightBox>(house, fmt::format("box-{:03}", i), fmt::format("office-{:03}", i)));
    auto& box = *fleet.back();
    while (!box.up_to_date()) box.round();  // it knows the services before it goes on its way
    for (std::size_t n = 0; n < each; ++n)
      box.write(bench::filing(i * each + n, box.office() + "/application/" + first.book().fresh_tracked_id(), pin,
                              house.operator_id()));
  }
  std::atomic<std::size_t> failed = 0;
  const auto cpu_before = house.program().cpu_s();
  const auto begun = std::chrono::steady_clock::now();
  {
    std::vector<std::jthread> all;
    for (auto& box : fleet) all.emplace_back([&box, &failed] { come_back(*box, failed); });
  }
  Run run;
  run.settled_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  run.centre_cpu_s = house.program().cpu_s() - cpu_before;
  run.centre_mib = static_cast<double>(house.program().peak_rss_mib());
  run.failed = static_cast<double>(failed);
  std::size_t batch_max = 0;
  for (const auto& box : fleet) {
    run.busy += static_cast<double>(box->refused());
    batch_max = std::max(batch_max, box->batch_max());
  }
  fmt::print(stderr, "settled {:.2f} s, {:.0f} MiB; {} boxes at once, batches of at most {}, on {}\n", run.settled_s,
             run.centre_mib, boxes, batch_max, bench::disk_of(scratch.folder().string()));
  return run;
}

}  // namespace

int main(int argc, char** argv) {
  const bool small = bench::has(argc, argv, "--small");
  const std::size_t boxes = small ? 4 : 100, each = small ? 50 : 1'000;
  std::vector<double> settled, mib, cpu, busy;
  double failed = 0;
  for (int i = 0; i < (small || bench::has(argc, argv, "--once") ? 1 : 3); ++i) {
    const auto one = run(boxes, each);
    settled.push_back(one.settled_s);
    mib.push_back(one.centre_mib);
    cpu.push_back(one.centre_cpu_s);
    busy.push_back(one.busy);
    failed += one.failed;
  }
  const auto all = static_cast<double>(boxes * each), took = bench::median(settled);
  return bench::report("reconnect",
                       {{"settled_s", took},
                        {"settled_a_second", all / took},
                        {"centre_mib", *std::max_element(mib.begin(), mib.end())},
                        {"centre_processor_s", bench::median(cpu)},
                        {"told_busy", bench::median(busy)},
                        {"failed", failed}},
                       {{"boxes", static_cast<double>(boxes)}, {"operations", all}},
                       {{"settled_s", "<=30"}, {"centre_mib", "<512"}, {"failed", "<=0"}}, small,
                       {"centre_mib", "failed"});
}
