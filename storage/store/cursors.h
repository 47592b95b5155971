#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"
#include "storage/model/hybrid_time.h"
#include "storage/sqlite/database.h"

namespace karvan::store {

// How far a feed of the centre was folded.
struct Cursor {
  std::string feed;          // office/lahore, reference, node
  std::string centre_epoch;  // a restored centre has a new one
  std::uint64_t position = 0;
  std::string hash;  // of the feed up to there, as the centre states it
  bool operator==(const Cursor&) const = default;
};

class Cursors {
 public:
  explicit Cursors(sqlite::Database& database) : db_(&database) {}
  // A feed never heard of stands at "", 0, "".
  Result<Cursor> get(std::string_view feed);
  // One that goes back in its feed takes the trail behind it away.
  Result<void> put(const Cursor& cursor);
  Result<std::vector<Cursor>> list();
  // Where the cursor stood before with a hash, newest first: the last few, then at distances that double.
  Result<std::vector<Cursor>> trail(std::string_view feed);

  // P4: the highest hybrid time given or seen; kept in the commit that used it. Never goes back.
  Result<model::HybridTime> clock();
  Result<void> keep_clock(model::HybridTime last);

 private:
  Result<void> thin_trail(std::string_view feed);

  sqlite::Database* db_;
};

}  // namespace karvan::store
