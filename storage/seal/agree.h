#pragma once
#include <string>

#include "storage/seal/note.h"

namespace karvan::seal {

// 32 secret bytes that the holders of two signing keys both come to, each with the other's public one (X25519 over the
// keys' Montgomery forms, hashed with both public keys). Errors: key_wrong where the other's key is no sound one.
Result<std::string> shared_secret(const SigningKey& own, const VerifyingKey& other);

}  // namespace karvan::seal
