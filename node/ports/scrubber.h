#pragma once
#include <functional>
#include <mutex>
#include <optional>

#include "node/core/letters.h"
#include "node/ports/files.h"
#include "storage/blobs/reread.h"
#include "storage/store/reader.h"

namespace karvan::ports {

// Reads again what the core asks for, over a read connection of its own: pages by their authentication, files by their
// hash. `read` from one thread at a time; `stop` from any.
class Scrubber {
 public:
  // Of the thread that asks, microseconds of a processor that it has used.
  using Used = std::function<std::uint64_t()>;

  // `files` must outlive it.
  Scrubber(store::Reader reader, Files& files, Used used)
      : reader_(std::move(reader)), files_(files), used_(std::move(used)) {}

  core::WasRead read(const core::ReadAgain& order);
  // Waits for the piece under way and closes the connection: whoever writes is then the last to close the file.
  void stop();

 private:
  core::WasRead read_pages(const core::ReadAgain& order);
  core::WasRead read_file(const core::ReadAgain& order);

  std::mutex mutex_;
  std::optional<store::Reader> reader_;
  Files& files_;
  Used used_;
  std::optional<blobs::Reread> file_;  // the one under way
};

}  // namespace karvan::ports
