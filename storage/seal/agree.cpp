#include "storage/seal/agree.h"

#include <algorithm>

#include "storage/seal/hash.h"
#include "storage/seal/sodium.h"

namespace karvan::seal {

Result<std::string> shared_secret(const SigningKey& own, const VerifyingKey& other) {
  ready_sodium();
  const std::string mine = own.public_key(), theirs = other.public_key;
  Wiped scalar(crypto_scalarmult_SCALARBYTES), point(crypto_scalarmult_BYTES);
  std::string montgomery(crypto_scalarmult_BYTES, '\0');
  const bool sound = theirs.size() == crypto_sign_PUBLICKEYBYTES && own.secret.size() == crypto_sign_SECRETKEYBYTES &&
                     crypto_sign_ed25519_pk_to_curve25519(bytes_of(montgomery), bytes_of(theirs)) == 0 &&
                     crypto_sign_ed25519_sk_to_curve25519(scalar.data(), bytes_of(own.secret)) == 0 &&
                     crypto_scalarmult(point.data(), scalar.data(), bytes_of(montgomery)) == 0;
  if (!sound) return fail(Code::key_wrong, {}, "shared secret");
  std::string both = "karvan/shared/v1\n";
  both.append(std::min(mine, theirs)).append(std::max(mine, theirs));
  return std::string(view(hmac_sha256(point.view(), both)));
}

}  // namespace karvan::seal
