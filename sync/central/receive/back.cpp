#include "sync/central/receive/down.h"
#include "sync/central/receive/receive.h"
#include "sync/central/store/records.h"

// Where a node and the centre last agreed: one of the two may have been restored from an earlier day.
namespace karvan::central {
namespace {

using exchange::Feed;

std::uint64_t& position_of(exchange::Cursors& cursors, Feed feed) {
  if (feed == Feed::office) return cursors.office;
  return feed == Feed::node ? cursors.node : cursors.reference;
}

std::string& mark_in(exchange::Cursors& cursors, Feed feed) {
  if (feed == Feed::office) return cursors.office_hash;
  return feed == Feed::node ? cursors.node_hash : cursors.reference_hash;
}

}  // namespace

std::string Down::name_of(Feed feed) const {
  if (feed == Feed::office) return office_feed(node_->office);
  return feed == Feed::node ? node_feed(node_->name) : std::string(reference_feed);
}

Result<std::string> Down::mark_at(Feed feed, std::uint64_t position) {
  TRY(auto hash, Feeds(files_->records).hash_at(name_of(feed), position));
  return hash ? exchange::mark_of(*hash) : "";
}

Result<void> Down::add_marks(exchange::Cursors& at) {
  at.centre_epoch = centre_epoch_;
  for (Feed feed : {Feed::office, Feed::node, Feed::reference}) {
    TRY(mark_in(at, feed), mark_at(feed, position_of(at, feed)));
  }
  return {};
}

// Whether the feed says the same there. A node that does not know what it said there is believed in the same life of
// the centre.
Result<bool> Down::holds(Feed feed, std::uint64_t position, const std::string& mark) {
  if (position == 0) return true;
  TRY(auto here, mark_at(feed, position));
  if (here.empty()) return false;
  return mark.empty() ? cursors_.centre_epoch == centre_epoch_ : here == mark;
}

// True where the node has to take something back.
Result<bool> Down::agree(Feed feed, const std::vector<exchange::Mark>& trail, exchange::Answer& answer) {
  auto& position = position_of(cursors_, feed);
  const bool knows = !mark_in(cursors_, feed).empty();
  TRY(bool same, holds(feed, position, mark_in(cursors_, feed)));
  if (same) return false;
  if (trail.empty() && (knows || cursors_.centre_epoch == centre_epoch_)) {
    parted_[static_cast<std::size_t>(feed)] = true;
    answer.back.push_back(feed);
    return false;
  }
  position = 0;
  for (const auto& mark : trail) {
    TRY(same, holds(feed, mark.at, mark.hash));
    if (same) position = std::max(position, mark.at);
  }
  return true;
}

// Where nothing can be compared, a node that has the positions of another life of the centre starts from the beginning.
Result<void> Down::learn_cursors(exchange::Answer& answer) {
  TRY(centre_epoch_, Records(files_->records).meta(meta_centre_epoch));
  const bool other_life = cursors_.centre_epoch != centre_epoch_;
  const bool unknown = cursors_.office_hash.empty() && cursors_.node_hash.empty() && cursors_.reference_hash.empty();
  if (other_life && unknown && request_->back.empty()) {
    reached_ = cursors_ = {centre_epoch_, 0, 0, 0};
    return {};
  }
  TRY(bool office, agree(Feed::office, request_->back.office, answer));
  TRY(bool node, agree(Feed::node, request_->back.node, answer));
  TRY(bool reference, agree(Feed::reference, request_->back.reference, answer));
  if (office || node || reference || (other_life && answer.back.empty())) {
    answer.from = cursors_;
    TRY_VOID(add_marks(*answer.from));
  }
  reached_ = cursors_;
  return {};
}

}  // namespace karvan::central
