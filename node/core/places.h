#pragma once
#include <optional>
#include <set>

#include "node/core/book.h"
#include "storage/salvage/report.h"
#include "sync/exchange/exchange.h"

// Places in this box's log and in the centre's feeds, as the exchange names them. Inside this room only.
namespace karvan::core {

exchange::Point point_of(const store::Head& head);
// After operation `seq`; chain_broken where there is none.
Result<exchange::Point> point_at(Book& book, const store::EpochMarks& epoch, std::uint64_t seq);
// Where the feeds stand here.
Result<exchange::Cursors> cursors_of(Book& book);
// The marks kept of these feeds; one at the beginning, where everyone agrees, stands at the end of each.
Result<exchange::Trail> trail_of(Book& book, const std::set<exchange::Feed>& feeds);

// Where this box has lost the place by a salvage: what it has of that epoch.
Result<std::optional<salvage::Gap>> gap_before(sqlite::Database& database, const exchange::Point& point);

}  // namespace karvan::core
