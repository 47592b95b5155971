#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "storage/model/json.h"
#include "storage/seal/age.h"
#include "storage/seal/argon2.h"
#include "storage/seal/entropy.h"
#include "storage/seal/key.h"
#include "storage/vault/sealer.h"

// A slot: the vault's master key, locked in one way. Any slot opens the vault.
namespace karvan::vault {

constexpr seal::Argon2Cost passphrase_cost{3, 64 * 1024};
constexpr std::size_t master_key_bytes = 32;
constexpr std::size_t label_bytes_max = 80;

// What people are told of a slot. Nothing in it is secret.
struct SlotNote {
  std::string label;    // UTF-8 without control characters, at most label_bytes_max
  std::string made_at;  // civil dateTime, e.g. 2026-11-23T02:23:20.000+00:00; "" where it was not kept (version 1)
};
bool is_label(std::string_view text);

struct PassphraseLock {
  std::string salt;
  seal::Argon2Cost cost{};
  std::string master;  // wrapped under Argon2id of the passphrase
};
// An age v1 file: headquarters opens it, with this program or with a stock `age`.
struct RecoveryLock {
  std::string recipient;  // "age1…"
  std::string master;
};
struct TpmLock {
  Sealed master;
};
// Of a later version. Kept and passed on byte for byte, never used.
struct UnknownLock {
  json::object fields;
};
using Lock = std::variant<PassphraseLock, RecoveryLock, TpmLock, UnknownLock>;

struct Slot {
  std::string id;    // eight hex digits, its own for as long as it lives
  std::string kind;  // "passphrase", "recovery", "tpm"
  SlotNote note;
  Lock lock;
};

// Locks `master` anew. A recipient is kept in its one canonical form (bech32 may be in capitals too, BIP 173). Errors:
// malformed for what is no recipient; the sealer's.
Lock lock_by_passphrase(const seal::Key& master, std::string_view passphrase, const seal::Entropy& entropy,
                        const seal::Argon2Cost& cost);
Result<Lock> lock_to_recipient(const seal::Key& master, const std::string& recipient, const seal::Entropy& entropy);
Result<Lock> lock_by_tpm(const seal::Key& master, Sealer& sealer, const std::string& pcrs);
// Errors: malformed for a label out of its rule.
Result<Slot> make_slot(SlotNote note, Lock lock, const seal::Entropy& entropy);

// The master key, by the first slot that opens. Errors: slot_missing {kind} where there is none of the kind,
// slot_unknown where a later version made them all, key_wrong, key_length_wrong, seal_broken; the sealer's.
Result<seal::Key> open_by_passphrase(const std::vector<Slot>& slots, std::string_view passphrase);
Result<seal::Key> open_by_identity(const std::vector<Slot>& slots, const seal::AgeIdentity& identity);
Result<seal::Key> open_by_tpm(const std::vector<Slot>& slots, Sealer& sealer);

bool has_kind(const std::vector<Slot>& slots, std::string_view kind);
// Whether a person at the box could open it by typing. passphrase_slot_missing where headquarters could, by its slot;
// slot_missing; slot_unknown.
Result<void> check_by_hand(const std::vector<Slot>& slots);

// What may be left as the only way into a vault.
struct MayBeOnlyWay {
  bool tpm = false, headquarters = false;
};
// A person at the box can open the vault yet, or a TPM with headquarters behind it. Else slot_recovery_alone where only
// headquarters could, and slot_last where nothing is left, or nothing but a TPM's slot, or slots that this version
// cannot open; but for what is said to be meant.
Result<void> check_left(const std::vector<Slot>& slots, MayBeOnlyWay may);

}  // namespace karvan::vault
