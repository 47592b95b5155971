#include <algorithm>

#include "node/core/book.h"
#include "node/core/projection.h"
#include "storage/model/passed.h"
#include "storage/seal/hash.h"

// What is done without anyone asking, inside a transaction of the caller.
namespace karvan::core {
namespace {

constexpr std::size_t epoch_bytes = 16;
constexpr std::size_t prints_unfinished_max = 10'000;
constexpr std::size_t summaries_at_start_max = 10'000;  // the rest at the next start
constexpr std::size_t searched_at_once = 64;

}  // namespace

Result<void> Book::open_epoch() {
  const auto epoch = seal::to_hex(entropy_(epoch_bytes));
  TRY_VOID(store_.log().open_epoch(epoch));
  epoch_ = epoch;
  return begin_after_restore();
}

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

Result<bool> Book::search_older() {
  if (store_.read_only()) return false;
  TRY(const auto ids, store_.records().unsearched(searched_at_once));
  if (ids.empty()) return false;
  TRY_VOID(store_.begin());
  auto written = [&]() -> Result<void> {
    for (const auto& id : ids) {
      // One that cannot be read is found by nothing; it must not keep the others waiting.
      const auto guess = best_guess(id);
      if (!guess && (guess.error().code == Code::io_failed || guess.error().code == Code::database_damaged))
        return tl::unexpected(guess.error());
      const auto name = model::parse_record_id(id);
      TRY_VOID(store_.records().put_terms(id, guess && name ? listed_of(*this, *name, *guess).terms : search::Terms{}));
    }
    return {};
  }();
  if (!written) {
    store_.rollback();
    return tl::unexpected(written.error());
  }
  TRY_VOID(store_.commit());
  return true;
}

std::vector<std::string> Book::lock_idle_seats() {
  std::vector<std::string> locked;
  for (auto& [digest, seat] : seats_) {
    // Set back, the clock begins its time anew: nobody is locked out at work.
    seat.used_ms = std::min(seat.used_ms, now_ms_);
    if (seat.locked || !model::passed(seat.used_ms, options_.idle_lock_ms, now_ms_)) continue;
    seat.locked = true;
    locked.push_back(seat.name);
  }
  return locked;
}

}  // namespace karvan::core
