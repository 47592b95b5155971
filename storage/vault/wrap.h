#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "storage/seal/entropy.h"
#include "storage/seal/key.h"

// XChaCha20-Poly1305 (IETF draft-irtf-cfrg-xchacha): nonce ‖ ciphertext ‖ tag. The nonce is long enough to be random.
namespace karvan::vault {

constexpr std::size_t wrapping_key_bytes = 32;
constexpr std::size_t wrap_overhead_bytes = 24 + 16;

// A random key of wrapping_key_bytes.
seal::Key random_key(const seal::Entropy& entropy);
std::string wrap(const seal::Key& key, std::string_view plain, std::string_view associated,
                 const seal::Entropy& entropy);
// Nothing where the key is another, or any byte of `sealed` or `associated` differs.
std::optional<seal::Key> unwrap(const seal::Key& key, std::string_view sealed, std::string_view associated);

}  // namespace karvan::vault
