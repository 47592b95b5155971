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
  appending,    // made so, or keeps its bytes: what is written follows them
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
  // The bytes from `offset` on, as `read`, whatever was read before.
  Result<std::string_view> read_at(std::uint64_t offset, std::string& into) const;
  Result<void> sync() const;
  Result<std::uint64_t> size() const;
  // Its first `bytes` alone are left; where it is shorter, zeros fill it up.
  Result<void> cut(std::uint64_t bytes) const;
  // What the system remembers of it is read anew from the medium, where the system can.
  void forget() const;
  // Until it is closed; false where another program has it (flock(2)).
  Result<bool> lock() const;

 private:
  File(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}
  template <class Read>
  Result<std::string_view> read_by(Read read, std::string& into) const;
  std::string path_;
  int fd_;
};

// At most `bytes_max` of it, from its beginning.
Result<std::string> read_file(const std::string& path, std::size_t bytes_max);
// Nothing where there is none.
Result<void> remove_file(const std::string& path);
// In place of what is there. Durable once their folders are synced.
Result<void> rename_file(const std::string& from, const std::string& to);
// A second name of the same file.
Result<void> link_file(const std::string& from, const std::string& to);
// Makes the names in a folder durable.
Result<void> sync_folder(const std::string& path);
// "." of a name alone.
std::string folder_of(const std::string& path);

}  // namespace karvan::files
