#pragma once
#include <string>

#include "storage/seal/note.h"
#include "sync/trust/certificate.h"

namespace karvan::central {

// What the centre signs and seals with. In memory only; kept in the vault.
struct Keys {
  seal::SigningKey signing;  // checkpoints, leases, manifests, its own heads
  trust::Authority authority;
  std::string recipient;  // age, public
};

}  // namespace karvan::central
