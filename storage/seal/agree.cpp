#include "storage/seal/agree.h"

#include <algorithm>

#include "storage/seal/age_keys.h"
#include "storage/seal/hash.h"
#include "storage/seal/sodium.h"

namespace karvan::seal {

Result<std::string> shared_secret(const SigningKey& own, const VerifyingKey& other) {
  ready_sodium();
  const std::string mine = own.public_key(), theirs = other.public_key;
  Wiped scalar(crypto_scalarmult_SCALARBYTES), point(crypto_scalarmult_BYTES);
  std::string montgomery(crypto_scalarmult_BYTES, '\0');
  const bool sound = theirs.size() == crypto_sign_PUBLICKEYBYTES &&
                     own.secret.view().size() == crypto_sign_SECRETKEYBYTES &&
                     crypto_sign_ed25519_pk_to_curve25519(bytes_of(montgomery), bytes_of(theirs)) == 0 &&
                     crypto_sign_ed25519_sk_to_curve25519(scalar.data(), bytes_of(own.secret.view())) == 0 &&
                     crypto_scalarmult(point.data(), scalar.data(), bytes_of(montgomery)) == 0;
  if (!sound) return fail(Code::key_wrong, {}, "shared secret");
  std::string both = "karvan/shared/v1\n";
  both.append(std::min(mine, theirs)).append(std::max(mine, theirs));
  return std::string(view(hmac_sha256(point.view(), both)));
}

Result<std::string> age_recipient_of(const VerifyingKey& key) {
  ready_sodium();
  std::string point(x25519_bytes, '\0');
  const bool sound = key.public_key.size() == crypto_sign_PUBLICKEYBYTES &&
                     crypto_sign_ed25519_pk_to_curve25519(bytes_of(point), bytes_of(key.public_key)) == 0;
  if (!sound) return fail(Code::key_wrong, {}, "age recipient");
  return to_recipient(point);
}

Result<AgeIdentity> age_identity_of(const SigningKey& key) {
  TRY(auto recipient, age_recipient_of(verifying(key)));
  auto secret = Key::of_size(x25519_bytes);
  if (crypto_sign_ed25519_sk_to_curve25519(secret.data(), bytes_of(key.secret.view())) != 0)
    return fail(Code::key_wrong, {}, "age identity");
  return AgeIdentity{Secret(std::move(secret)), std::move(recipient)};
}

}  // namespace karvan::seal
