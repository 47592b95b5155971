#include "storage/seal/argon2.h"

#include <new>

#include "storage/seal/sodium.h"

namespace karvan::seal {

static_assert(argon2_salt_bytes == crypto_pwhash_argon2id_SALTBYTES);

bool is_within_bounds(const Argon2Cost& cost) {
  return cost.passes >= argon2_cost_min.passes && cost.passes <= argon2_cost_max.passes &&
         cost.memory_kib >= argon2_cost_min.memory_kib && cost.memory_kib <= argon2_cost_max.memory_kib;
}

std::string argon2id(std::string_view secret, std::string_view salt, const Argon2Cost& cost, std::size_t bytes) {
  if (!is_within_bounds(cost) || salt.size() != argon2_salt_bytes) throw std::invalid_argument("Argon2id parameters");
  ready_sodium();
  std::string key(bytes, '\0');
  if (crypto_pwhash_argon2id(bytes_of(key), key.size(), secret.data(), secret.size(), bytes_of(salt), cost.passes,
                             std::size_t{cost.memory_kib} * 1024, crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0) {
    throw std::bad_alloc();
  }
  return key;
}

}  // namespace karvan::seal
