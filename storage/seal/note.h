#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"
#include "storage/seal/entropy.h"
#include "storage/seal/secret.h"

// Ed25519 keys and signed notes (C2SP signed-note v1): a text that ends with a newline, a blank line, and lines
// "— NAME BASE64(keyhash4 ‖ signature)". keyhash4 = first 4 bytes of SHA-256(NAME ‖ "\n" ‖ 0x01 ‖ public key).
// A name is not empty and holds no space, control character or plus. Bounds: a note 1 MiB, 100 signatures.
namespace karvan::seal {

struct SigningKey {
  std::string name;
  Secret secret;                   // 64 bytes (seed ‖ public)
  std::string public_key() const;  // of no secret: empty
};

struct VerifyingKey {
  std::string name;
  std::string public_key;  // 32 bytes
};

// A name outside the rule, or a seed that is not 32 bytes, is a bug of the caller: std::invalid_argument.
SigningKey make_signing_key(std::string name, const Entropy& entropy);
// The seed (RFC 8032 section 5.1.5) is what the vault keeps of a key. `seed_of` shows it for as long as the key is
// there.
SigningKey signing_key_of_seed(std::string name, std::string_view seed);
std::string_view seed_of(const SigningKey& key);
VerifyingKey verifying(const SigningKey& key);

// A bare Ed25519 signature (RFC 8032), 64 bytes, for formats of their own. The caller's bytes must never read as a
// note's text or as another format's: COSE's Sig_structure begins with a byte that no UTF-8 text begins with.
std::string sign_bytes(std::string_view bytes, const SigningKey& key);
bool verify_bytes(std::string_view bytes, std::string_view signature, const VerifyingKey& key);

// The C2SP text form "NAME+HASH8HEX+BASE64(0x01 ‖ key)". Errors: Code::malformed.
std::string to_text(const VerifyingKey& key);
Result<VerifyingKey> parse_verifying_key(std::string_view text);

// `text` must end with a newline and hold no control character but newline (else std::invalid_argument). It may hold
// blank lines: the last one divides.
std::string sign_note(std::string_view text, const SigningKey& key);
// The text, where a signature by `key` verifies; else Code::signature_wrong. Signatures by others are passed over.
Result<std::string> open_note(std::string_view note, const VerifyingKey& key);

}  // namespace karvan::seal
