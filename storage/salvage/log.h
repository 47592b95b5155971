#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "storage/salvage/report.h"
#include "storage/salvage/rows.h"
#include "storage/store/log.h"

// The log of a damaged store, as far as its chain proves it. Inside this room only.
namespace karvan::salvage {

// Copies into an empty store, within its transaction: of each epoch the lines from its first on, as long as each
// extends the one before. What comes after a line that is missing or does not fit cannot be proven and stays behind.
// The epoch after one that was cut keeps its own chain: where it began is kept in `cuts`. So does one that went on,
// after an earlier salvage, from before what was lost then.
class SalvagedLog {
 public:
  // `earlier`: what earlier salvages of this log have told; it is not told again.
  SalvagedLog(sqlite::Database& from, sqlite::Database& to, std::vector<LostRun> earlier)
      : from_(from), to_(to), earlier_(std::move(earlier)) {}

  Result<void> copy();

  // After `copy`.
  std::uint64_t kept() const { return kept_; }
  std::uint64_t stranded() const { return stranded_; }
  const std::vector<LostRun>& lost() const { return lost_; }
  bool marks_lost() const { return !epochs_whole_; }

 private:
  struct Epoch {
    store::Head previous, end;  // `end`: as the store knew it
    std::uint64_t sent = 0, received = 0, safe = 0;
    bool told = false;  // of the table of epochs; else of its lines alone
  };
  struct Open {
    std::int64_t id = 0;
    Epoch epoch;
    store::Head head;
    std::uint64_t seen = 0;  // the last line that was seen, proven or not
    bool broken = false;
  };

  // A place of the log whose epoch is in the new store.
  struct Place {
    std::uint64_t last = 0;  // kept of the epoch
    bool kept = false;       // with this very hash
  };

  Result<void> read_epochs();
  Result<void> read_cuts();
  Result<void> take(const SalvagedTable& table, const sqlite::Statement& row);
  Result<void> begin(std::int64_t id, Epoch epoch);
  Result<void> begin_silent_before(std::int64_t id);
  Result<void> cut_before(std::int64_t id, const store::Head& named);
  Result<void> add_cut(const store::Head& next);
  Result<std::optional<Place>> find(const store::Head& named);
  store::Head previous_of_next() const;
  void lose(LostRun run);
  std::uint64_t received_of(const std::string& epoch) const;
  Result<void> add_epoch(std::int64_t id, const std::string& name, const store::Head& previous);
  Result<void> end();

  sqlite::Database& from_;
  sqlite::Database& to_;
  std::vector<LostRun> earlier_;
  std::map<std::int64_t, Epoch> epochs_;      // not yet begun
  std::map<std::int64_t, store::Head> cuts_;  // of an earlier salvage, as far as they can be read
  std::optional<Open> open_;
  std::int64_t last_id_ = 0;
  store::Head head_;  // where the next epoch's chain goes on
  bool epochs_whole_ = true;
  std::uint64_t kept_ = 0, stranded_ = 0;
  store::Head trunk_;                   // the newest operation so far that the centre can place
  std::optional<store::Head> goes_on_;  // once it can place no more: from where the next epoch of this box goes on
  std::vector<LostRun> lost_;
};

}  // namespace karvan::salvage
