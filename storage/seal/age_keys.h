#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "storage/model/error.h"
#include "storage/seal/age_header.h"
#include "storage/seal/entropy.h"

// How age derives keys (age-encryption.org/v1, "X25519 recipient stanza", "scrypt recipient stanza", "Payload").
namespace karvan::seal {

constexpr std::size_t file_key_bytes = 16;
constexpr std::size_t x25519_bytes = 32;
constexpr std::size_t payload_nonce_bytes = 16;

// HKDF-SHA-256 (RFC 5869), one block: 32 bytes.
std::string hkdf_sha256(std::string_view secret, std::string_view salt, std::string_view info);

std::string header_mac(std::string_view file_key, std::string_view covered);
std::string payload_key(std::string_view file_key, std::string_view nonce);

// "age1…", and back to the point's 32 bytes. Errors: malformed.
std::string to_recipient(std::string_view point);
Result<std::string> parse_recipient(std::string_view text);

std::string x25519_public(std::string_view secret);

// Errors: malformed where the recipient is a point of low order or the work factor is out of bounds.
Result<Stanza> wrap_to_x25519(std::string_view file_key, std::string_view recipient, const Entropy& entropy);
Result<Stanza> wrap_to_scrypt(std::string_view file_key, std::string_view passphrase, int work_factor_log2,
                              const Entropy& entropy);

// Nothing where the stanza is not for this key; malformed where its form is wrong.
Result<std::optional<std::string>> unwrap_x25519(const Stanza& stanza, std::string_view secret,
                                                 std::string_view recipient);
Result<std::optional<std::string>> unwrap_scrypt(const Stanza& stanza, std::string_view passphrase,
                                                 int work_factor_log2_max);

}  // namespace karvan::seal
