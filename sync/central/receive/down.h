#pragma once
#include <cstdint>
#include <string>

#include "sync/central/store/feeds.h"
#include "sync/central/store/files.h"
#include "sync/central/store/nodes.h"
#include "sync/exchange/exchange.h"

namespace karvan::central {

// What goes down to a node in one answer: the feeds from its cursors on, within its budget. Reads only.
class Down {
 public:
  Down(Files& files, const Node& node, const exchange::Request& request);
  // Documents first: entries may need them. At least one thing goes where there is any, however large.
  Result<void> fill(exchange::Answer& answer);
  Result<exchange::Checkpoint> checkpoint();

 private:
  Result<void> learn_cursors();
  Result<void> reference(exchange::Answer& answer);
  Result<void> documents(exchange::Feed feed, const std::string& name, std::uint64_t after, exchange::Answer& answer);
  Result<void> entries(exchange::Answer& answer);
  bool fits(std::size_t bytes, exchange::Answer& answer);

  Files* files_;
  const Node* node_;
  exchange::Cursors cursors_;
  std::string centre_epoch_;
  std::uint64_t budget_;
  bool patches_;
  bool any_ = false;
};

}  // namespace karvan::central
