#pragma once
#include <cstdint>
#include <string>

#include "storage/model/hybrid_time.h"
#include "storage/seal/entropy.h"
#include "sync/central/reconcile/reference.h"
#include "sync/central/store/files.h"
#include "sync/central/store/inbox.h"

namespace karvan::central {

// The centre's own operations: written into the inbox like any node's, with an epoch for each start and a chain.
class OwnLog {
 public:
  OwnLog(Files& files, seal::Entropy entropy) : files_(&files), entropy_(std::move(entropy)) {}
  // Goes on from the last operation of the start before. The epoch itself is stored with its first operation.
  Result<void> start();

  // Writes what the centre is to do (Records::todos), at most `limit`. Not before all its earlier operations are
  // reconciled: what is then still to do was not written, so nothing is written twice (P2). True where it wrote.
  Result<bool> write_todos(const Reference& reference, std::int64_t now_ms, std::size_t limit);

 private:
  Result<bool> all_reconciled();
  Files* files_;
  seal::Entropy entropy_;
  model::HybridClock clock_;
  Place prior_, end_;
};

}  // namespace karvan::central
