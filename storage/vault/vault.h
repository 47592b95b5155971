#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"
#include "storage/seal/age.h"
#include "storage/seal/entropy.h"
#include "storage/seal/key.h"
#include "storage/vault/vault_text.h"

namespace karvan::vault {

constexpr std::size_t data_key_bytes = 32;

// What a rewrapping can lock the new master key with.
struct Carried {
  std::optional<std::string_view> passphrase;
  Sealer* tpm = nullptr;
  bool drop_others = false;  // slots that cannot be carried over are given up, instead of nothing being done
};

// The box's keys, unlocked. One random master key is locked in each slot (passphrase, recovery, tpm; slot.h) and wraps
// each data key and each small secret, with its kind and name as associated data (XChaCha20-Poly1305). So a slot can be
// added or taken away without touching a data key. The whole is authenticated by the master key: an entry taken away or
// put back by someone without it is noticed.
//
// Fails closed: Code::key_wrong on a wrong passphrase or identity; slot_missing where no slot is of the kind;
// key_missing where there is no such entry; database_damaged on a text that is short, changed or out of bounds;
// newer_schema on a text by a later version. Never makes up a key.
// Plain memory, no file: see vault_file.h. One thread at a time.
class Vault {
 public:
  // Costs an Argon2id: a tenth of a second and 64 MiB by default.
  static Vault create(std::string_view passphrase, const seal::Entropy& entropy, const SlotNote& note = {},
                      const seal::Argon2Cost& cost = passphrase_cost);
  static Result<Vault> open(std::string_view text, std::string_view passphrase);
  static Result<Vault> open(std::string_view text, const seal::AgeIdentity& identity);
  static Result<Vault> open(std::string_view text, Sealer& tpm);

  // The vault file's text. Holds nothing that is secret without a slot's secret.
  std::string text() const;

  // Whose vault it is, for people who hold the file alone. malformed: no name.
  Result<void> name_box(const std::string& box);
  const std::string& box() const { return text_.box; }

  const std::vector<Slot>& slots() const { return text_.slots; }
  // Each gives the new slot's id. Errors: malformed for a label or a recipient; body_too_large: slots_max; the
  // sealer's.
  Result<std::string> add_passphrase(std::string_view passphrase, const SlotNote& note, const seal::Entropy& entropy,
                                     const seal::Argon2Cost& cost = passphrase_cost);
  Result<std::string> add_recovery(const std::string& recipient, const SlotNote& note, const seal::Entropy& entropy);
  // `pcrs`: vault::Sealed's.
  Result<std::string> add_tpm(Sealer& tpm, const std::string& pcrs, const SlotNote& note, const seal::Entropy& entropy);
  // The old copies of the file still have the slot. Errors: slot_missing; check_left's.
  Result<void> remove_slot(std::string_view id, MayBeOnlyWay may = {});

  // A new master key, under which every entry and slot is wrapped anew; the data keys stay. A slot keeps its id,
  // note and registers. Gives the ids of slots that were dropped. Errors, and nothing is changed: slot_left_behind {id,
  // kind} for a passphrase that is not at hand; slot_unknown; check_left's; the sealer's.
  Result<std::vector<std::string>> rewrap(const Carried& carried, const seal::Entropy& entropy,
                                          const seal::Argon2Cost& cost = passphrase_cost);

  // A data key of its own for each database file. One that exists is never replaced: Code::internal.
  Result<void> make_key(std::string_view name, const seal::Entropy& entropy);
  // Another one in its place: for a database that is written anew under it, since the one before opens no more. Errors:
  // key_missing.
  Result<void> renew_key(std::string_view name, const seal::Entropy& entropy);
  bool has_key(std::string_view name) const;
  Result<seal::Key> key(std::string_view name) const;  // also key_length_wrong: what is there is no data key

  // A small secret (a private key's PEM, a seed), at most secret_bytes_max long; replaces one of the same name.
  Result<void> put_secret(std::string_view name, std::string_view bytes, const seal::Entropy& entropy);
  bool has_secret(std::string_view name) const;
  Result<seal::Key> secret(std::string_view name) const;

 private:
  Vault(VaultText text, seal::Key master) : text_(std::move(text)), master_(std::move(master)) {}
  static Result<Vault> checked(ParsedVault parsed, seal::Key master);
  Result<std::string> add(SlotNote note, Lock lock, const seal::Entropy& entropy);
  Result<void> put(std::string_view kind, std::string_view name, std::string_view bytes, const seal::Entropy& entropy);
  Result<seal::Key> get(std::string_view kind, std::string_view name) const;

  VaultText text_;
  seal::Key master_;
};

}  // namespace karvan::vault
