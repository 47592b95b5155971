#pragma once
#include <functional>
#include <string>

#include "storage/vault/vault_file.h"

namespace karvan::ports {

// Opens the vault file at a path.
using Opener = std::function<Result<vault::Vault>(const std::string& path)>;

// By what a person types or sends, which is asked for once the vault is read and has a slot that it could open
// (vault::check_by_hand). It is gone when the vault is open.
Opener by_passphrase(std::function<Result<seal::Key>()> ask);

struct Unlocking {
  vault::Sealer& tpm;
  Opener by_hand;                          // where the TPM has no slot, or does not open it
  std::function<void(const Error&)> tell;  // why the TPM did not
  bool even_in_vain = false;               // by hand also where no person could do anything: it has a screen to say so
};
// By the TPM where the vault has a slot of it, so that nobody needs to be there; else by hand. The TPM's error where
// no person could do anything, unless `even_in_vain`. `tpm` must outlive it.
Opener by_tpm_or_hand(Unlocking how);

}  // namespace karvan::ports
