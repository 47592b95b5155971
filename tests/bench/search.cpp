// Names and numbers typed letter by letter among a million applications, a commit between any two keystrokes
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <functional>

#include "storage/store/reader.h"
#include "tests/bench/rig/crowd.h"
#include "tests/bench/rig/figures.h"
#include "tests/bench/rig/filings.h"
#include "tests/bench/rig/process.h"
#include "tests/bench/rig/shelf.h"
#include "tests/support/scratch.h"

namespace {

using namespace karvan;
using bench::must;

constexpr std::size_t shown = 20;
constexpr double ms_of_fsync = 1;
constexpr std::size_t told = 10;

struct Typed {
  std::vector<std::pair<double, std::string>> keystrokes;  // milliseconds, and what was typed until then
  std::size_t asked = 0;
  std::vector<std::string> missed;
  double share() const { return 1 - static_cast<double>(missed.size()) / static_cast<double>(asked); }
};

// Whoever has the very same names, and a father of the same, cannot be told from who is looked for.
bool is_found(const std::vector<store::Summary>& found, const bench::Citizen& who) {
  return std::any_of(found.begin(), found.end(), [&](const store::Summary& one) {
    const auto other = bench::citizen(bench::Shelf::number_of(one.id));
    return other.name == who.name && other.father == who.father;
  });
}

class Desk {
 public:
  Desk(bench::Shelf& shelf, const std::string& path, std::uint64_t count)
      : shelf_(shelf), reader_(must(store::Reader::open(path, bench::Shelf::key))), count_(count) {
    must(reader_.refresh_search());
  }
  // `who` is looked for by `text`, letter by letter; meanwhile the counter goes on.
  void type(const std::string& text, const bench::Citizen& who, Typed& typed) {
    std::vector<store::Summary> found;
    for (std::size_t end = 1; end <= text.size(); ++end) {
      if (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) continue;
      shelf_.commit([&] { shelf_.write(changed_++ % count_); });
      const auto until = text.substr(0, end);
      const auto ms = bench::ms_of([&] { found = must(reader_.search(until, shown, [] { return false; })); });
      typed.keystrokes.emplace_back(ms, until);
    }
    ++typed.asked;
    if (!is_found(found, who)) typed.missed.push_back(fmt::format("{} ({}, {})", text, who.name, who.father));
  }

 private:
  bench::Shelf& shelf_;
  store::Reader reader_;
  std::uint64_t count_, changed_ = 0;
};

struct Commits {
  double searched_ms = 0, plain_ms = 0;
  std::size_t merges = 0;
};

// What the index adds to commits of one application each, where each waits for the disk's fsync. After each what is due
// is merged, as the box does between two drains; a merge is a commit of its own and waits as well.
Commits commits_of(const std::string& with, const std::string& without, std::size_t count) {
  bench::Shelf searched(with), plain(without);
  Commits made;
  for (std::uint64_t n = 0; n < count; ++n) {
    made.plain_ms += ms_of_fsync + bench::ms_of([&] { plain.commit([&] { plain.write(n, false); }); });
    made.searched_ms += ms_of_fsync + bench::ms_of([&] { searched.commit([&] { searched.write(n); }); });
    std::size_t merges = 0;
    made.searched_ms += bench::ms_of([&] { merges = searched.merge_due(); });
    made.searched_ms += ms_of_fsync * static_cast<double>(merges);
    made.merges += merges;
  }
  return made;
}

// The store of `count` applications at `path`: taken from `kept`, where a bench before left it; empty: none does.
void fill(const std::string& path, std::uint64_t count, const std::string& kept) {
  namespace fs = std::filesystem;
  if (!kept.empty() && fs::exists(kept)) return (void)fs::copy_file(kept, path);
  const auto ms = bench::ms_of([&] { bench::Shelf(path).fill(0, count); });
  fmt::print(stderr, "{} applications in {:.0f} s, on {}\n", count, ms / 1e3, bench::disk_of(path));
  if (!kept.empty()) fs::copy_file(path, kept);
}

// What a figure does not say: which keystrokes took longest, and who was not found.
void tell(std::vector<std::pair<double, std::string>> keystrokes, const std::vector<const Typed*>& kinds) {
  const auto slow = std::min(told, keystrokes.size());
  std::partial_sort(keystrokes.begin(), keystrokes.begin() + static_cast<std::ptrdiff_t>(slow), keystrokes.end(),
                    std::greater());
  for (std::size_t i = 0; i < slow; ++i)
    fmt::print(stderr, "{:.2f} ms for {}\n", keystrokes[i].first, keystrokes[i].second);
  for (const auto* kind : kinds)
    for (std::size_t i = 0; i < std::min(told, kind->missed.size()); ++i)
      fmt::print(stderr, "missed {}\n", kind->missed[i]);
}

}  // namespace

