#include "tests/crash/transactions.h"

// The file is written anew while nobody serves.
namespace karvan::crash {
namespace {

constexpr std::uint64_t memory_bytes = 1 << 30;

// Much was here that is gone.
void emptied(Scene& scene) {
  application_paid(scene);
  auto& store = scene.box.store();
  for (const bool gone : {false, true}) {
    (void)store.begin();
    for (int i = 0; i < 20; ++i) {
      const auto id = "of-old-" + std::to_string(i);
      if (gone)
        (void)store.documents().remove("service", id);
      else
        (void)store.documents().put({"service", id, std::string(9'000, 'x'), 0});
    }
    (void)store.commit();
  }
}

Told compact(Scene& scene) {
  try {
    scene.box.stop();
    const auto path = scene.disk.image().begin()->first;
    {
      auto store = store::Store::open(path, std::string(32, 'k'), {.vfs = scene.disk.name()});
      if (!store) return tl::unexpected(store.error());
      if (auto done = store->compact(memory_bytes); !done) return tl::unexpected(done.error());
    }
    scene.box.start();
  } catch (const std::exception& error) {
    return fail(Code::outcome_unknown, {}, error.what());
  }
  return "compacted";
}

}  // namespace

std::vector<Transaction> of_compact() { return {{"Compact", emptied, nullptr, compact}}; }

}  // namespace karvan::crash
