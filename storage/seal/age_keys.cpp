#include "storage/seal/age_keys.h"

#include <algorithm>
#include <new>

#include "storage/seal/bech32.h"
#include "storage/seal/hash.h"
#include "storage/seal/sodium.h"

namespace karvan::seal {
namespace {

constexpr std::string_view recipient_prefix = "age";
constexpr std::string_view x25519_info = "age-encryption.org/v1/X25519";
constexpr std::string_view scrypt_label = "age-encryption.org/v1/scrypt";
constexpr std::size_t scrypt_salt_bytes = 16;
constexpr int scrypt_block = 8;
constexpr int scrypt_lanes = 1;
// 2^22 · 8 · 128 bytes are 4 GiB: nobody means more.
constexpr int work_factor_log2_limit = 22;
constexpr std::size_t tag_bytes = crypto_aead_chacha20poly1305_ietf_ABYTES;
// Each wrapping key is used once, so its nonce may stay zero.
constexpr unsigned char zero_nonce[crypto_aead_chacha20poly1305_ietf_NPUBBYTES] = {};

std::string wrap_file_key(std::string_view wrapping_key, std::string_view file_key) {
  std::string body(file_key.size() + tag_bytes, '\0');
  crypto_aead_chacha20poly1305_ietf_encrypt(bytes_of(body), nullptr, bytes_of(file_key), file_key.size(), nullptr, 0,
                                            nullptr, zero_nonce, bytes_of(wrapping_key));
  return body;
}

std::optional<std::string> unwrap_file_key(std::string_view wrapping_key, std::string_view body) {
  std::string file_key(file_key_bytes, '\0');
  if (crypto_aead_chacha20poly1305_ietf_decrypt(bytes_of(file_key), nullptr, nullptr, bytes_of(body), body.size(),
                                                nullptr, 0, zero_nonce, bytes_of(wrapping_key)) != 0) {
    return std::nullopt;
  }
  return file_key;
}

// Nothing where the product is the zero point: the other side's point is of low order (RFC 7748 section 6.1).
std::optional<std::string> x25519(std::string_view secret, std::string_view point) {
  std::string shared(x25519_bytes, '\0');
  if (crypto_scalarmult(bytes_of(shared), bytes_of(secret), bytes_of(point)) != 0) return std::nullopt;
  return shared;
}

std::string x25519_wrapping_key(std::string_view shared, std::string_view share, std::string_view recipient) {
  return hkdf_sha256(shared, std::string(share).append(recipient), x25519_info);
}

std::string scrypt_wrapping_key(std::string_view passphrase, std::string_view salt, int work_factor_log2) {
  const std::string labelled = std::string(scrypt_label).append(salt);
  std::string key(crypto_aead_chacha20poly1305_ietf_KEYBYTES, '\0');
  if (crypto_pwhash_scryptsalsa208sha256_ll(bytes_of(passphrase), passphrase.size(), bytes_of(labelled),
                                            labelled.size(), std::uint64_t{1} << work_factor_log2, scrypt_block,
                                            scrypt_lanes, bytes_of(key), key.size()) != 0) {
    throw std::bad_alloc();
  }
  return key;
}

// Decimal, one or two digits, no leading zero.
std::optional<int> parse_work_factor(std::string_view text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.empty() || text.size() > 2 || text.front() == '0' || !is_digit(text.front()) || !is_digit(text.back())) {
    return std::nullopt;
  }
  return text.size() == 1 ? text[0] - '0' : (text[0] - '0') * 10 + (text[1] - '0');
}

bool has_form(const Stanza& stanza, std::size_t args) {
  return stanza.args.size() == args && stanza.body.size() == file_key_bytes + tag_bytes;
}

}  // namespace

std::string hkdf_sha256(std::string_view secret, std::string_view salt, std::string_view info) {
  const Digest extracted = hmac_sha256(salt, secret);
  return std::string(view(hmac_sha256(view(extracted), std::string(info) + '\x01')));
}

std::string header_mac(std::string_view file_key, std::string_view covered) {
  return std::string(view(hmac_sha256(Wiped(hkdf_sha256(file_key, {}, "header")).view(), covered)));
}

std::string payload_key(std::string_view file_key, std::string_view nonce) {
  return hkdf_sha256(file_key, nonce, "payload");
}

std::string to_recipient(std::string_view point) { return to_bech32(recipient_prefix, point); }

Result<std::string> parse_recipient(std::string_view text) {
  TRY(std::string point, from_bech32(text, recipient_prefix));
  if (point.size() != x25519_bytes) return age_malformed("recipient");
  return point;
}

std::string x25519_public(std::string_view secret) {
  ready_sodium();
  std::string point(x25519_bytes, '\0');
  crypto_scalarmult_base(bytes_of(point), bytes_of(secret));
  return point;
}

Result<Stanza> wrap_to_x25519(std::string_view file_key, std::string_view recipient, const Entropy& entropy) {
  const Wiped ephemeral(entropy(x25519_bytes));
  const std::string share = x25519_public(ephemeral.view());
  auto shared = x25519(ephemeral.view(), recipient);
  if (!shared) return age_malformed("recipient");
  const Wiped wiped_shared(*std::move(shared));
  const Wiped key(x25519_wrapping_key(wiped_shared.view(), share, recipient));
  return Stanza{{"X25519", to_base64_unpadded(share)}, wrap_file_key(key.view(), file_key)};
}

Result<Stanza> wrap_to_scrypt(std::string_view file_key, std::string_view passphrase, int work_factor_log2,
                              const Entropy& entropy) {
  if (work_factor_log2 < 1 || work_factor_log2 > work_factor_log2_limit) return age_malformed("work factor");
  const std::string salt = entropy(scrypt_salt_bytes);
  const Wiped key(scrypt_wrapping_key(passphrase, salt, work_factor_log2));
  return Stanza{{"scrypt", to_base64_unpadded(salt), std::to_string(work_factor_log2)},
                wrap_file_key(key.view(), file_key)};
}

Result<std::optional<std::string>> unwrap_x25519(const Stanza& stanza, std::string_view secret,
                                                 std::string_view recipient) {
  if (!has_form(stanza, 2)) return age_malformed("X25519 stanza");
  TRY(const std::string share, from_base64_unpadded(stanza.args[1]));
  if (share.size() != x25519_bytes) return age_malformed("X25519 share");
  auto shared = x25519(secret, share);
  if (!shared) return age_malformed("X25519 share");
  const Wiped wiped_shared(*std::move(shared));
  return unwrap_file_key(Wiped(x25519_wrapping_key(wiped_shared.view(), share, recipient)).view(), stanza.body);
}

Result<std::optional<std::string>> unwrap_scrypt(const Stanza& stanza, std::string_view passphrase,
                                                 int work_factor_log2_max) {
  if (!has_form(stanza, 3)) return age_malformed("scrypt stanza");
  TRY(const std::string salt, from_base64_unpadded(stanza.args[1]));
  const auto work_factor_log2 = parse_work_factor(stanza.args[2]);
  if (salt.size() != scrypt_salt_bytes || !work_factor_log2) return age_malformed("scrypt stanza");
  if (*work_factor_log2 > std::min(work_factor_log2_max, work_factor_log2_limit)) return age_malformed("work factor");
  return unwrap_file_key(Wiped(scrypt_wrapping_key(passphrase, salt, *work_factor_log2)).view(), stanza.body);
}

}  // namespace karvan::seal
