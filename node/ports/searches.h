#pragma once
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

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

  // From any thread; never blocks. Answered by a ViewLetter, or by `refuse`: busy where as many of this seat's
  // questions wait as one may have.
  void run(core::RunSearch order);
  // Waits for the question under way and closes the connection: whoever writes is then the last to close the file.
  void stop();

 private:
  bool queue_up(const std::string& seat);
  void leave_queue(const std::string& seat);
  void search(core::RunSearch& order);

  std::optional<store::Reader> reader_;  // of the worker's thread
  core::Mailbox& mailbox_;
  std::function<void(const core::Answered&)> refuse_;
  std::mutex mutex_;
  std::map<std::string, std::size_t> waiting_;  // by seat
  Worker worker_;                               // last, so that it ends first
};

// What was found until then is the answer.
inline constexpr std::int64_t search_ms_max = 100;
// Somebody who types fast has two or three.
inline constexpr std::size_t searches_a_seat_max = 8;

}  // namespace karvan::ports
