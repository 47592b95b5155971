#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "storage/model/error.h"

namespace karvan::tpm {

// So many steps at most in one call; a step takes some 17 ms.
constexpr int steps_max = 64;

// A number that only rises, in the TPM's own memory: an NV index of the type counter (TPM 2.0 part 3,
// TPM2_NV_Increment). Nobody can lower it; one that was deleted and made again goes on above all that its TPM ever
// counted. What comes back is authenticated by a session salted to the storage primary.
//
// Each call opens the TPM and lets it go. Errors: tpm_missing; tpm_other where there is no such counter in this TPM;
// io_failed {rc} for what else it says.
class Counter {
 public:
  // `name`: whose counter it is (a slot's id); its index follows from that.
  Counter(std::string tcti, std::string_view name);
  // Raises it to at least `to`, by steps_max at most, and gives what it stands at. `may_make`: where there is none yet,
  // it is made.
  Result<std::uint64_t> rise(std::uint64_t to, bool may_make);
  // Its NV index, for whoever looks into the TPM with tools of their own.
  std::uint32_t index() const { return index_; }

 private:
  std::string tcti_;
  std::uint32_t index_;
};

}  // namespace karvan::tpm
