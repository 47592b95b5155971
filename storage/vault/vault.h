#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"
#include "storage/seal/argon2.h"
#include "storage/seal/entropy.h"
#include "storage/vault/key.h"
#include "storage/vault/vault_text.h"

namespace karvan::vault {

constexpr seal::Argon2Cost passphrase_cost{3, 64 * 1024};
constexpr std::size_t data_key_bytes = 32;

// The box's keys, unlocked. One random master key is wrapped by each slot (now: a passphrase under Argon2id) and wraps
// each data key and each small secret, with its kind and name as associated data (XChaCha20-Poly1305). So a slot can be
// added or changed without touching a data key. The whole is authenticated by the master key: an entry taken away or
// put back by someone without it is noticed.
//
// Fails closed: Code::key_wrong on a wrong passphrase; key_missing where no slot or no entry fits; database_damaged on
// a text that is short, changed or out of bounds; newer_schema on a text by a later version. Never makes up a key.
// Plain memory, no file: see vault_file.h. One thread at a time.
class Vault {
 public:
  // Costs an Argon2id: a tenth of a second and 64 MiB by default.
  static Vault create(std::string_view passphrase, const seal::Entropy& entropy,
                      const seal::Argon2Cost& cost = passphrase_cost);
  static Result<Vault> open(std::string_view text, std::string_view passphrase);

  // The vault file's text. Holds nothing that is secret without a passphrase.
  std::string text() const;

  // A data key of its own for each database file. One that exists is never replaced: Code::internal.
  Result<void> make_key(std::string_view name, const seal::Entropy& entropy);
  bool has_key(std::string_view name) const;
  Result<Key> key(std::string_view name) const;

  // A small secret (a private key's PEM, a seed), at most secret_bytes_max long; replaces one of the same name.
  Result<void> put_secret(std::string_view name, std::string_view bytes, const seal::Entropy& entropy);
  bool has_secret(std::string_view name) const;
  Result<Key> secret(std::string_view name) const;

  // Wraps the same master key anew; the old passphrase opens no text written from now on, but still opens old copies.
  void change_passphrase(std::string_view passphrase, const seal::Entropy& entropy,
                         const seal::Argon2Cost& cost = passphrase_cost);

 private:
  Vault(VaultText text, Key master) : text_(std::move(text)), master_(std::move(master)) {}
  Result<void> put(std::string_view kind, std::string_view name, std::string_view bytes, const seal::Entropy& entropy);
  Result<Key> get(std::string_view kind, std::string_view name) const;

  VaultText text_;
  Key master_;
};

}  // namespace karvan::vault
