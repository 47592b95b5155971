#include "storage/vault/wrap.h"

#include "storage/seal/sodium.h"

namespace karvan::vault {

using seal::bytes_of;

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
static_assert(wrap_overhead_bytes == nonce_bytes + crypto_aead_xchacha20poly1305_ietf_ABYTES);
static_assert(wrapping_key_bytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

seal::Key random_key(const seal::Entropy& entropy) {
  return seal::Key::copy_of(seal::Wiped(entropy(wrapping_key_bytes)).view());
}

std::string wrap(const seal::Key& key, std::string_view plain, std::string_view associated,
                 const seal::Entropy& entropy) {
  std::string sealed = entropy(nonce_bytes);
  sealed.resize(plain.size() + wrap_overhead_bytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes_of(sealed) + nonce_bytes, nullptr, bytes_of(plain), plain.size(),
                                             bytes_of(associated), associated.size(), nullptr, bytes_of(sealed),
                                             key.data());
  return sealed;
}

std::optional<seal::Key> unwrap(const seal::Key& key, std::string_view sealed, std::string_view associated) {
  if (sealed.size() < wrap_overhead_bytes) return std::nullopt;
  seal::Key plain = seal::Key::of_size(sealed.size() - wrap_overhead_bytes);
  const std::string_view ciphertext = sealed.substr(nonce_bytes);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain.data(), nullptr, nullptr, bytes_of(ciphertext),
                                                 ciphertext.size(), bytes_of(associated), associated.size(),
                                                 bytes_of(sealed), key.data()) != 0) {
    return std::nullopt;
  }
  return plain;
}

}  // namespace karvan::vault
