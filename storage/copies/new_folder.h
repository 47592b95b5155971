#pragma once
#include <string>
#include <utility>

#include "storage/model/error.h"

namespace karvan::copies {

// A folder that has another name (PATH.partial) until it is whole and durable: PATH is all of it, or is not there. What
// is dropped before `finish` goes, and what a crash left goes when the next one begins. One program at a time.
class NewFolder {
 public:
  // For its owner alone (mode 0700); the folders above it are made. Errors: folder_not_empty where PATH is there and is
  // no empty folder; disk_full, io_failed.
  static Result<NewFolder> begin(std::string path);
  NewFolder(NewFolder&& other) noexcept
      : path_(std::move(other.path_)), partial_(std::exchange(other.partial_, std::string())) {}
  NewFolder& operator=(NewFolder&&) = delete;
  ~NewFolder();

  // Where to write what shall be in it.
  const std::string& partial() const { return partial_; }
  // A folder in it. Errors: as above.
  Result<std::string> make(const std::string& name) const;
  // Its files were made durable by who wrote them; then this makes names and the whole so. Errors: io_failed,
  // folder_not_empty.
  Result<void> finish();

 private:
  NewFolder(std::string path, std::string partial) : path_(std::move(path)), partial_(std::move(partial)) {}
  std::string path_, partial_;
};

// What ends so is no whole folder.
inline constexpr std::string_view unfinished = ".partial";

}  // namespace karvan::copies