int main(int argc, char** argv) {
  const bool small = bench::has(argc, argv, "--small");
  const auto count = bench::size_of(argc, argv, small ? 2'000 : 1'000'000);
  const std::size_t questions = small ? 20 : 400;
  test::Scratch scratch;
  const auto path = scratch.path("store.db");
  fill(path, count, bench::word_after("--kept", argc, argv));
  bench::Shelf shelf(path);
  const auto ready_ms =
      bench::ms_of([&] { bench::must(must(store::Reader::open(path, bench::Shelf::key)).refresh_search()); });
  Desk desk(shelf, path, count);
  Typed same, across, typo, numbers;
  for (std::size_t i = 0; i < questions; ++i) {
    const auto n = (i * 7'919 + 13) % count;
    const auto who = bench::citizen(n);
    desk.type(who.name + ' ' + who.father, who, same);
    desk.type(who.name_elsewhere + ' ' + who.father_elsewhere, who, across);
    desk.type(bench::mistyped(who.name, n) + ' ' + who.father, who, typo);
    desk.type(bench::answers_of(n).at("cnic"), who, numbers);
  }
  std::vector<double> all;
  std::vector<std::pair<double, std::string>> keystrokes;
  for (const auto* each : {&same, &across, &typo, &numbers})
    keystrokes.insert(keystrokes.end(), each->keystrokes.begin(), each->keystrokes.end());
  for (const auto& [ms, until] : keystrokes) all.push_back(ms);
  tell(keystrokes, {&same, &across, &typo, &numbers});
  const auto commits = commits_of(scratch.path("searched.db"), scratch.path("plain.db"), small ? 400 : 4'000);
  shelf.merge();
  const auto record_bytes = static_cast<double>(shelf.record_bytes());
  const bench::Figures figures{{"p50_ms", bench::percentile(all, 0.5)},
                               {"p99_ms", bench::percentile(all, 0.99)},
                               {"max_ms", bench::percentile(all, 1)},
                               {"hit_same_script", same.share()},
                               {"hit_across_scripts", across.share()},
                               {"hit_with_typo", typo.share()},
                               {"hit_by_number", numbers.share()},
                               {"index_of_records", static_cast<double>(shelf.index_bytes()) / record_bytes},
                               {"commit_ratio", commits.searched_ms / commits.plain_ms},
                               {"merges", static_cast<double>(commits.merges)},
                               {"ready_ms", ready_ms},
                               {"keystrokes", static_cast<double>(all.size())}};
  return bench::report("search", figures, {{"applications", static_cast<double>(count)}},
                       {{"p50_ms", "<1"},
                        {"p99_ms", "<10"},
                        {"index_of_records", "<0.12"},
                        {"hit_same_script", ">=0.99"},
                        {"hit_across_scripts", ">=0.95"},
                        {"hit_with_typo", ">=0.85"},
                        {"hit_by_number", ">=0.99"},
                        {"commit_ratio", "<1.05"},
                        {"merges", ">=1"},
                        {"ready_ms", "<300"}},
                       small, {"hit_same_script", "hit_across_scripts", "hit_with_typo", "hit_by_number", "merges"});
}
