#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "storage/model/error.h"

// Files by their descriptors. Errors of all: not_found, exists_already, disk_full, io_failed {why}; `where` is the
// path.
namespace karvan::files {

// What errno says of `path`, right after the call that set it.
tl::unexpected<Error> failed(const std::string& path);

enum class For {
  reading,
  making,       // it must not be there; for its owner alone (mode 0600)
  replacing,    // made so, or emptied
  overwriting,  // it must be there, and keeps its bytes
  a_folder,     // its names, to make them durable
};

// Closed when it goes. Nothing is durable before `sync`.
class File {
 public:
  static Result<File> open(std::string path, For what);
  File(File&& other) noexcept : path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)) {}
  File& operator=(File&&) = delete;
  ~File();

  // The next bytes, at most as many as `into` is long, which they are in then; none at the end.
  Result<std::string_view> read(std::string& into) const;
  Result<void> write(std::string_view bytes) const;
  Result<void> sync() const;
  Result<std::uint64_t> size() const;

 private:
  File(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}
  std::string path_;
  int fd_;
};

// At most `bytes_max` of it, from its beginning.
Result<std::string> read_file(const std::string& path, std::size_t bytes_max);
// Nothing where there is none.
Result<void> remove_file(const std::string& path);
// Makes the names in a folder durable.
Result<void> sync_folder(const std::string& path);
// "." of a name alone.
std::string folder_of(const std::string& path);

}  // namespace karvan::files
