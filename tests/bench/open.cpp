// A box with a million applications that lost its power: until its core is ready, and how fast its chain is verified
#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "node/core/core.h"
#include "node/ports/system.h"
#include "tests/bench/rig/figures.h"
#include "tests/bench/rig/process.h"
#include "tests/bench/rig/shelf.h"
#include "tests/support/scratch.h"

namespace {

using namespace karvan;
using bench::must;

// What is on the disk when the power goes: the file, and commits that are in its journal alone.
void make_wreck(const std::string& path, const std::string& wreck, std::uint64_t count, std::uint64_t last) {
  bench::Shelf shelf(path);
  shelf.fill(0, count - last);
  for (auto n = count - last; n < count; ++n) shelf.commit([&] { shelf.write(n); });
  for (const char* part : {"", "-wal"}) std::filesystem::copy_file(path + part, wreck + part);
}

// Nothing of it is in memory any more, where this process may ask for that.
bool forget_pages() {
  ::sync();
  std::ofstream drop("/proc/sys/vm/drop_caches");
  drop << "3" << std::flush;
  return static_cast<bool>(drop);
}

core::Options options() {
  core::Options options;
  options.site = {"bus-01", "lahore", "lahore"};
  options.node_number = 1;
  options.key = seal::signing_key_of_seed("bus-01", std::string(32, 'n'));
  options.centre = seal::verifying(seal::signing_key_of_seed("centre", std::string(32, 'c')));
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  const bool small = bench::has(argc, argv, "--small");
  const auto count = bench::size_of(argc, argv, small ? 2'000 : 1'000'000);
  test::Scratch scratch;
  const auto wreck = scratch.path("wreck.db");
  make_wreck(scratch.path("store.db"), wreck, count, small ? 200 : 2'000);
  const bool cold = forget_pages();
  std::optional<store::Store> store;
  const auto open_ms = bench::ms_of([&] { store = must(store::Store::open(wreck, bench::Shelf::key)); });
  std::unique_ptr<core::Core> core;
  const auto start_ms = bench::ms_of(
      [&] { core = must(core::Core::start(std::move(*store), options(), seal::system_entropy(), ports::wall_ms())); });
  std::uint64_t lines = 0;
  const auto chain_ms = bench::ms_of([&] { lines = must(core->book().store().log().verify_chain()).count; });
  fmt::print(stderr, "{} applications, {} bytes, pages {}, on {}\n", count, std::filesystem::file_size(wreck),
             cold ? "cold" : "warm", bench::disk_of(scratch.folder().string()));
  return bench::report("open",
                       {{"ready_s", (open_ms + start_ms) / 1e3},
                        {"open_s", open_ms / 1e3},
                        {"chain_a_second", static_cast<double>(lines) / chain_ms * 1e3},
                        {"lines", static_cast<double>(lines)},
                        {"cold", cold ? 1.0 : 0.0}},
                       {{"file_mib", static_cast<double>(std::filesystem::file_size(wreck)) / (1 << 20)}},
                       {{"ready_s", "<5"}, {"chain_a_second", ">=400000"}, {"lines", fmt::format(">={}", count)}},
                       small, {"lines"});
}
