#include "node/core/places.h"

namespace karvan::core {

exchange::Point point_of(const store::Head& head) { return {head.epoch, head.seq, head.hash}; }

Result<exchange::Point> point_at(Book& book, const store::EpochMarks& epoch, std::uint64_t seq) {
  exchange::Point point{epoch.epoch, seq, epoch.previous.hash};
  if (seq == 0) return point;
  TRY(auto line, book.store().log().line(epoch.epoch, seq));
  if (!line) return fail(Code::chain_broken, {}, epoch.epoch);
  point.hash = line->hash;
  return point;
}

Result<exchange::Cursors> cursors_of(Book& book) {
  auto cursors = book.store().cursors();
  TRY(auto office, cursors.get(book.office_feed()));
  TRY(auto node, cursors.get("node"));
  TRY(auto reference, cursors.get("reference"));
  return exchange::Cursors{office.centre_epoch, office.position, node.position, reference.position,
                           office.hash,         node.hash,       reference.hash};
}

Result<exchange::Trail> trail_of(Book& book, const std::set<exchange::Feed>& feeds) {
  TRY(auto kept, book.trail());
  exchange::Trail trail;
  const std::pair<exchange::Feed, std::vector<exchange::Mark> exchange::Trail::*> each[] = {
      {exchange::Feed::office, &exchange::Trail::office},
      {exchange::Feed::node, &exchange::Trail::node},
      {exchange::Feed::reference, &exchange::Trail::reference}};
  for (const auto& [feed, marks] : each) {
    if (!feeds.contains(feed)) continue;
    trail.*marks = kept.*marks;
    if ((trail.*marks).size() == exchange::trail_max) (trail.*marks).pop_back();
    (trail.*marks).push_back({});
  }
  return trail;
}

Result<std::optional<salvage::Gap>> gap_before(sqlite::Database& database, const exchange::Point& point) {
  TRY(auto gaps, salvage::gaps(database));
  for (auto& gap : gaps) {
    const bool lost = gap.kept.epoch == point.epoch && point.seq > gap.kept.seq && point.seq <= gap.next.seq;
    if (lost) return std::move(gap);
  }
  return std::nullopt;
}

}  // namespace karvan::core
