#include "storage/tpm/tpm.h"

#include <tss2/tss2_mu.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "storage/tpm/connection.h"
#include "storage/tpm/pcrs.h"

namespace karvan::tpm {
namespace {

TPML_PCR_SELECTION selection_of(std::uint32_t pcrs) {
  TPML_PCR_SELECTION selection{};
  selection.count = 1;
  selection.pcrSelections[0].hash = TPM2_ALG_SHA256;
  selection.pcrSelections[0].sizeofSelect = pcrs_count / 8;
  for (unsigned byte = 0; byte < pcrs_count / 8; ++byte) {
    selection.pcrSelections[0].pcrSelect[byte] = static_cast<BYTE>(pcrs >> 8 * byte & 0xFF);
  }
  return selection;
}

std::uint32_t pcrs_of(const TPML_PCR_SELECTION& selection) {
  std::uint32_t pcrs = 0;
  for (UINT32 bank = 0; bank < selection.count; ++bank) {
    const TPMS_PCR_SELECTION& one = selection.pcrSelections[bank];
    if (one.hash != TPM2_ALG_SHA256) continue;
    for (unsigned byte = 0; byte < one.sizeofSelect && byte < pcrs_count / 8; ++byte)
      pcrs |= std::uint32_t{one.pcrSelect[byte]} << 8 * byte;
  }
  return pcrs;
}

// A policy over registers that the chip has not is a policy over the others alone (TPM 2.0 part 3, PolicyPCR), and a
// slot on none of them opens after any start. TPM2_PCR_Read gives eight at a time.
Result<void> check_there(const Connection& tpm, std::uint32_t pcrs) {
  while (pcrs != 0) {
    const TPML_PCR_SELECTION wanted = selection_of(pcrs);
    TPML_PCR_SELECTION* read = nullptr;
    TPML_DIGEST* values = nullptr;
    const TSS2_RC status =
        Esys_PCR_Read(tpm.esys(), ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, &wanted, nullptr, &read, &values);
    const Given<TPML_PCR_SELECTION> owned_read(read);
    const Given<TPML_DIGEST> owned_values(values);
    if (status != TSS2_RC_SUCCESS) return refused(status, "registers");
    const std::uint32_t there = pcrs & pcrs_of(*read);
    if (there == 0) return fail(Code::tpm_bank_missing, {{"pcrs", write_pcrs(pcrs)}}, "tpm: SHA-256 registers");
    pcrs &= ~there;
  }
  return {};
}

// Brings a policy session to where the registers stand now.
Result<void> policy_pcr(const Connection& tpm, const Handle& session, std::uint32_t pcrs) {
  TRY_VOID(check_there(tpm, pcrs));
  const TPML_PCR_SELECTION selection = selection_of(pcrs);
  const TPM2B_DIGEST as_they_stand{};
  const TSS2_RC status =
      Esys_PolicyPCR(tpm.esys(), session.get(), ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, &as_they_stand, &selection);
  if (status != TSS2_RC_SUCCESS) return refused(status, "policy");
  return {};
}

Result<TPM2B_DIGEST> policy_digest(const Connection& tpm, const Handle& primary, std::uint32_t pcrs) {
  TRY(const Handle trial, start_session(tpm, primary, TPM2_SE_TRIAL, 0));
  TRY_VOID(policy_pcr(tpm, trial, pcrs));
  TPM2B_DIGEST* digest = nullptr;
  const TSS2_RC status =
      Esys_PolicyGetDigest(tpm.esys(), trial.get(), ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, &digest);
  const Given<TPM2B_DIGEST> owned(digest);
  if (status != TSS2_RC_SUCCESS) return refused(status, "policy digest");
  return *digest;
}

// The policy is the only way in: no authorization value opens it.
TPM2B_PUBLIC sealed_template(const TPM2B_DIGEST& policy) {
  TPM2B_PUBLIC wanted{};
  wanted.publicArea.type = TPM2_ALG_KEYEDHASH;
  wanted.publicArea.nameAlg = TPM2_ALG_SHA256;
  wanted.publicArea.objectAttributes = TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT | TPMA_OBJECT_NODA;
  wanted.publicArea.authPolicy = policy;
  wanted.publicArea.parameters.keyedHashDetail.scheme.scheme = TPM2_ALG_NULL;
  return wanted;
}

struct WipedSensitive {
  TPM2B_SENSITIVE_CREATE create{};
  ~WipedSensitive() { ::explicit_bzero(&create, sizeof create); }
};

struct WipeAndFree {
  void operator()(TPM2B_SENSITIVE_DATA* data) const {
    ::explicit_bzero(data, sizeof *data);
    Esys_Free(data);
  }
};

using Area = std::array<std::uint8_t, vault::tpm_area_bytes_max>;

template <class Structure, class Marshal>
Result<std::string> marshalled(const Structure& structure, Marshal marshal) {
  Area area{};
  std::size_t size = 0;
  const TSS2_RC status = marshal(&structure, area.data(), area.size(), &size);
  if (status != TSS2_RC_SUCCESS) return refused(status, "marshal");
  return std::string(reinterpret_cast<const char*>(area.data()), size);
}

template <class Structure, class Unmarshal>
Result<Structure> unmarshalled(const std::string& area, Unmarshal unmarshal) {
  Structure structure{};
  std::size_t size = 0;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(area.data());
  if (unmarshal(bytes, area.size(), &size, &structure) != TSS2_RC_SUCCESS || size != area.size()) {
    return fail(Code::malformed, {}, "tpm: sealed object");
  }
  return structure;
}

Result<Handle> load(const Connection& tpm, const Handle& primary, const vault::Sealed& sealed) {
  TRY(const auto public_area, unmarshalled<TPM2B_PUBLIC>(sealed.public_area, Tss2_MU_TPM2B_PUBLIC_Unmarshal));
  TRY(const auto private_area, unmarshalled<TPM2B_PRIVATE>(sealed.private_area, Tss2_MU_TPM2B_PRIVATE_Unmarshal));
  ESYS_TR object = ESYS_TR_NONE;
  const TSS2_RC status = Esys_Load(tpm.esys(), primary.get(), ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE,
                                   &private_area, &public_area, &object);
  if (status != TSS2_RC_SUCCESS) return refused(status, "load");
  return Handle(tpm, object);
}

}  // namespace

Result<vault::Sealed> Tpm::seal(const seal::Key& secret, const std::string& pcrs) {
  TRY(const std::uint32_t registers, parse_pcrs(pcrs));
  WipedSensitive sensitive;
  TPM2B_SENSITIVE_DATA& data = sensitive.create.sensitive.data;
  if (secret.size() > TPM2_MAX_SYM_DATA) return fail(Code::key_length_wrong, {}, "tpm");
  data.size = static_cast<UINT16>(secret.size());
  std::copy_n(secret.data(), secret.size(), data.buffer);
  TRY(const Connection tpm, Connection::open(tcti_));
  TRY(const Handle primary, make_primary(tpm));
  TRY(const TPM2B_DIGEST policy, policy_digest(tpm, primary, registers));
  TRY(const Handle session, start_session(tpm, primary, TPM2_SE_HMAC, TPMA_SESSION_DECRYPT));
  const TPM2B_PUBLIC wanted = sealed_template(policy);
  const TPM2B_DATA no_data{};
  const TPML_PCR_SELECTION no_pcrs{};
  TPM2B_PRIVATE* made_private = nullptr;
  TPM2B_PUBLIC* made_public = nullptr;
  const TSS2_RC status =
      Esys_Create(tpm.esys(), primary.get(), session.get(), ESYS_TR_NONE, ESYS_TR_NONE, &sensitive.create, &wanted,
                  &no_data, &no_pcrs, &made_private, &made_public, nullptr, nullptr, nullptr);
  const Given<TPM2B_PRIVATE> private_area(made_private);
  const Given<TPM2B_PUBLIC> public_area(made_public);
  if (status != TSS2_RC_SUCCESS) return refused(status, "seal");
  vault::Sealed sealed{pcrs, {}, {}};
  TRY(sealed.public_area, marshalled(*public_area, Tss2_MU_TPM2B_PUBLIC_Marshal));
  TRY(sealed.private_area, marshalled(*private_area, Tss2_MU_TPM2B_PRIVATE_Marshal));
  return sealed;
}

Result<seal::Key> Tpm::unseal(const vault::Sealed& sealed) {
  TRY(const std::uint32_t pcrs, parse_pcrs(sealed.pcrs));
  TRY(const Connection tpm, Connection::open(tcti_));
  TRY(const Handle primary, make_primary(tpm));
  TRY(const Handle object, load(tpm, primary, sealed));
  TRY(const Handle session, start_session(tpm, primary, TPM2_SE_POLICY, TPMA_SESSION_ENCRYPT));
  TRY_VOID(policy_pcr(tpm, session, pcrs));
  TPM2B_SENSITIVE_DATA* data = nullptr;
  const TSS2_RC status = Esys_Unseal(tpm.esys(), object.get(), session.get(), ESYS_TR_NONE, ESYS_TR_NONE, &data);
  if (status != TSS2_RC_SUCCESS) return refused(status, "unseal");
  const std::unique_ptr<TPM2B_SENSITIVE_DATA, WipeAndFree> owned(data);
  return seal::Key::copy_of({reinterpret_cast<const char*>(data->buffer), data->size});
}

}  // namespace karvan::tpm
