#include <algorithm>

#include "node/core/book.h"
#include "node/core/places.h"
#include "storage/salvage/report.h"
#include "sync/exchange/gone.h"

// What is lost of this box's log: here, by a salvage, or at the centre.
namespace karvan::core {

Result<std::string> Book::gone(std::uint64_t turn) const {
  TRY(const auto gaps, salvage::gaps(store_.database()));
  if (gaps.empty()) return std::string();
  TRY(const bool unsettled, store_.log().any_unsettled());
  if (!unsettled) return std::string();
  exchange::Gone gone{options_.site.node, {}};
  const auto once = std::min(gaps.size(), exchange::gaps_max), turns = (gaps.size() + once - 1) / once;
  const auto older = gaps.size() - once;
  const auto from = older - std::min<std::uint64_t>(older, turn % turns * once);
  for (auto i = from; i < from + once; ++i) gone.gaps.push_back({point_of(gaps[i].kept), point_of(gaps[i].next)});
  return seal::sign_note(exchange::write_gone(gone), options_.key);
}

Result<void> Book::lose(const exchange::Point& point) {
  if (point.seq > 0) {
    TRY(auto line, store_.log().line(point.epoch, point.seq));
    if (!line || line->hash != point.hash) {
      TRY(const auto gap, gap_before(store_.database(), point));
      return gap ? Result<void>{} : note_fork(point.epoch);  // nobody can send it again
    }
  }
  TRY_VOID(store_.log().rewind(point.epoch, point.seq));
  return load_unsent();
}

}  // namespace karvan::core
