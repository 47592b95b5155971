// The least that carrying operations can cost, beside which push is measured: SQLite, zstd, TCP, plain SQLite
#include <fmt/format.h>

#include "tests/bench/rig/figures.h"
#include "tests/bench/rig/filings.h"
#include "tests/bench/rig/ideal.h"
#include "tests/support/scratch.h"

int main(int argc, char** argv) {
  using namespace karvan::bench;
  const bool small = has(argc, argv, "--small");
  karvan::test::Scratch scratch;
  const auto lines = lines_of_nobody(small ? 2'000 : 100'000);
  std::size_t bytes = 0;
  for (const auto& line : lines) bytes += line.size();
  std::vector<double> rates;
  for (int i = 0; i < (small ? 1 : 5); ++i) rates.push_back(ideal(scratch.path("ideal"), lines));
  fmt::print(stderr, "{} operations, batches of {}, eight in flight, on {}\n", lines.size(), ideal_batch,
             disk_of(scratch.folder().string()));
  const auto each = static_cast<double>(bytes) / static_cast<double>(lines.size());
  return report("ideal", {{"operations_a_second", median(rates)}}, {{"line_bytes", each}},
                {{"operations_a_second", ">=120000"}}, small);
}
