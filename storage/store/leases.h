#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"
#include "storage/model/op.h"
#include "storage/sqlite/database.h"

namespace karvan::store {

// A range of serial numbers that the centre signed to this node (section 7).
struct Lease {
  std::string id;
  std::string kind;  // receipt, licence, …
  std::int64_t first = 0, last = 0;
  std::int64_t next = 0;  // the lowest that is unused; last + 1 where none is left
  std::string state;      // open, returned, expired
  std::string note;       // the signed note, as received: it says until when
  bool operator==(const Lease&) const = default;
};

struct Number {
  model::Serial serial;
  std::string state;  // issued, void
  std::string of;     // RecordId text, where it was issued
  std::string reason;
};

// P5: every number of a lease is unused, issued or void, and never goes back.
class Leases {
 public:
  explicit Leases(sqlite::Database& database) : db_(&database) {}
  // A known id again changes nothing; a range that overlaps another lease of the kind is Code::lease_overlaps.
  Result<void> grant(const Lease& lease);
  // The next number of an open lease, issued to `of` in this transaction; any other number of it, or one of a lease
  // that is not open, is Code::no_lease_left.
  Result<void> take(const model::Serial& serial, std::string_view of);
  // Spoiled or otherwise unusable. Code::not_found where it was never taken here; a void one stays as it is.
  Result<void> make_void(const model::Serial& serial, std::string_view reason);
  // The unused numbers below `end` are void; the lease goes on from there, or ends.
  Result<void> skip(const Lease& lease, std::int64_t end);
  // What was skipped of it, as ranges of first and last, ascending; at most `limit`.
  Result<std::vector<std::pair<std::int64_t, std::int64_t>>> skipped(const Lease& lease, std::size_t limit);
  // Returned or expired: what is unused of it becomes void. `state` is one of these two words.
  Result<void> close(std::string_view id, std::string_view state);
  Result<std::vector<Lease>> list();
  // Those of a kind that are open, the lowest first.
  Result<std::vector<Lease>> open_of(std::string_view kind);
  // Issued and void numbers of a kind, ascending.
  Result<std::vector<Number>> numbers(std::string_view kind, std::int64_t from, std::size_t limit);

 private:
  sqlite::Database* db_;
};

}  // namespace karvan::store
