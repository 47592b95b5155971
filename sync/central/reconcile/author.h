#pragma once
#include <cstdint>
#include <functional>
#include <string>

#include "storage/model/hybrid_time.h"
#include "storage/model/op.h"
#include "storage/seal/entropy.h"
#include "sync/central/reconcile/reference.h"
#include "sync/central/store/commands.h"
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

  // Closes what has lapsed by now (Applications::lapsed), at most `limit`, under the same condition; `sound` is asked
  // of each, and what it refuses is not written. True where it wrote.
  using Sound = std::function<Result<model::HybridTime>(const model::Op&)>;  // gives what the operation follows
  Result<bool> write_lapses(const Reference& reference, const Sound& sound, std::int64_t now_ms, std::size_t limit);

  // Writes one act of a person, and keeps its `cmd` in the same commit; gives its identity. `op` lacks only id, time
  // and salt; its time is after `after`, what the person saw.
  Result<model::OpId> write_act(model::Op op, CommandRow command, const model::HybridTime& after, std::int64_t now_ms);

 private:
  Result<bool> all_reconciled();
  void add(model::Op op, const model::HybridTime& after, std::int64_t now_ms, Verse& verse, Place& end);
  Result<void> commit(const Verse& verse, const CommandRow* command, std::int64_t now_ms);
  Files* files_;
  seal::Entropy entropy_;
  model::HybridClock clock_;
  Place prior_, end_;
};

}  // namespace karvan::central
