// What the commit of one filing costs in a box of a thousand applications, and in ever larger ones up to a million
#include <fmt/format.h>

#include "tests/bench/rig/figures.h"
#include "tests/bench/rig/shelf.h"
#include "tests/support/scratch.h"

namespace {

using namespace karvan;

const std::vector<std::uint64_t> sizes{1'000, 10'000, 100'000, 1'000'000};

double commit_us(bench::Shelf& shelf, std::uint64_t from, std::uint64_t commits) {
  std::vector<double> each;
  for (auto n = from; n < from + commits; ++n)
    each.push_back(1e3 * bench::ms_of([&] { shelf.commit([&] { shelf.write(n); }); }));
  return bench::median(each);
}

}  // namespace

int main(int argc, char** argv) {
  const bool small = bench::has(argc, argv, "--small");
  const auto most = bench::size_of(argc, argv, small ? 2'000 : 1'000'000);
  const std::uint64_t commits = small ? 51 : 501;
  test::Scratch scratch;
  bench::Shelf shelf(scratch.path("store.db"));
  bench::Figures figures;
  std::uint64_t filled = 0;
  double few = 0, many = 0;
  for (const auto size : small ? std::vector<std::uint64_t>{500, 2'000} : sizes) {
    if (size > most) break;
    shelf.fill(filled, size);
    filled = size + commits;
    many = commit_us(shelf, size, commits);
    if (few == 0) few = many;
    figures.emplace_back(fmt::format("commit_us_{}", size), many);
  }
  figures.emplace_back("ratio", many / few);
  return bench::report("growth", figures, {{"applications", static_cast<double>(most)}}, {{"ratio", "<=1.3"}}, small);
}
