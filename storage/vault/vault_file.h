#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "storage/vault/vault.h"

// vault.json on disk: the only part of this room that touches files. The file is mode 0600, replaced whole (temporary
// file, fsync, rename, fsync of the folder), so that a crash leaves the old one or the new one.
namespace karvan::vault {

// The box's first start. Refuses to replace a file: its keys would be lost for ever. Errors: exists_already; those of
// replace_file.
Result<Vault> create_vault(const std::string& path, std::string_view passphrase, const seal::Entropy& entropy,
                           const SlotNote& note = {}, const seal::Argon2Cost& cost = passphrase_cost);

// Errors: key_missing where there is no file; database_damaged where it is empty; io_failed.
Result<std::string> read_vault(const std::string& path);

// By a passphrase, an age identity or a TPM's sealer. Errors: those of read_vault and Vault::open.
template <class Secret>
Result<Vault> open_vault(const std::string& path, Secret&& secret) {
  TRY(const std::string text, read_vault(path));
  return Vault::open(text, std::forward<Secret>(secret));
}

// The file, or what an interrupted saving may have left beside it.
bool has_vault_file(const std::string& path);

// Overwrites the file, and what an interrupted saving may have left beside it, with zeros, durably, and removes both.
// What was encrypted under its keys opens never more, but for copies of the file and blocks that a drive has set aside.
// Needs no passphrase. Gives how many files went. Errors: key_missing where there is none; io_failed: what is left may
// still open.
Result<int> erase_vault(const std::string& path);

// Another small file (at most vault_bytes_max), read whole ("" where there is none) and replaced whole. Errors:
// not_found (no such folder), io_failed, disk_full, and the old one stands; outcome_unknown: the new one stands, but
// may be gone after a power loss.
Result<std::string> read_small_file(const std::string& path);
Result<void> replace_file(const std::string& path, std::string_view text);

// The new vault stands. `left`: why the bytes of the generation before could not be overwritten; whoever has the disk
// and an old slot's secret may still open it.
struct Saved {
  std::optional<Error> left = std::nullopt;
};

// After each change, before the new key is used. The bytes of the generation before are overwritten once the new one is
// durable. Errors: those of replace_file.
Result<Saved> save_vault(const Vault& vault, const std::string& path);

}  // namespace karvan::vault
