#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "sync/central/store/feeds.h"
#include "sync/exchange/exchange.h"

namespace karvan::central {

// The reference feed as a node needs it that has it up to a position: of the manifests only the last, and a service or
// manifest as what differs from the one before, where that is shorter. Reads only.
class Patches {
 public:
  // `known`: how far the node is; without `wanted` documents go whole.
  Patches(sqlite::Database& records, std::uint64_t known, bool wanted)
      : feeds_(records), known_(known), wanted_(wanted) {}
  // Whether a later one makes this of no use.
  Result<bool> superseded(const DocumentRow& row);
  Result<void> shorten(exchange::Document& document);

 private:
  Result<std::optional<std::string>> base_of(const exchange::Document& document);
  Result<void> read_manifest();

  Feeds feeds_;
  std::uint64_t known_;
  bool wanted_;
  bool read_ = false;
  std::uint64_t last_manifest_ = 0;
  std::map<std::string, std::string, std::less<>> previous_;  // version -> the one before it
};

}  // namespace karvan::central
