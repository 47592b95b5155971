#pragma once
#include <atomic>
#include <cstdint>
#include <string>

#include "storage/files/file.h"
#include "storage/model/error.h"

// What the writers and readers of one folder share: where it is, and how much of its quota is taken. Any thread.
namespace karvan::blobs {

struct BlobLimits {
  std::uint64_t plain_bytes_max = 64ull << 20;  // one attachment
  std::uint64_t quota_bytes = 16ull << 30;      // the folder, sealed and unfinished files together
};

class Folder {
 public:
  Folder(std::string path, BlobLimits limits, std::uint64_t used)
      : path_(std::move(path)), limits_(limits), used_(used) {}

  const std::string& path() const { return path_; }
  std::string path_of(const std::string& name) const { return path_ + "/" + name; }
  const BlobLimits& limits() const { return limits_; }
  std::uint64_t used_bytes() const { return used_; }

  // Before the bytes are written. Errors: disk_full.
  Result<void> take(std::uint64_t bytes);
  void give_back(std::uint64_t bytes) { used_ -= bytes; }
  // Makes renames and removals durable. Errors: those of files.
  Result<void> sync() const { return files::sync_folder(path_); }

 private:
  std::string path_;
  BlobLimits limits_;
  std::atomic<std::uint64_t> used_;
};

}  // namespace karvan::blobs
