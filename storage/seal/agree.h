#pragma once
#include <string>

#include "storage/seal/age.h"
#include "storage/seal/note.h"

namespace karvan::seal {

// 32 secret bytes that the holders of two signing keys both come to, each with the other's public one (X25519 over the
// keys' Montgomery forms, hashed with both public keys). Errors: key_wrong where the other's key is no sound one.
Result<std::string> shared_secret(const SigningKey& own, const VerifyingKey& other);

// An age file for whoever holds a signing key: X25519 over the key's Montgomery form. Errors: key_wrong where the key
// is no sound one.
Result<std::string> age_recipient_of(const VerifyingKey& key);
Result<AgeIdentity> age_identity_of(const SigningKey& key);

}  // namespace karvan::seal
