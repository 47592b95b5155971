#pragma once
#include "node/counter/slip.h"
#include "storage/seal/note.h"

namespace karvan::ports {

// The slip with its code signed by the node, as it is drawn: a credential as sync/trust/credential.h, a code of one
// line as a note. Ed25519 signatures are not random, so a slip that is drawn again bears the same code. Code::malformed
// and its kin for a credential that is none, body_too_large.
Result<counter::Slip> with_code(counter::Slip slip, const seal::SigningKey& key);

}  // namespace karvan::ports
