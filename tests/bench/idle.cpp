// An exchange when nothing is new: how many round trips, and how many bytes of body each way
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "sync/exchange/codec.h"
#include "tests/sim/bus.h"
#include "tests/sim/catalogues.h"
#include "tests/sim/centre.h"

namespace {

using namespace karvan;

constexpr std::int64_t dawn_ms = 1'795'305'600'000;
constexpr std::size_t body_bytes_max = 300;

struct Measured {
  std::size_t rounds = 0, up = 0, down = 0, floor = 0;
  bool sound = false;
};

// The least that a signed answer can weigh: a note that says nothing.
std::size_t floor_bytes(sim::Random& random) {
  return seal::sign_note("\n", seal::make_signing_key("centre", random.entropy())).size();
}

// Of a house and a box of their own: other keys, epochs and salts each time.
Measured measure(std::uint64_t seed) {
  Measured last;
  sim::Random random(seed);
  std::int64_t now_ms = dawn_ms;
  sim::Story story(now_ms);
  sim::Tally tally;
  sim::Centre centre(sim::Random(random.next()), story, now_ms);
  centre.slow_one_in(0);
  centre.publish(sim::Catalogues({"deploy/catalogue"}).edition(1), now_ms);

  sim::Bus::Setup setup;
  setup.label = "bus-01";
  setup.key = random.bytes(32);
  setup.options.site = {"bus-01", "lahore", ""};
  setup.options.node_number = 1;
  setup.options.key = seal::make_signing_key("bus-01", random.entropy());
  setup.options.centre = centre.key();
  centre.enrol("bus-01", 1, seal::verifying(setup.options.key), now_ms);
  auto uplink = [&](sim::Bus& bus, core::SendExchange round) {
    auto body = exchange::encode(round.request, exchange::level_for(round.bytes_per_second));
    auto answer = centre.round("bus-01", body, now_ms);
    ++last.rounds;
    last.up = body.size();
    last.down = answer ? answer->size() : 0;
    bus.exchanged({round.round, answer ? exchange::read(*answer, round.request, centre.key())
                                       : Result<exchange::Received>(tl::unexpected<Error>(answer.error()))});
  };
  sim::Bus bus(std::move(setup), sim::Random(random.next()), story, tally, {uplink, nullptr, [](auto&&...) {}});
  bus.start(now_ms);
  auto pass = [&](std::int64_t ms) {
    for (std::int64_t t = 0; t < ms; t += 100) bus.step(now_ms += 100);
  };
  pass(10 * core::idle_ms);  // catalogue, roster and leases have come
  last = {};
  pass(core::idle_ms);
  last.floor = floor_bytes(random);
  last.sound = story.sound();
  return last;
}

}  // namespace

int main() {
  Measured most{.sound = true};
  constexpr std::uint64_t houses = 3;
  for (std::uint64_t seed = 1; seed <= houses; ++seed) {
    const auto one = measure(seed);
    most = {std::max(most.rounds, one.rounds), std::max(most.up, one.up), std::max(most.down, one.down), one.floor,
            most.sound && one.sound};
  }
  fmt::print(stderr, "the most of {} houses; batches of none, disks in memory\n", houses);
  bool pass = most.sound && most.rounds == 1 && most.up <= body_bytes_max && most.down <= body_bytes_max;
  fmt::print(R"({{"bench":"idle","figures":{{"round_trips":{},"request_bytes":{},"answer_bytes":{}}},)"
             R"("floor":{{"signed_nothing_bytes":{}}},)"
             R"("must":{{"round_trips":"<=1","request_bytes":"<=300","answer_bytes":"<=300"}},"pass":{}}})"
             "\n",
             most.rounds, most.up, most.down, most.floor, pass);
  return pass ? 0 : 1;
}
