#include "sync/central/store/extent.h"

#include "sync/central/store/rows.h"

namespace karvan::central {

Result<Extent> extent_of(Files& files) {
  TRY(auto inbox, number(files.inbox.query("SELECT coalesce(max(changed), 0) FROM epoch")));
  TRY(auto feeds, number(files.records.query("SELECT coalesce(sum(position), 0) FROM feed_head")));
  return Extent{static_cast<std::uint64_t>(inbox), static_cast<std::uint64_t>(feeds)};
}

}  // namespace karvan::central
