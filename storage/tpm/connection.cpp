#include "storage/tpm/connection.h"

#include <tss2/tss2_tctildr.h>

#include <cstdlib>

#include "storage/seal/hash.h"

namespace karvan::tpm {
namespace {

bool is_of_the_chip(TSS2_RC status) {
  const TSS2_RC layer = status & TSS2_RC_LAYER_MASK;
  return layer == TSS2_TPM_RC_LAYER || layer == TSS2_RESMGR_TPM_RC_LAYER;
}

std::string hex_of(TSS2_RC status) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(status >> shift & 0xFF);
  return seal::to_hex(bytes);
}

TPM2B_PUBLIC primary_template() {
  TPM2B_PUBLIC wanted{};
  wanted.publicArea.type = TPM2_ALG_ECC;
  wanted.publicArea.nameAlg = TPM2_ALG_SHA256;
  wanted.publicArea.objectAttributes = TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT |
                                       TPMA_OBJECT_SENSITIVEDATAORIGIN | TPMA_OBJECT_USERWITHAUTH | TPMA_OBJECT_NODA |
                                       TPMA_OBJECT_RESTRICTED | TPMA_OBJECT_DECRYPT;
  TPMS_ECC_PARMS& ecc = wanted.publicArea.parameters.eccDetail;
  ecc.symmetric.algorithm = TPM2_ALG_AES;
  ecc.symmetric.keyBits.aes = 128;
  ecc.symmetric.mode.aes = TPM2_ALG_CFB;
  ecc.scheme.scheme = TPM2_ALG_NULL;
  ecc.curveID = TPM2_ECC_NIST_P256;
  ecc.kdf.scheme = TPM2_ALG_NULL;
  return wanted;
}

}  // namespace

TSS2_RC without_place(TSS2_RC status) {
  const TSS2_RC code = status & 0xFFFF;
  return (code & TPM2_RC_FMT1) != 0 ? code & (TPM2_RC_FMT1 | 0x3F) : code;
}

tl::unexpected<Error> refused(TSS2_RC status, const char* call) {
  Code code = Code::io_failed;
  if (!is_of_the_chip(status)) code = Code::tpm_missing;
  const TSS2_RC said = is_of_the_chip(status) ? without_place(status) : TSS2_RC{0};
  if (said == TPM2_RC_POLICY_FAIL || said == TPM2_RC_PCR_CHANGED) code = Code::tpm_changed;
  if (said == TPM2_RC_INTEGRITY) code = Code::tpm_other;
  return fail(code, {{"rc", hex_of(status)}}, std::string("tpm: ") + call);
}

void Connection::Close::operator()(ESYS_CONTEXT* context) const {
  TSS2_TCTI_CONTEXT* tcti = nullptr;
  Esys_GetTcti(context, &tcti);
  Esys_Finalize(&context);
  Tss2_TctiLdr_Finalize(&tcti);
}

Result<Connection> Connection::open(const std::string& tcti) {
  ::setenv("TSS2_LOG", "all+none", 0);  // what it would say by itself is in the error
  TSS2_TCTI_CONTEXT* line = nullptr;
  TSS2_RC status = Tss2_TctiLdr_Initialize(tcti.c_str(), &line);
  if (status != TSS2_RC_SUCCESS) return fail(Code::tpm_missing, {{"rc", hex_of(status)}}, "tpm: " + tcti);
  ESYS_CONTEXT* esys = nullptr;
  status = Esys_Initialize(&esys, line, nullptr);
  if (status != TSS2_RC_SUCCESS) {
    Tss2_TctiLdr_Finalize(&line);
    return refused(status, "initialize");
  }
  return Connection(esys);
}

Result<Handle> make_primary(const Connection& tpm) {
  const TPM2B_SENSITIVE_CREATE nothing{};
  const TPM2B_PUBLIC wanted = primary_template();
  const TPM2B_DATA no_data{};
  const TPML_PCR_SELECTION no_pcrs{};
  ESYS_TR primary = ESYS_TR_NONE;
  const TSS2_RC status =
      Esys_CreatePrimary(tpm.esys(), ESYS_TR_RH_OWNER, ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE, &nothing, &wanted,
                         &no_data, &no_pcrs, &primary, nullptr, nullptr, nullptr, nullptr);
  if (status != TSS2_RC_SUCCESS) return refused(status, "primary");
  return Handle(tpm, primary);
}

Result<Handle> start_session(const Connection& tpm, const Handle& primary, TPM2_SE kind, TPMA_SESSION attributes) {
  TPMT_SYM_DEF cipher{};
  cipher.algorithm = TPM2_ALG_AES;
  cipher.keyBits.aes = 128;
  cipher.mode.aes = TPM2_ALG_CFB;
  ESYS_TR session = ESYS_TR_NONE;
  TSS2_RC status = Esys_StartAuthSession(tpm.esys(), primary.get(), ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE,
                                         ESYS_TR_NONE, nullptr, kind, &cipher, TPM2_ALG_SHA256, &session);
  if (status != TSS2_RC_SUCCESS) return refused(status, "session");
  Handle handle(tpm, session);
  status = Esys_TRSess_SetAttributes(tpm.esys(), session, attributes | TPMA_SESSION_CONTINUESESSION, 0xFF);
  if (status != TSS2_RC_SUCCESS) return refused(status, "session attributes");
  return handle;
}

}  // namespace karvan::tpm
