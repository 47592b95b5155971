#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "storage/model/error.h"
#include "storage/seal/entropy.h"
#include "storage/seal/secret.h"

// age v1 files (age-encryption.org/v1): X25519 and scrypt stanzas, ChaCha20-Poly1305 STREAM in 64 KiB chunks.
//
// Errors of reading: malformed (no age file, or out of bounds), key_wrong (sealed for another), seal_broken (changed,
// cut or reordered). A file by a passphrase costs 2^work_factor KiB of memory, so its factor is bounded.
namespace karvan::seal {

struct AgeIdentity {
  Secret secret;          // 32 bytes
  std::string recipient;  // "age1…", bech32
};
AgeIdentity make_age_identity(const Entropy& entropy);
Secret to_text(const AgeIdentity& identity);  // "AGE-SECRET-KEY-1…"
// Errors: malformed.
Result<AgeIdentity> parse_age_identity(std::string_view text);

// Seals from the first byte: `append` gives the sealed bytes that are ready, `finish`, once, the last.
class AgeWriter {
 public:
  virtual ~AgeWriter() = default;
  virtual std::string append(std::string_view plain) = 0;
  virtual std::string finish() = 0;
  virtual std::string file_key() const = 0;  // 16 bytes; lets this box open the file without the identity
};
// Errors: malformed (not a recipient, a work factor outside 1…22).
Result<std::unique_ptr<AgeWriter>> seal_to_recipient(std::string_view recipient, const Entropy& entropy);
Result<std::unique_ptr<AgeWriter>> seal_to_passphrase(std::string_view passphrase, int work_factor_log2,
                                                      const Entropy& entropy);

// The way back, in pieces of any size. Each byte given out is authentic, but the file is whole only once `finish`
// succeeded: what was given out before is worth nothing without it. After an error, throw the reader away.
class AgeReader {
 public:
  virtual ~AgeReader() = default;
  virtual Result<std::string> append(std::string_view sealed) = 0;
  virtual Result<std::string> finish() = 0;
};
std::unique_ptr<AgeReader> read_with_identity(AgeIdentity identity);
std::unique_ptr<AgeReader> read_with_passphrase(std::string passphrase, int work_factor_log2_max = 20);
std::unique_ptr<AgeReader> read_with_file_key(std::string file_key);

// The same for a file in memory.
Result<std::string> open_with_identity(std::string_view sealed, const AgeIdentity& identity);
Result<std::string> open_with_passphrase(std::string_view sealed, std::string_view passphrase,
                                         int work_factor_log2_max = 20);
Result<std::string> open_with_file_key(std::string_view sealed, std::string_view file_key);

}  // namespace karvan::seal
