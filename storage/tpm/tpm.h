#pragma once
#include <string>

#include "storage/vault/sealer.h"

namespace karvan::tpm {

constexpr const char* default_tcti = "device:/dev/tpmrm0";  // the kernel's resource manager
constexpr const char* default_pcrs = "7";                   // Secure Boot's policy

// A TPM 2.0 (TCG TPM 2.0 Library) through tpm2-tss' ESAPI: the secret becomes a sealed object under the owner
// hierarchy's storage primary, which the TPM makes anew each time from its own seed, and opens only while the registers
// stand as they stood (PolicyPCR, SHA-256 bank). A chip without that bank would leave registers out of the policy
// without a word, and then keep nothing back: each is read first (tpm_bank_missing). What goes between here and the
// chip is encrypted by a session salted to that primary. Nothing stays in the TPM.
//
// Each call opens the TPM and lets it go; some tenth of a second. Errors: vault::Sealer's; malformed for what is no
// sealed object; key_length_wrong for a secret longer than 128 bytes; io_failed {rc} for what else the TPM says.
class Tpm final : public vault::Sealer {
 public:
  // `tcti`: how to reach it, as tpm2-tss names it ("device:/dev/tpmrm0", "swtpm:path=…").
  explicit Tpm(std::string tcti = default_tcti) : tcti_(std::move(tcti)) {}

  Result<vault::Sealed> seal(const seal::Key& secret, const std::string& pcrs) override;
  Result<seal::Key> unseal(const vault::Sealed& sealed) override;

 private:
  std::string tcti_;
};

}  // namespace karvan::tpm
