#include "node/core/book.h"
#include "storage/seal/hash.h"

// What is done without anyone asking, inside a transaction of the caller.
namespace karvan::core {
namespace {

constexpr std::size_t epoch_bytes = 16;
constexpr std::size_t prints_unfinished_max = 10'000;
constexpr std::size_t summaries_at_start_max = 10'000;  // the rest at the next start

}  // namespace

Result<void> Book::open_epoch() { return store_.log().open_epoch(seal::to_hex(entropy_(epoch_bytes))); }

Result<void> Book::doubt_unfinished_prints() {
  for (auto state : {"queued", "printing"}) {
    TRY(auto left, store_.prints().in_state(state, prints_unfinished_max));
    for (auto& print : left) {
      print.state = "unknown";
      print.updated_ms = now_ms_;
      TRY_VOID(store_.prints().put(print));
    }
  }
  return {};
}

Result<void> Book::summarise_older() {
  TRY(auto ids, store_.records().summarised_before(summaries_at_start_max));
  for (const auto& id : ids) {
    TRY(auto record, best_guess(id));
    TRY_VOID(summarise(record));
  }
  return {};
}

std::vector<std::string> Book::lock_idle_seats() {
  std::vector<std::string> locked;
  for (auto& [digest, seat] : seats_) {
    if (seat.locked || now_ms_ - seat.used_ms < options_.idle_lock_ms) continue;
    seat.locked = true;
    locked.push_back(seat.name);
  }
  return locked;
}

}  // namespace karvan::core
