// A hundred boxes come back at once with 1,000 new operations each: when all is settled, and the centre's memory
#include <fmt/format.h>

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

}  // namespace

int main(int argc, char** argv) {
  const bool small = bench::has(argc, argv, "--small");
  const std::size_t boxes = small ? 4 : 100, each = small ? 50 : 1'000;
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
  const auto took = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  std::size_t busy = 0;
  for (const auto& box : fleet) busy += box->refused();
  const auto all = static_cast<double>(boxes * each);
  return bench::report("reconnect",
                       {{"settled_s", took},
                        {"settled_a_second", all / took},
                        {"centre_mib", static_cast<double>(house.program().peak_rss_mib())},
                        {"centre_processor_s", house.program().cpu_s() - cpu_before},
                        {"told_busy", static_cast<double>(busy)},
                        {"failed", static_cast<double>(failed)}},
                       {{"boxes", static_cast<double>(boxes)}, {"operations", all}},
                       {{"settled_s", "<=30"}, {"centre_mib", "<512"}, {"failed", "<=0"}}, small,
                       {"centre_mib", "failed"});
}
