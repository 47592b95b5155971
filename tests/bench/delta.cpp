// A hundred changes on top of 100,000 settled applications, and on top of 1,000: bytes, and whether the many cost time
#include <fmt/format.h>

#include <chrono>

#include "node/ports/system.h"
#include "tests/bench/rig/bus.h"
#include "tests/bench/rig/figures.h"
#include "tests/bench/rig/filings.h"
#include "tests/support/bad_link.h"
#include "tests/support/scratch.h"

namespace {

using namespace karvan;

// A box with something to say pauses a second after a round: that is not what is measured.
constexpr int rest_ms = 1'200;

constexpr test::BadLink::Weather clear{.bytes_a_second = 1 << 30, .delay_ms = 0, .loss_percent = 0};

// A box that has so many applications, all settled.
struct Place {
  explicit Place(std::size_t applications)
      : house(scratch.folder().string()),
        link(house.port(), clear),
        bus(house, scratch.path("bus-01"), "bus-01", "https://127.0.0.1:" + std::to_string(link.port())) {
    bus.know_the_services();
    records = bus.file(applications);
    bus.work(3'600, [this] { return bus.acknowledged() && bus.settled(); });
    (void)bus.sent();
  }

  struct Delta {
    double seconds = 0, wire_bytes = 0;
    bench::Bus::Sent sent;
  };
  Delta change(std::size_t count, const std::string& actor) {
    const auto rested_ms = ports::steady_ms() + rest_ms;
    bus.work(60, [&] { return ports::steady_ms() >= rested_ms; });
    bus.write([&](core::Book& book) {
      for (std::size_t i = 0; i < count; ++i, ++changes)
        bench::must(book.append({bench::correction(changes, records[changes * 7'919 % records.size()], actor)}));
    });
    (void)bus.sent();
    const auto before = link.carried();
    const auto begun = std::chrono::steady_clock::now();
    bus.work(600, [this] { return bus.acknowledged() && bus.settled(); });
    Delta delta;
    delta.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    const auto after = link.carried();
    delta.wire_bytes = static_cast<double>(after.up + after.down - before.up - before.down);
    delta.sent = bus.sent();
    return delta;
  }
  // Those that did not come into force: nobody asks how fast a change is refused.
  std::size_t refused() { return bench::must(bus.book().store().log().troubled(changes)).size(); }

  test::Scratch scratch;
  bench::House house;
  test::BadLink link;
  bench::Bus bus;
  std::vector<std::string> records;
  std::uint64_t changes = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const bool small = bench::has(argc, argv, "--small");
  const std::size_t many = small ? 1'000 : 100'000, few = small ? 200 : 1'000, changed = 100;
  Place big(many), little(few);
  std::vector<double> big_s, little_s, bytes, bodies;
  for (int i = 0; i < (small ? 2 : 21); ++i) {
    const auto on_little = little.change(changed, little.house.operator_id());
    const auto on_big = big.change(changed, big.house.operator_id());
    little_s.push_back(on_little.seconds);
    big_s.push_back(on_big.seconds);
    bytes.push_back(on_big.wire_bytes);
    bodies.push_back(static_cast<double>(on_big.sent.bytes));
    if (i == 0) fmt::print(stderr, "{}, by turns\n", bench::told(on_big.sent, big.scratch.folder().string()));
  }
  return bench::report("delta",
                       {{"kilobytes", bench::median(bytes) / 1'000},
                        {"bodies_up_kilobytes", bench::median(bodies) / 1'000},
                        {"time_ratio", bench::median(big_s) / bench::median(little_s)},
                        {"seconds", bench::median(big_s)},
                        {"refused", static_cast<double>(big.refused() + little.refused())}},
                       {{"seconds_on_few", bench::median(little_s)}, {"on", static_cast<double>(many)}},
                       {{"kilobytes", "<=15"}, {"time_ratio", "<=1.3"}, {"refused", "<=0"}}, small,
                       {"kilobytes", "refused"});
}
