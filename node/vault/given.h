#pragma once
#include <cstdint>
#include <string>

#include "node/ports/unlock.h"
#include "storage/tpm/tpm.h"

namespace karvan::node_vault {

// What each command of karvan-node is given to find and open the box with.
struct Given {
  std::string folder;
  int passphrase_fd = -1;  // negative: asked at the terminal
  std::string tpm = tpm::default_tcti;
};

Result<seal::Key> passphrase_of(const Given& given);

// By the passphrase, read or asked at the terminal. `asked_ms` grows by how long a person was waited for. Both must
// outlive the opener.
ports::Opener by_hand(const Given& given, std::int64_t& asked_ms);
// By the TPM where it has a slot, else by hand; `even_in_vain` as ports::Unlocking has it. Says on the standard error
// why the TPM did not open it.
ports::Opener by_tpm_first(vault::Sealer& tpm, ports::Opener by_hand, bool even_in_vain = false);
// The two, as `given` says, which must outlive the opener.
ports::Opener opener_of(const Given& given);

}  // namespace karvan::node_vault
