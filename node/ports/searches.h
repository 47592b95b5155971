#pragma once
#include <functional>

#include "node/core/letters.h"
#include "node/ports/worker.h"
#include "storage/store/reader.h"

namespace karvan::ports {

// The quick thread: searches the records over a read connection of its own, so that typing never waits for a commit nor
// holds one up.
class Searches {
 public:
  // `mailbox` must outlive it. `refuse` tells an asker that nothing could be searched; on any thread.
  Searches(store::Reader reader, core::Mailbox& mailbox, std::function<void(const core::Answered&)> refuse);

  // From any thread; never blocks. Answered by a ViewLetter, or by `refuse`.
  void run(core::RunSearch order);

 private:
  void search(core::RunSearch& order);

  store::Reader reader_;  // of the worker's thread
  core::Mailbox& mailbox_;
  std::function<void(const core::Answered&)> refuse_;
  Worker worker_;  // last, so that it ends first
};

// What was found until then is the answer.
inline constexpr std::int64_t search_ms_max = 100;

}  // namespace karvan::ports
