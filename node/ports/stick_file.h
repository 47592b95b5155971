#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/files/file.h"

namespace karvan::ports {

// A new file on a stick. It has a name of its own while it is written, and leaves nothing where it is dropped before
// `finish`. Errors: not_found (there is no such folder), disk_full, io_failed.
class StickFile {
 public:
  static Result<StickFile> begin(const std::string& folder);
  StickFile(StickFile&& other) noexcept;
  StickFile& operator=(StickFile&&) = delete;
  ~StickFile();

  Result<void> append(std::string_view bytes);
  std::uint64_t bytes() const { return bytes_; }
  // Durable under `name` when it returns.
  Result<void> finish(const std::string& name);

 private:
  StickFile(std::string folder, std::string path, files::File file)
      : folder_(std::move(folder)), path_(std::move(path)), file_(std::move(file)) {}
  std::string folder_, path_;
  std::optional<files::File> file_;  // until it is finished
  std::uint64_t bytes_ = 0;
};

// "karvan-bus-01-20261122T140212Z.work.age": sorts by time.
std::string stick_name(std::string_view node, std::int64_t now_ms, std::string_view kind);
// The newest answer for the node in a folder; one for another node where there is none. not_found: neither.
Result<std::string> newest_answer(const std::string& folder, std::string_view node);

}  // namespace karvan::ports
