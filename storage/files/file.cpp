#include "storage/files/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace karvan::files {
namespace {

constexpr std::size_t read_at_once = 1 << 20;

int flags_for(For what) {
  switch (what) {
    case For::reading:
      return O_RDONLY;
    case For::making:
      return O_WRONLY | O_CREAT | O_EXCL;
    case For::replacing:
      return O_WRONLY | O_CREAT | O_TRUNC;
    case For::overwriting:
      return O_WRONLY;
    case For::appending:
      return O_WRONLY | O_CREAT | O_APPEND;
    case For::a_folder:
      break;
  }
  return O_RDONLY | O_DIRECTORY;
}

}  // namespace

tl::unexpected<Error> failed(const std::string& path) {
  const int why = errno;
  if (why == EEXIST) return fail(Code::exists_already, {}, path);
  if (why == ENOENT || why == ENOTDIR) return fail(Code::not_found, {}, path);
  const bool full = why == ENOSPC || why == EDQUOT || why == EFBIG;
  return fail(full ? Code::disk_full : Code::io_failed, {{"why", std::strerror(why)}}, path);
}

Result<File> File::open(std::string path, For what) {
  const int fd = ::open(path.c_str(), flags_for(what) | O_CLOEXEC, 0600);
  if (fd < 0) return failed(path);
  return File(std::move(path), fd);
}

File::~File() {
  if (fd_ >= 0) ::close(fd_);
}

template <class Read>
Result<std::string_view> File::read_by(Read read, std::string& into) const {
  ssize_t got = 0;
  do {
    got = read();
  } while (got < 0 && errno == EINTR);
  if (got < 0) return failed(path_);
  return std::string_view(into).substr(0, static_cast<std::size_t>(got));
}

Result<std::string_view> File::read(std::string& into) const {
  return read_by([&] { return ::read(fd_, into.data(), into.size()); }, into);
}

Result<std::string_view> File::read_at(std::uint64_t offset, std::string& into) const {
  return read_by([&] { return ::pread(fd_, into.data(), into.size(), static_cast<off_t>(offset)); }, into);
}

Result<void> File::write(std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto written = ::write(fd_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed(path_);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> File::sync() const { return ::fsync(fd_) == 0 ? Result<void>{} : failed(path_); }

Result<std::uint64_t> File::size() const {
  struct stat status{};
  if (::fstat(fd_, &status) != 0) return failed(path_);
  return static_cast<std::uint64_t>(status.st_size);
}

Result<void> File::cut(std::uint64_t bytes) const {
  return ::ftruncate(fd_, static_cast<off_t>(bytes)) == 0 ? Result<void>{} : failed(path_);
}

void File::forget() const { (void)::posix_fadvise(fd_, 0, 0, POSIX_FADV_DONTNEED); }

Result<bool> File::lock() const {
  if (::flock(fd_, LOCK_EX | LOCK_NB) == 0) return true;
  return errno == EWOULDBLOCK ? Result<bool>(false) : failed(path_);
}

Result<std::string> read_file(const std::string& path, std::size_t bytes_max) {
  TRY(const auto file, File::open(path, For::reading));
  std::string all, piece;
  while (all.size() < bytes_max) {
    piece.resize(std::min(bytes_max - all.size(), read_at_once));
    TRY(const auto bytes, file.read(piece));
    if (bytes.empty()) break;
    all += bytes;
  }
  return all;
}

Result<void> remove_file(const std::string& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return failed(path);
  return {};
}

Result<void> rename_file(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return failed(to);
  return {};
}

Result<void> link_file(const std::string& from, const std::string& to) {
  if (::link(from.c_str(), to.c_str()) != 0) return failed(to);
  return {};
}

Result<void> sync_folder(const std::string& path) {
  TRY(const auto folder, File::open(path, For::a_folder));
  return folder.sync();
}

std::string folder_of(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

}  // namespace karvan::files
