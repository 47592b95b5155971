#pragma once
#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "sync/central/receive/keys.h"
#include "sync/central/store/feeds.h"
#include "sync/central/store/files.h"
#include "sync/central/store/nodes.h"
#include "sync/exchange/exchange.h"

namespace karvan::central {

struct Accepted;

// What goes down to a node in one answer: the feeds from where the two agree on, within the node's budget. Reads only.
class Down {
 public:
  Down(Files& files, const Node& node, const Accepted& request);

  // The body, filled up and signed. Where there is anything at least one thing goes, however large. It is packed at no
  // higher level than `level_max`.
  Result<std::string> packed(exchange::Answer answer, const Keys& keys, int level_max);

 private:
  // Where the node and the centre agree (back.cpp).
  Result<void> learn_cursors(exchange::Answer& answer);
  Result<bool> agree(exchange::Feed feed, const std::vector<exchange::Mark>& trail, exchange::Answer& answer);
  Result<bool> holds(exchange::Feed feed, std::uint64_t position, const std::string& mark);
  Result<std::string> mark_at(exchange::Feed feed, std::uint64_t position);
  Result<void> add_marks(exchange::Cursors& at);
  bool parted(exchange::Feed feed) const { return parted_[static_cast<std::size_t>(feed)]; }
  std::string name_of(exchange::Feed feed) const;

  // Documents first: entries may need them.
  Result<void> fill(exchange::Answer& answer, std::uint64_t budget);
  Result<void> reference(exchange::Answer& answer);
  Result<void> node_feed_documents(exchange::Answer& answer);
  Result<bool> of_another_box(const DocumentRow& document);
  Result<void> entries(exchange::Answer& answer);
  Result<bool> entry(EntryRow row, exchange::Answer& answer);
  Result<void> records(exchange::Answer& answer);
  Result<void> fetched(exchange::Answer& answer);
  Result<exchange::Snapshot> snapshot(const std::string& id);
  bool fits(std::size_t bytes, exchange::Answer& answer);
  bool add(exchange::Document document, exchange::Answer& answer);
  Result<exchange::Checkpoint> checkpoint();

  Files* files_;
  const Node* node_;
  const exchange::Request* request_;
  bool of_other_ = false;      // the speaker does not stay after a fork (P7)
  exchange::Cursors cursors_;  // where the node stands
  exchange::Cursors reached_;  // how far the answer leads
  exchange::Checkpoint ends_;  // others write meanwhile: nothing beyond these goes
  std::string centre_epoch_;
  std::array<bool, 3> parted_{};  // by feed: nothing of it goes
  std::set<std::string> shown_;   // records whose snapshot is in the answer
  std::uint64_t budget_ = 0;
  std::size_t things_ = 0;
};

}  // namespace karvan::central
