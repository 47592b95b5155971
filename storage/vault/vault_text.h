#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"
#include "storage/vault/slot.h"

// The form of vault.json, without any secret of its own:
//   {"vault": BODY, "mac": hex HMAC-SHA256 over BODY, "sum": hex SHA-256 over BODY ‖ mac}
// The sum tells damage before a passphrase is asked for; the mac tells forgery once the master key is there.
//   BODY = {"v":2, "box":NAME, "slots":[SLOT…], "entries":[{"kind","name","sealed"}…]}
//   SLOT = {"id","kind","label","made_at", and passphrase: "salt","passes","memory_kib","master";
//           recovery: "recipient","master"; tpm: "pcrs","public","private"}
// Version 1 had passphrase slots only, without id, label and time, and no name: it is read, and written as version 2.
namespace karvan::vault {

constexpr std::size_t vault_bytes_max = 1 << 20;
constexpr std::size_t slots_max = 16;
constexpr std::size_t slot_bytes_max = 4 * 1024;  // as JSON
constexpr std::size_t entries_max = 64;
constexpr std::size_t secret_bytes_max = 8 * 1024;
constexpr std::size_t name_bytes_max = 64;
// A full vault, in Base64 with its names, can be read again.
static_assert(entries_max * (secret_bytes_max * 4 / 3 + 256) + slots_max * slot_bytes_max < vault_bytes_max);

struct Entry {
  std::string kind;    // "key" or "secret"
  std::string name;    // [a-z0-9-], at most name_bytes_max
  std::string sealed;  // ciphertext with its nonce in front
};

struct VaultText {
  std::string box;  // whose vault it is, for people: by [a-z0-9-]; "" where it is not known
  std::vector<Slot> slots;
  std::vector<Entry> entries;
};

// The bytes that `mac` covers.
std::string body_of(const VaultText& vault);

struct ParsedVault {
  VaultText vault;
  std::string body;  // as it was read: what the mac covers
  std::string mac;   // 32 bytes, not yet checked
};

std::string write_vault(const VaultText& vault, std::string_view mac);
// Checks form, bounds and sum. Errors: database_damaged, newer_schema.
Result<ParsedVault> parse_vault(std::string_view text);

bool is_name(std::string_view name);

}  // namespace karvan::vault
