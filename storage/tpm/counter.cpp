#include "storage/tpm/counter.h"

#include <optional>

#include "storage/seal/hash.h"
#include "storage/tpm/connection.h"

namespace karvan::tpm {
namespace {

// What owners may define (TCG Registry of Reserved TPM 2.0 Handles and Localities), and the bits left for a name.
constexpr std::uint32_t owner_indices = 0x01800000, index_bits = 0x003FFFFF;
constexpr UINT16 counter_bytes = 8;
constexpr TPMA_NV wanted_attributes =
    TPMA_NV_AUTHREAD | TPMA_NV_AUTHWRITE | TPMA_NV_NO_DA | (TPM2_NT_COUNTER << TPMA_NV_TPM2_NT_SHIFT);

std::uint32_t index_of(std::string_view name) {
  const auto digest = seal::sha256("karvan counter " + std::string(name));
  std::uint32_t bits = 0;
  for (int byte = 0; byte < 3; ++byte) bits = bits << 8 | static_cast<std::uint8_t>(digest[byte]);
  return owner_indices | (bits & index_bits);
}

// Nothing where there is no such index.
Result<std::optional<ESYS_TR>> find(const Connection& tpm, std::uint32_t index) {
  ESYS_TR found = ESYS_TR_NONE;
  const TSS2_RC status = Esys_TR_FromTPMPublic(tpm.esys(), index, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, &found);
  if (without_place(status) == TPM2_RC_HANDLE) return std::nullopt;
  if (status != TSS2_RC_SUCCESS) return refused(status, "counter");
  return found;
}

Result<ESYS_TR> make(const Connection& tpm, std::uint32_t index) {
  const TPM2B_AUTH no_auth{};
  TPM2B_NV_PUBLIC wanted{};
  wanted.nvPublic.nvIndex = index;
  wanted.nvPublic.nameAlg = TPM2_ALG_SHA256;
  wanted.nvPublic.attributes = wanted_attributes;
  wanted.nvPublic.dataSize = counter_bytes;
  ESYS_TR made = ESYS_TR_NONE;
  const TSS2_RC status = Esys_NV_DefineSpace(tpm.esys(), ESYS_TR_RH_OWNER, ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE,
                                             &no_auth, &wanted, &made);
  if (status != TSS2_RC_SUCCESS) return refused(status, "make counter");
  return made;
}

// Whether it counted before. tpm_other: something else lies at its place.
Result<bool> is_written(const Connection& tpm, ESYS_TR counter) {
  TPM2B_NV_PUBLIC* given = nullptr;
  const TSS2_RC status =
      Esys_NV_ReadPublic(tpm.esys(), counter, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, &given, nullptr);
  const Given<TPM2B_NV_PUBLIC> owned(given);
  if (status != TSS2_RC_SUCCESS) return refused(status, "counter");
  const TPMA_NV attributes = given->nvPublic.attributes;
  if ((attributes & ~TPMA_NV_WRITTEN) != wanted_attributes) return fail(Code::tpm_other, {}, "tpm: counter");
  return (attributes & TPMA_NV_WRITTEN) != 0;
}

Result<void> step(const Connection& tpm, const Handle& session, ESYS_TR counter) {
  const TSS2_RC status = Esys_NV_Increment(tpm.esys(), counter, counter, session.get(), ESYS_TR_NONE, ESYS_TR_NONE);
  if (status != TSS2_RC_SUCCESS) return refused(status, "count");
  return {};
}

Result<std::uint64_t> read(const Connection& tpm, const Handle& session, ESYS_TR counter) {
  TPM2B_MAX_NV_BUFFER* given = nullptr;
  const TSS2_RC status =
      Esys_NV_Read(tpm.esys(), counter, counter, session.get(), ESYS_TR_NONE, ESYS_TR_NONE, counter_bytes, 0, &given);
  const Given<TPM2B_MAX_NV_BUFFER> owned(given);
  if (status != TSS2_RC_SUCCESS) return refused(status, "read counter");
  if (given->size != counter_bytes) return fail(Code::tpm_other, {}, "tpm: counter");
  std::uint64_t value = 0;
  for (int byte = 0; byte < counter_bytes; ++byte) value = value << 8 | given->buffer[byte];
  return value;
}

}  // namespace

Counter::Counter(std::string tcti, std::string_view name) : tcti_(std::move(tcti)), index_(index_of(name)) {}

Result<std::uint64_t> Counter::rise(std::uint64_t to, bool may_make) {
  TRY(const Connection tpm, Connection::open(tcti_));
  TRY(const Handle primary, make_primary(tpm));
  TRY(const Handle session, start_session(tpm, primary, TPM2_SE_HMAC, 0));
  TRY(auto counter, find(tpm, index_));
  if (!counter && !may_make) return fail(Code::tpm_other, {}, "tpm: counter");
  if (!counter) {
    TRY(counter, make(tpm, index_));
  }
  TRY(const bool written, is_written(tpm, *counter));
  if (!written && !may_make) return fail(Code::tpm_other, {}, "tpm: counter");
  if (!written) TRY_VOID(step(tpm, session, *counter));
  TRY(auto value, read(tpm, session, *counter));
  for (int steps = 0; value < to && steps < steps_max; ++steps) {
    TRY_VOID(step(tpm, session, *counter));
    TRY(value, read(tpm, session, *counter));
  }
  return value;
}

}  // namespace karvan::tpm
