#include "storage/seal/age.h"

#include <utility>

#include "storage/seal/age_header.h"
#include "storage/seal/age_keys.h"
#include "storage/seal/age_stream.h"
#include "storage/seal/bech32.h"

namespace karvan::seal {
namespace {

constexpr std::string_view identity_prefix = "age-secret-key-";

class FileWriter final : public AgeWriter {
 public:
  FileWriter(const Stanza& stanza, const Wiped& file_key, std::string_view nonce)
      : file_key_(std::string(file_key.view())), sealer_(payload_key(file_key.view(), nonce)) {
    const std::string covered = write_age_covered({stanza});
    start_ = write_age_header(covered, header_mac(file_key.view(), covered)).append(nonce);
  }
  std::string append(std::string_view plain) override { return take_start() + sealer_.append(plain); }
  std::string finish() override { return take_start() + sealer_.finish(); }
  std::string file_key() const override { return std::string(file_key_.view()); }

 private:
  std::string take_start() { return std::exchange(start_, {}); }

  Wiped file_key_;
  ChunkSealer sealer_;
  std::string start_;
};

}  // namespace

AgeIdentity make_age_identity(const Entropy& entropy) {
  AgeIdentity identity{entropy(x25519_bytes), {}};
  identity.recipient = to_recipient(x25519_public(identity.secret.view()));
  return identity;
}

Secret to_text(const AgeIdentity& identity) {
  std::string text = to_bech32(identity_prefix, identity.secret.view());
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return Secret(std::move(text));
}

Result<AgeIdentity> parse_age_identity(std::string_view text) {
  TRY(std::string secret, from_bech32(text, identity_prefix));
  if (secret.size() != x25519_bytes) return fail(Code::malformed, {}, "age: identity");
  return make_age_identity([&](std::size_t) { return std::move(secret); });
}

Result<std::unique_ptr<AgeWriter>> seal_to_recipient(std::string_view recipient, const Entropy& entropy) {
  TRY(const std::string point, parse_recipient(recipient));
  const Wiped file_key(entropy(file_key_bytes));
  TRY(const Stanza stanza, wrap_to_x25519(file_key.view(), point, entropy));
  return std::make_unique<FileWriter>(stanza, file_key, entropy(payload_nonce_bytes));
}

Result<std::unique_ptr<AgeWriter>> seal_to_passphrase(std::string_view passphrase, int work_factor_log2,
                                                      const Entropy& entropy) {
  ready_sodium();
  const Wiped file_key(entropy(file_key_bytes));
  TRY(const Stanza stanza, wrap_to_scrypt(file_key.view(), passphrase, work_factor_log2, entropy));
  return std::make_unique<FileWriter>(stanza, file_key, entropy(payload_nonce_bytes));
}

}  // namespace karvan::seal
