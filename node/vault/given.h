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

Result<vault::Key> passphrase_of(const Given& given);

// By the TPM where it has a slot, else by the passphrase. `asked_ms` grows by how long a person was waited for. Says on
// the standard error why the TPM did not open it. All must outlive the opener.
ports::Opener opener_of(const Given& given, vault::Sealer& tpm, std::int64_t& asked_ms);

}  // namespace karvan::node_vault
