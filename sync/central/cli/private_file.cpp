#include "sync/central/cli/private_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

namespace karvan::central {
namespace {

tl::unexpected<Error> failed(const std::string& path) {
  const int why = errno;
  if (why == EEXIST) return fail(Code::exists_already, {}, path);
  return fail(why == ENOSPC ? Code::disk_full : Code::io_failed, {{"why", std::strerror(why)}}, path);
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return ::fsync(fd) == 0;
}

}  // namespace

Result<void> write_private_file(const std::string& path, std::string_view bytes) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return failed(path);
  Result<void> done;
  if (!write_all(fd, bytes)) done = failed(path);
  ::close(fd);
  if (!done) ::unlink(path.c_str());
  return done;
}

Result<std::string> read_file(const std::string& path, std::size_t bytes_max) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(Code::not_found, {}, path);
  std::string bytes;
  bytes.reserve(64 << 10);
  char piece[64 << 10];
  while (file.read(piece, sizeof piece) || file.gcount() > 0) {
    bytes.append(piece, static_cast<std::size_t>(file.gcount()));
    if (bytes.size() > bytes_max) return fail(Code::body_too_large, {}, path);
  }
  if (file.bad()) return fail(Code::io_failed, {}, path);
  return bytes;
}

}  // namespace karvan::central
