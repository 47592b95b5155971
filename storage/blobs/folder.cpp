#include "storage/blobs/folder.h"

namespace karvan::blobs {

Result<void> Folder::take(std::uint64_t bytes) {
  if (used_.fetch_add(bytes) + bytes > limits_.quota_bytes) {
    used_ -= bytes;
    return fail(Code::disk_full, {}, "blobs: quota");
  }
  return {};
}

}  // namespace karvan::blobs
