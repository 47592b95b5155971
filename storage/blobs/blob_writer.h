#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "storage/blobs/folder.h"
#include "storage/model/error.h"
#include "storage/seal/age.h"
#include "storage/seal/entropy.h"
#include "storage/seal/hash.h"

namespace karvan::blobs {

struct SealedBlob {
  std::string id;                // hex SHA-256 of the sealed file, and its name
  std::uint64_t size = 0;        // of the sealed file
  std::uint64_t plain_size = 0;  // of what was appended
  std::string file_key;          // 16 bytes: a row of the encrypted store, never of a file
};

// Writes one attachment, sealed to the centre from its first byte: nothing plain touches the disk (P13). It has a
// temporary name until `finish`; dropped before, or after an error, it leaves nothing. One thread at a time.
class BlobWriter {
 public:
  // Errors: malformed (the recipient); those of files.
  static Result<BlobWriter> begin(std::shared_ptr<Folder> folder, std::string_view recipient,
                                  const seal::Entropy& entropy);
  BlobWriter(BlobWriter&&) noexcept;
  BlobWriter& operator=(BlobWriter&&) noexcept;
  ~BlobWriter();

  // Errors: body_too_large, disk_full (also the quota); those of files. After one the writer only repeats it.
  Result<void> append(std::string_view plain);

  // Once, last. After it the file is durable under its name: now its fact may be committed.
  Result<SealedBlob> finish();

 private:
  struct State;
  explicit BlobWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace karvan::blobs
