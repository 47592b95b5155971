#pragma once
#include <cstddef>
#include <string>

#include "storage/model/error.h"
#include "storage/seal/key.h"

namespace karvan::vault {

constexpr std::size_t tpm_area_bytes_max = 1024;
constexpr std::size_t pcrs_bytes_max = 80;

// What a TPM gave out: of no use but to the same TPM in the same state. Areas as TPM 2.0 part 2 marshals them.
struct Sealed {
  std::string pcrs;          // which registers must stand as they stood, ascending: "0,7"
  std::string public_area;   // TPM2B_PUBLIC
  std::string private_area;  // TPM2B_PRIVATE
  bool operator==(const Sealed&) const = default;
};

// Something beside the vault's file that keeps a secret for this box alone (storage/tpm; tests bring their own).
// Errors: tpm_missing where it cannot be reached, tpm_changed where the machine was started otherwise than when it was
// sealed, tpm_other where it was sealed by another, tpm_bank_missing where it has not each of the registers.
class Sealer {
 public:
  virtual ~Sealer() = default;
  // `pcrs`: the registers that the secret is to hang on, as Sealed has them.
  virtual Result<Sealed> seal(const seal::Key& secret, const std::string& pcrs) = 0;
  virtual Result<seal::Key> unseal(const Sealed& sealed) = 0;
};

}  // namespace karvan::vault
