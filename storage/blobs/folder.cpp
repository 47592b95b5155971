#include "storage/blobs/folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace karvan::blobs {

Result<void> Folder::take(std::uint64_t bytes) {
  if (used_.fetch_add(bytes) + bytes > limits_.quota_bytes) {
    used_ -= bytes;
    return fail(Code::disk_full, {}, "blobs: quota");
  }
  return {};
}

Result<void> Folder::sync() const {
  const int fd = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = fd >= 0 && ::fsync(fd) == 0;
  const auto failure = io_error("fsync folder");
  if (fd >= 0) ::close(fd);
  if (!synced) return failure;
  return {};
}

tl::unexpected<Error> io_error(const char* call) {
  const bool full = errno == ENOSPC || errno == EDQUOT;
  return fail(full ? Code::disk_full : Code::io_failed, {{"errno", std::to_string(errno)}},
              std::string("blobs: ") + call);
}

}  // namespace karvan::blobs
