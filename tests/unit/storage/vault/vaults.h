#pragma once
#include <gtest/gtest.h>

#include "storage/seal/hash.h"
#include "storage/vault/vault.h"

// What the vault's tests begin with.
namespace karvan::vault::samples {

inline constexpr seal::Argon2Cost quick{1, 64};
inline constexpr std::string_view passphrase = "correct horse";
inline const SlotNote noted{"keeper", "2026-11-23T02:23:20.000+00:00"};

// Counts up, so that each run is the same.
inline seal::Entropy counting() {
  return [n = std::uint8_t{0}](std::size_t count) mutable {
    std::string bytes(count, '\0');
    for (char& byte : bytes) byte = static_cast<char>(n++);
    return bytes;
  };
}

inline Vault filled(const seal::Entropy& entropy) {
  Vault vault = Vault::create(passphrase, entropy, noted, quick);
  EXPECT_TRUE(vault.make_key("store", entropy).has_value());
  EXPECT_TRUE(vault.make_key("blobs", entropy).has_value());
  EXPECT_TRUE(vault.put_secret("tls", "-----BEGIN PRIVATE KEY-----\n", entropy).has_value());
  return vault;
}

template <class Secret>
Code open_code(std::string_view text, Secret&& with) {
  const auto vault = Vault::open(text, std::forward<Secret>(with));
  return vault ? Code::not_found : vault.error().code;
}
inline Code open_code(std::string_view text) { return open_code(text, passphrase); }

// A forger without the master key can make a good sum, but not a good mac.
template <class Change>
std::string forged(const Vault& vault, Change change) {
  ParsedVault parsed = *parse_vault(vault.text());
  change(parsed.vault);
  return write_vault(parsed.vault, parsed.mac);
}

// As another version of this program, which knows the master key, would write it.
inline std::string written_by_another(const VaultText& text) {
  const seal::Key master = *open_by_passphrase(text.slots, passphrase);
  const seal::Digest mac_key = seal::hmac_sha256(master.view(), "karvan vault 1 mac");
  return write_vault(text, seal::view(seal::hmac_sha256(seal::view(mac_key), body_of(text))));
}

// Keeps what it is given by number, as a TPM that is there, was started otherwise, or is another one.
class SealerDouble final : public Sealer {
 public:
  Result<Sealed> seal(const seal::Key& secret, const std::string& pcrs) override {
    if (missing) return fail(Code::tpm_missing);
    kept_.push_back(seal::Key::copy_of(secret.view()));
    return Sealed{pcrs, "public", std::to_string(kept_.size() - 1)};
  }
  Result<seal::Key> unseal(const Sealed& sealed) override {
    if (missing) return fail(Code::tpm_missing);
    if (changed) return fail(Code::tpm_changed);
    const auto number = static_cast<std::size_t>(std::stoi(sealed.private_area));
    if (number >= kept_.size()) return fail(Code::tpm_other);
    return seal::Key::copy_of(kept_[number].view());
  }
  bool missing = false, changed = false;

 private:
  std::vector<seal::Key> kept_;
};

}  // namespace karvan::vault::samples
