#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "storage/model/record.h"
#include "sync/central/reconcile/reading.h"
#include "sync/central/reconcile/reference.h"
#include "sync/central/reconcile/spread.h"
#include "sync/central/store/feeds.h"
#include "sync/central/store/files.h"

namespace karvan::central {

// What operations that are settled together have to do with, in hand: each record is read once and written once,
// however many of them are on it, and so are heads, cursors and lists. Inside a transaction of the records file, of
// which nobody else writes these meanwhile. Until `put_down` the file holds the entries alone.
class Hand {
 public:
  struct Held {
    model::RecordId id;
    model::Record record = {};
    std::uint64_t position = 0;
    bool fresh = false;    // not in the file
    bool changed = false;  // not as the file has it
    // Of the last operation, for the lists.
    model::OpId op = {};
    model::Verdict verdict = {};
    bool to_plan = false;  // which stages are the centre's now
    // Where this is all that it comes to, `record` is not made; of the slice's readings.
    const Foreseen* foreseen = nullptr;
  };

  Hand(Files& files, const Reference& reference, const Spread& spread = one_by_one)
      : files_(&files), reference_(&reference), spread_(spread) {}

  // As it stands. Valid until `put_down` or `drop`.
  Result<Held*> record(const model::RecordId& id, const std::string& text);
  Result<std::uint64_t> append(EntryRow& entry);  // sets its position and hash

  Result<std::uint64_t> cursor(const std::string& node, const std::string& epoch);
  void move_cursor(const std::string& node, const std::string& epoch, std::uint64_t seq);

  // False: no operation at all waits or is parked, so no record need be asked for.
  Result<bool> any_parked();
  void note_parked() { any_parked_ = true; }

  // The stages of this record that are the centre's to reach, once what they need is there.
  Result<void> plan(const model::RecordId& id, const model::Record& record);

  // Writes all of it.
  Result<void> put_down();
  // Of it, only how leases ended: that is asked of the file.
  Result<void> put_down_leases();
  // Nothing of it is wanted.
  void drop();

 private:
  struct Head {
    FeedEnd end;
    bool moved = false;
  };
  struct Cursor {
    std::uint64_t seq = 0;
    bool moved = false;
  };
  // What a record's rows say; `made` where it was not foreseen.
  struct Rows {
    const std::string* text;  // RecordId
    Held* of;
    const catalogue::Service* service = nullptr;  // that it is pinned to; nullptr: unknown here
    std::optional<Projection> made = {};
  };
  Result<bool> is_beyond(const model::RecordId& id, std::string_view text);
  Result<Rows> rows_for(const std::string& text, Held& held) const;
  static void make(Rows& rows);
  Result<void> write(const Rows& rows);
  Result<void> carry_out(const Plan& plan, const model::RecordId& id, const std::string& record, bool fresh);
  Result<bool> files_missing(const model::RecordId& id, const std::string& record, const std::set<std::string>& hashes);

  Files* files_;
  const Reference* reference_;
  Spread spread_;
  std::map<std::string, Held> records_;                   // by RecordId text
  std::map<std::string, std::string, std::less<>> last_;  // in the file, by "OFFICE/KIND/"
  std::map<std::string, Head> heads_;                     // by feed
  std::map<std::pair<std::string, std::string>, Cursor> cursors_;
  std::optional<bool> any_parked_;
};

}  // namespace karvan::central
