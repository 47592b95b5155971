#pragma once
#include <tss2/tss2_esys.h>

#include <memory>
#include <string>

#include "storage/model/error.h"

// tpm2-tss' ESAPI, owned. For this room's sources only.
namespace karvan::tpm {

// A response code of the chip without the number of the parameter, handle or session that it speaks of.
TSS2_RC without_place(TSS2_RC status);
// What a response code means to people (TPM 2.0 part 2, 6.6; tss2_common.h for the layers above the chip).
tl::unexpected<Error> refused(TSS2_RC status, const char* call);

// The TPM, opened.
class Connection {
 public:
  static Result<Connection> open(const std::string& tcti);
  ESYS_CONTEXT* esys() const { return esys_.get(); }

 private:
  struct Close {
    void operator()(ESYS_CONTEXT* context) const;
  };
  explicit Connection(ESYS_CONTEXT* esys) : esys_(esys) {}
  std::unique_ptr<ESYS_CONTEXT, Close> esys_;
};

// A loaded object or a session, flushed when it goes: a TPM has room for three or so. The connection must outlive it.
class Handle {
 public:
  Handle(const Connection& connection, ESYS_TR handle) : esys_(connection.esys()), handle_(handle) {}
  ~Handle() {
    if (esys_ != nullptr) Esys_FlushContext(esys_, handle_);
  }
  Handle(Handle&& other) noexcept : esys_(std::exchange(other.esys_, nullptr)), handle_(other.handle_) {}
  Handle& operator=(Handle&&) = delete;
  ESYS_TR get() const { return handle_; }

 private:
  ESYS_CONTEXT* esys_;
  ESYS_TR handle_;
};

// What ESAPI gives out, freed.
struct Free {
  void operator()(void* what) const { Esys_Free(what); }
};
template <class T>
using Given = std::unique_ptr<T, Free>;

// The storage primary, of the owner hierarchy's seed: ECC P-256, AES-128 (TCG "TPM v2.0 Provisioning Guidance", SRK).
Result<Handle> make_primary(const Connection& tpm);
// `kind`: TPM2_SE_HMAC, _POLICY or _TRIAL. `attributes`: which way its parameters are encrypted (TPMA_SESSION).
Result<Handle> start_session(const Connection& tpm, const Handle& primary, TPM2_SE kind, TPMA_SESSION attributes);

}  // namespace karvan::tpm
