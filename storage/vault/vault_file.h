#pragma once
#include <string>
#include <string_view>

#include "storage/vault/vault.h"

// vault.json on disk: the only part of this room that touches files. The file is mode 0600, replaced whole (temporary
// file, fsync, rename, fsync of the folder), so that a crash leaves the old one or the new one.
namespace karvan::vault {

// The box's first start. Refuses to replace a file: its keys would be lost for ever. Errors: io_failed, disk_full.
Result<Vault> create_vault(const std::string& path, std::string_view passphrase, const seal::Entropy& entropy,
                           const seal::Argon2Cost& cost = passphrase_cost);

// Errors: those of Vault::open; key_missing where there is no file; io_failed.
Result<Vault> open_vault(const std::string& path, std::string_view passphrase);

// The same for another small file (at most vault_bytes_max): "" where there is none.
Result<std::string> read_small_file(const std::string& path);
Result<void> replace_file(const std::string& path, std::string_view text);

// After each change, before the new key is used. Errors: io_failed, disk_full.
Result<void> save_vault(const Vault& vault, const std::string& path);

}  // namespace karvan::vault
