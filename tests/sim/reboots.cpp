// A box that is turned on a hundred thousand times, and each time perhaps dies in the middle of it, speaks to the
// centre late, twice or never: not once is it taken for two (P7). Store and inbox alone; what they are asked is what a
// round asks.
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <deque>
#include <optional>

#include "storage/seal/note.h"
#include "storage/store/store.h"
#include "sync/central/store/files.h"
#include "sync/central/store/inbox.h"
#include "sync/central/store/nodes.h"
#include "tests/sim/random.h"
#include "tests/support/memory_vfs.h"

namespace {

using namespace karvan;

constexpr int reboots = 100'000, look_each = 1'000;
constexpr std::size_t late_max = 32;
constexpr auto node = "bus-01";

template <class T>
T must(Result<T> result) {
  if (result) return std::move(*result);
  fmt::print("{}\n", describe(result.error()));
  std::exit(1);
}
void must(Result<void> result) {
  if (result) return;
  fmt::print("{}\n", describe(result.error()));
  std::exit(1);
}

central::Place place(const store::Head& head) { return {head.epoch, head.seq, head.hash}; }

class Box {
 public:
  explicit Box(sim::Random random)
      : random_(random),
        disk_("reboots-box"),
        store_(must(store::Store::open("store.db", random_.bytes(32), {.vfs = disk_.name(), .verify = false}))) {}

  void start() {
    must(store_.begin());
    must(store_.log().open_epoch(seal::to_hex(random_.bytes(16))));
    for (auto acts = random_.below(4); acts > 0 && acts < 3; --acts) {
      auto head = must(store_.log().head());
      must(store_.log().append("lahore/application/1", head.seq + 1, seal::to_hex(random_.bytes(8))));
    }
    if (random_.one_in(10)) return store_.rollback();  // the power went before the commit
    must(store_.commit());
  }

  // What a round would say.
  std::vector<central::Verse> verses() {
    std::vector<central::Verse> all;
    for (const auto& epoch : must(store_.log().open_marks())) {
      auto lines = must(store_.log().lines(epoch.epoch, epoch.received + 1, 100));
      if (lines.empty()) continue;
      central::Verse verse{node, {epoch.epoch, epoch.received, epoch.previous.hash}, {}, {}, {}};
      if (epoch.received > 0) verse.after.hash = must(store_.log().line(epoch.epoch, epoch.received))->hash;
      if (auto prior = must(store_.log().prior(epoch.epoch))) verse.prior = place(*prior);
      for (auto& line : lines) {
        verse.lines.push_back(std::move(line.line));
        verse.hashes.push_back(line.hash);
      }
      all.push_back(std::move(verse));
    }
    return all;
  }
  void received(const std::string& epoch, std::uint64_t seq) {
    must(store_.begin());
    must(store_.log().mark_received(epoch, seq));
    must(store_.commit());
  }
  std::uint64_t unsent() { return must(store_.log().count_unsent()); }

 private:
  sim::Random random_;
  test::MemoryVfs disk_;
  store::Store store_;
};

class Inbox {
 public:
  explicit Inbox(sim::Random random)
      : disk_("reboots-centre"),
        files_(must(central::open_files({"", random.bytes(32), random.bytes(32), disk_.name()}))) {
    const auto key = seal::make_signing_key(node, random.entropy());
    must(central::in_transaction(files_.inbox, [&] {
      return central::Nodes(files_.inbox).put({node, 1, "lahore", seal::to_text(seal::verifying(key)), "sim", 0});
    }));
  }
  void take(const std::vector<central::Verse>& verses) {
    must(central::in_transaction(files_.inbox, [&]() -> Result<void> {
      for (const auto& verse : verses) TRY_VOID(central::Inbox(files_.inbox).store(verse, 0));
      return {};
    }));
  }
  void acknowledge(Box& box, const std::vector<central::Verse>& verses) {
    for (const auto& verse : verses)
      if (auto row = must(central::Inbox(files_.inbox).epoch(node, verse.after.epoch)))
        box.received(verse.after.epoch, row->received.seq);
  }
  bool forked() { return must(central::Inbox(files_.inbox).forked(node)); }

 private:
  test::MemoryVfs disk_;
  central::Files files_;
};

}  // namespace

int main() {
  sim::Random random(1);
  Box box(sim::Random(random.next()));
  Inbox inbox(sim::Random(random.next()));
  std::deque<std::vector<central::Verse>> late;
  for (int i = 1; i <= reboots; ++i) {
    box.start();
    if (random.one_in(3)) {
      auto verses = box.verses();
      if (random.one_in(6)) late.push_back(verses);  // arrives later, perhaps a second time
      if (!random.one_in(6)) {
        inbox.take(verses);
        if (!random.one_in(6)) inbox.acknowledge(box, verses);
      }
    }
    if (late.size() > late_max || (!late.empty() && random.one_in(20))) {
      inbox.take(late.front());
      late.pop_front();
    }
    if (i % look_each == 0 && inbox.forked()) {
      fmt::print("P7: after {} reboots one box was taken for two\n", i);
      return 1;
    }
  }
  for (int rounds = 0; box.unsent() > 0 && rounds < 10'000; ++rounds) {
    auto verses = box.verses();
    inbox.take(verses);
    inbox.acknowledge(box, verses);
  }
  const bool sound = box.unsent() == 0 && !inbox.forked();
  fmt::print("{} reboots, {}\n", reboots, sound ? "never taken for two" : "P7 or P16 broke");
  return sound ? 0 : 1;
}
