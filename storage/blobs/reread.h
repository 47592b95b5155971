#pragma once
#include <cstdint>
#include <string>

#include "storage/blobs/blobs.h"
#include "storage/seal/hash.h"

namespace karvan::blobs {

// A sealed file is read again, a piece at a time, to find out whether it still is the one that its id names. No key is
// needed for that. One thread at a time.
class Reread {
 public:
  explicit Reread(std::string id) : id_(std::move(id)) {}

  const std::string& id() const { return id_; }
  // Up to where it was read: with the pieces before it, from the file's beginning.
  std::uint64_t offset() const { return offset_; }

  // At most `bytes` more. True: that was the last of it, and the file is whole; nothing may be asked after it. Errors:
  // not_found, io_failed; seal_broken where it is another one.
  Result<bool> next(const Blobs& blobs, std::size_t bytes);

 private:
  std::string id_;
  std::uint64_t offset_ = 0;
  seal::Sha256 hash_;
};

}  // namespace karvan::blobs
