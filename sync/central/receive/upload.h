#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "storage/model/error.h"
#include "sync/central/store/attachments.h"
#include "sync/central/store/files.h"

namespace karvan::central {

struct UploadLimits {
  std::uint64_t file_bytes_max = 65ull << 20;  // a sealed file: 64 MiB and what sealing adds
  std::size_t piece_bytes_max = 1 << 20;
  std::uint64_t unfinished_max = 256;      // files of one node that are not whole
  std::uint64_t quota_bytes = 1ull << 40;  // promised to all uploads together
  std::int64_t unfinished_days_max = 180;  // longer than a node is ever away
};

// Sealed attachments as they come, piece by piece (tus 1.0). What is told as the offset is durable; a whole file bears
// its hash as its name in the folder of attachments, verified. Sending anything again is a no-op (P10). The centre
// opens none of them here: only its age identity does. One thread, that of the inbox.
class Uploads {
 public:
  Uploads(Files& files, std::string folder, UploadLimits limits = {});

  // Makes the folder (mode 0700) and forgets uploads that nobody has gone on with for too long. Errors: io_failed.
  Result<void> open(std::int64_t now_ms);

  // A new upload, or the one that is there; gives how much of it is here. Errors: malformed (no hash, no size),
  // body_too_large, busy (too many of this node are unfinished), disk_full (quota).
  Result<UploadRow> create(std::string_view node, std::string_view hash, std::uint64_t size, std::int64_t now_ms);
  // not_found.
  Result<UploadRow> find(std::string_view node, std::string_view hash);
  // Errors: not_found, chain_gap (`offset` is not where it ends), body_too_large, seal_broken (all of it is here, but
  // it is not what its hash names: it was thrown away), disk_full, io_failed.
  Result<UploadRow> append(std::string_view node, std::string_view hash, std::uint64_t offset, std::string_view bytes,
                           std::int64_t now_ms);

  // Of a whole file.
  std::string path_of(std::string_view hash) const;
  const UploadLimits& limits() const { return limits_; }

 private:
  std::string part_of(std::string_view node, std::string_view hash) const;
  Result<UploadRow> complete(UploadRow row, std::int64_t now_ms);
  Result<void> forget(const UploadRow& row);
  Files* files_;
  std::string folder_;
  UploadLimits limits_;
};

// DATA/attachments
std::string attachments_folder(const FilesOptions& options);

}  // namespace karvan::central
