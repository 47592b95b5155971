#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "storage/blobs/blob_writer.h"
#include "storage/blobs/folder.h"
#include "storage/model/error.h"
#include "storage/seal/entropy.h"

namespace karvan::blobs {

constexpr std::string_view temporary_prefix = "writing-";
constexpr std::string_view damaged_prefix = "damaged-";
constexpr std::string_view unclaimed_prefix = "unclaimed-";
constexpr std::size_t sealed_read_bytes_max = 1 << 20;

// A folder of attachments: each one immutable age v1 file, named by the hex SHA-256 of its sealed bytes. Only a file
// key opens one here; the centre opens it by its identity. Any thread, but one process.
class Blobs {
 public:
  // Makes the folder (mode 0700) where it is missing, counts what is there and sweeps away what a crash left
  // unfinished. Errors: io_failed.
  static Result<Blobs> open(std::string folder, BlobLimits limits = {});

  Result<BlobWriter> begin(std::string_view recipient, const seal::Entropy& entropy) const;

  // Errors: not_found (also for what is no id).
  Result<std::uint64_t> size(const std::string& id) const;

  // A piece of the sealed file, for an upload: at most sealed_read_bytes_max, empty at the end. Errors: not_found.
  Result<std::string> read_sealed(const std::string& id, std::uint64_t offset, std::size_t count) const;

  // The same, from the medium and not from the system's memory of it, where the system can. Errors: not_found,
  // io_failed.
  Result<std::string> read_again(const std::string& id, std::uint64_t offset, std::size_t count) const;

  // P11. Hands the opened bytes to `sink` in pieces, then tells whether the file is whole and is the one its id names:
  // use nothing before that. Errors: not_found, key_wrong, seal_broken, io_failed.
  using Sink = std::function<void(std::string_view plain)>;
  Result<void> open_into(const std::string& id, const std::string& file_key, const Sink& sink) const;
  Result<std::string> read(const std::string& id, const std::string& file_key) const;

  // Every finished blob, and what was set aside, in order of id.
  Result<std::vector<std::string>> ids() const;

  // Durable when it returns. Also one that was set aside. Errors: not_found, io_failed.
  Result<void> remove(const std::string& id);
  // A damaged one is no blob any more; its file stays beside them until it is removed. Errors: not_found, io_failed.
  Result<void> set_aside(const std::string& id);

  // One that no fact names may be the only copy of what somebody took: its file stays beside the blobs, in no quota,
  // until its fact comes back, and with it whoever reads it. Errors: not_found, disk_full (the quota), io_failed.
  Result<void> put_away(const std::string& id);
  Result<void> take_back(const std::string& id);
  // Of one that is put away. Errors: not_found.
  Result<std::uint64_t> unclaimed_bytes(const std::string& id) const;
  // Those that are put away, in order of id.
  Result<std::vector<std::string>> unclaimed() const;

  std::uint64_t used_bytes() const { return folder_->used_bytes(); }

 private:
  // Under the name `as` it is no blob any more.
  Result<void> leave(const std::string& id, const std::string& as);
  explicit Blobs(std::shared_ptr<Folder> folder) : folder_(std::move(folder)) {}
  std::shared_ptr<Folder> folder_;
};

}  // namespace karvan::blobs
