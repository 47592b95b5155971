#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "storage/model/error.h"
#include "storage/seal/sodium.h"

// age's payload (age-encryption.org/v1, "Payload"): STREAM over ChaCha20-Poly1305 in chunks of 64 KiB. The nonce is an
// 11-byte big-endian counter and a byte that is 1 on the last chunk only, so a cut or reordered file does not open.
namespace karvan::seal {

constexpr std::size_t chunk_bytes = 64 * 1024;
constexpr std::size_t chunk_tag_bytes = crypto_aead_chacha20poly1305_ietf_ABYTES;

// Holds back one chunk, for only the end tells which is the last. `key` is 32 bytes.
class ChunkSealer {
 public:
  explicit ChunkSealer(std::string key) : key_(std::move(key)) {}
  ~ChunkSealer() { wipe(held_); }
  ChunkSealer(const ChunkSealer&) = delete;
  ChunkSealer& operator=(const ChunkSealer&) = delete;
  std::string append(std::string_view plain);
  std::string finish();

 private:
  Wiped key_;
  std::string held_;
  std::uint64_t counter_ = 0;
};

// What `append` gives is authentic, but the file is whole only once `finish` succeeded. Errors: Code::seal_broken.
class ChunkOpener {
 public:
  explicit ChunkOpener(std::string key) : key_(std::move(key)) {}
  Result<std::string> append(std::string_view sealed);
  Result<std::string> finish();

 private:
  Wiped key_;
  std::string held_;
  std::uint64_t counter_ = 0;
};

}  // namespace karvan::seal
