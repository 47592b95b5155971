#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "storage/model/error.h"
#include "storage/seal/entropy.h"

// age v1 files (age-encryption.org/v1): X25519 and scrypt stanzas, ChaCha20-Poly1305 STREAM in 64 KiB chunks.
namespace karvan::seal {

struct AgeIdentity {
  std::string secret;     // 32 bytes
  std::string recipient;  // "age1…", bech32
};
AgeIdentity make_age_identity(const Entropy& entropy);
std::string to_text(const AgeIdentity& identity);  // "AGE-SECRET-KEY-1…"
Result<AgeIdentity> parse_age_identity(std::string_view text);

// Seals from the first byte: `append` gives the sealed bytes that are ready, `finish` the last.
class AgeWriter {
 public:
  virtual ~AgeWriter() = default;
  virtual std::string append(std::string_view plain) = 0;
  virtual std::string finish() = 0;
  virtual std::string file_key() const = 0;  // 16 bytes; lets this box open the file without the identity
};
Result<std::unique_ptr<AgeWriter>> seal_to_recipient(std::string_view recipient, const Entropy& entropy);
Result<std::unique_ptr<AgeWriter>> seal_to_passphrase(std::string_view passphrase, int work_factor_log2,
                                                      const Entropy& entropy);

Result<std::string> open_with_identity(std::string_view sealed, const AgeIdentity& identity);
Result<std::string> open_with_passphrase(std::string_view sealed, std::string_view passphrase,
                                         int work_factor_log2_max = 20);
Result<std::string> open_with_file_key(std::string_view sealed, std::string_view file_key);

}  // namespace karvan::seal
