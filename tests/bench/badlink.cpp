// A hundred new applications, flat and as the counter makes them, over 64 kbit/s with 400 ms each way and 5 % loss
#include <fmt/format.h>

#include <chrono>

#include "tests/bench/rig/bus.h"
#include "tests/bench/rig/figures.h"
#include "tests/bench/rig/walks.h"
#include "tests/support/bad_link.h"
#include "tests/support/scratch.h"

namespace {

using namespace karvan;
using test::BadLink;

constexpr BadLink::Weather clear{.bytes_a_second = 1 << 30, .delay_ms = 0, .loss_percent = 0};

double seconds_of(const std::function<void()>& work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

// A connection's first answer against its second, of nothing: what TCP and TLS take to begin.
double handshake_s(const std::string& url) {
  http::ClientOptions options;
  options.verify = false;
  auto client = bench::must(http::make_client(std::move(options)));
  auto ask = [&] { (void)bench::must(client->send({"GET", url + "/nothing", {}, {}})); };
  const auto first = seconds_of(ask);
  return first - seconds_of(ask);
}

struct Run {
  double acknowledged_s = 0, settled_s = 0, handshake_s = 0, wire_bytes = 0, rounds = 0;
};

Run run(bool walk, std::size_t applications, std::uint64_t seed) {
  test::Scratch scratch;
  bench::House house(scratch.folder().string());
  BadLink link(house.port(), clear);
  const auto url = "https://127.0.0.1:" + std::to_string(link.port());
  bench::Bus bus(house, scratch.path("bus-01"), "bus-01", url);
  bus.know_the_services();
  bus.go_offline();
  if (walk)
    (void)bench::walk(bus, house.operator_id(), applications);
  else
    (void)bus.file(applications);
  (void)bus.sent();
  link.turn({.bytes_a_second = 8'000, .delay_ms = 400, .loss_percent = 5, .seed = seed});
  const auto before = link.carried();
  Run run;
  run.settled_s = seconds_of([&] {
    const auto begun = std::chrono::steady_clock::now();
    bus.go_online();
    bus.work(600, [&] {
      if (run.acknowledged_s == 0 && bus.acknowledged())
        run.acknowledged_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
      return run.acknowledged_s != 0 && bus.settled();
    });
  });
  const auto after = link.carried();
  run.wire_bytes = static_cast<double>(after.up + after.down - before.up - before.down);
  const auto sent = bus.sent();
  run.rounds = static_cast<double>(sent.rounds);
  run.handshake_s = handshake_s(url);
  fmt::print(stderr,
             "{}: acknowledged {:.1f} s, settled {:.1f} s, {} bytes, {} segments lost, handshake {:.1f} s; {}\n",
             walk ? "walk" : "flat", run.acknowledged_s, run.settled_s, run.wire_bytes, after.lost - before.lost,
             run.handshake_s, bench::told(sent, scratch.folder().string()));
  return run;
}

}  // namespace

int main(int argc, char** argv) {
  const bool small = bench::has(argc, argv, "--small");
  const std::size_t applications = small ? 10 : 100;
  std::vector<double> flat, walk, handshake, bytes, rounds;
  for (std::uint64_t seed = 1; seed <= (small ? 1 : 3); ++seed) {
    const auto one = run(false, applications, seed), other = run(true, applications, seed);
    flat.push_back(one.settled_s);
    walk.push_back(other.settled_s);
    handshake.push_back(one.handshake_s);
    bytes.push_back(one.wire_bytes);
    rounds.push_back(one.rounds);
  }
  return bench::report("badlink",
                       {{"flat_s", bench::median(flat)},
                        {"walk_s", bench::median(walk)},
                        {"handshake_s", bench::median(handshake)},
                        {"flat_bytes", bench::median(bytes)},
                        {"flat_rounds", bench::median(rounds)}},
                       {{"flat_alone_s", bench::median(bytes) / 8'000 + 0.8}}, {{"flat_s", "<=5"}, {"walk_s", "<=16"}},
                       small);
}
