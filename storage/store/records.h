#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"
#include "storage/model/op.h"
#include "storage/search/terms.h"
#include "storage/sqlite/database.h"

namespace karvan::store {

// What lists show of a record, from the node's best guess (settled and pending operations together).
struct Summary {
  std::string id;  // RecordId text
  std::string office, kind;
  std::string service;  // empty where the record has none
  std::string tracking;
  std::string title;  // whom or what it is about
  std::string stage;  // id of the last stage reached
  std::string state;  // open, or the closing's name
  std::int64_t updated_ms = 0;
  std::int64_t due_ms = 0;  // the earliest target that is not reached yet; 0: there is none; -1: of an older version
  bool operator==(const Summary&) const = default;
};

// The settled record, exactly as the centre has it at `position` (P3). Position 0: as it was when the centre lived
// another life; it is shown until it has been built anew (Shadows).
struct Settled {
  std::string body;  // model::write_record
  std::uint64_t position = 0;
  bool folded_here = false;  // of this box's own lines, just now: it says what this program reads, and no more
};

// Empty members do not filter.
struct RecordFilter {
  std::string office, kind, service, stage, state;
  bool unsettled_only = false;
  std::size_t limit = 100;
};

class Records {
 public:
  explicit Records(sqlite::Database& database) : db_(&database) {}

  // What the record is found by (Search); it takes the place of what it was found by. Code::not_found: it is not
  // listed.
  Result<void> put_terms(std::string_view id, const search::Terms& terms);
  // Needs to be listed first (listed.h), else Code::not_found.
  Result<void> put_settled(std::string_view id, const Settled& settled);
  // Writes what is settled where it is only known from the log (plain.h).
  Result<void> write_folded(std::string_view id);
  // The centre knows of nothing that is settled on it.
  Result<void> drop_settled(std::string_view id);
  // Nothing is known of it at all.
  Result<void> remove(std::string_view id);

  Result<std::optional<Summary>> summary(std::string_view id);
  // None where nothing of the record is settled yet.
  Result<std::optional<Settled>> settled(std::string_view id);
  // Newest first.
  Result<std::vector<Summary>> list(const RecordFilter& filter);
  // Those whose target is past, the earliest first.
  Result<std::vector<Summary>> overdue(std::int64_t now_ms, std::size_t limit);
  // Ids of those whose summary an older version wrote: its columns that came later are not filled in.
  Result<std::vector<std::string>> summarised_before(std::size_t limit);
  // Ids of applications that search does not know yet: an older version wrote them. The newest first.
  Result<std::vector<std::string>> unsearched(std::size_t limit);
  // Those that a person must look at, in no order.
  Result<std::vector<Summary>> in_review(std::size_t limit);
  // Whether one has this tracking number.
  Result<bool> has_tracking(std::string_view tracking);
  // Those on which a document with this number stands: one, unless a number is disputed. Newest first.
  Result<std::vector<Summary>> bearing(const model::Serial& serial);
  Result<std::uint64_t> count(const RecordFilter& filter);

  // P12: takes the record away and erases its lines. Code::not_safe unless each of its operations is settled, safe, and
  // not refused. Its shadow remembers up to where it was folded: what comes later does not begin another record.
  Result<void> purge(std::string_view id, std::string_view reason);

  // Looks through the `window` records after `row`, which moves on (0 after the last), for applications that ended and
  // have not changed since `updated_ms`.
  Result<std::vector<std::string>> next_ended(std::int64_t updated_ms, std::int64_t& row, std::size_t window);

  // ---- the centre's lives
  // It was restored: what was folded beyond `common` of the office's feed is of another life.
  Result<void> begin_life(std::uint64_t common);
  // Whether records of another life may be left.
  Result<bool> any_outlived();
  // Of one with position 0: whether its shadow begins with what is known up to a common position, which is to be had
  // whole; else it is empty.
  Result<bool> outlived_in_part(std::string_view id);
  // Looks through the next `limit` records for such; gives their ids. Once all were looked through, nothing is left.
  Result<std::vector<std::string>> next_outlived(std::size_t limit);

 private:
  // Nothing where fewer than `count` come after `row`.
  Result<std::optional<std::int64_t>> row_after(std::int64_t row, std::size_t count);

  sqlite::Database* db_;
};

}  // namespace karvan::store
