#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "storage/seal/note.h"

// The code on a document: a CWT (RFC 8392) in COSE_Sign1 (RFC 9052) with EdDSA over Ed25519 (RFC 9053, 2.2), as QR text
// "KV1:" and Base45 (RFC 9285). Anyone checks it offline with the published keys.
namespace karvan::trust {

// The person's data are in claim 169 of the CWT (MOSIP Claim 169) where that has a key for them: identity 1, full_name
// 4, birth_date 8 (a date), address 10, email 11, phone 12, nationality 13, guardian 15. The rest is in Karvan's own
// claim −65537: kind 1, number 2, tracking 3, service 4, provisional 5 (only where true), and further claims by name 6.
// Encoded deterministically (RFC 8949, 4.2): the same credential and key give the same text.
struct Credential {
  std::string issuer;  // CWT iss: the node
  std::string kind;    // of document: domicile, licence, …
  std::int64_t number = 0;
  std::string tracking;
  std::string service;                        // what the document is called, as printed
  std::int64_t issued_s = 0;                  // CWT iat, seconds
  bool provisional = false;                   // issued before the centre confirmed
  std::map<std::string, std::string> claims;  // name -> value as printed
  bool operator==(const Credential&) const = default;
};

inline constexpr std::size_t credential_bytes_max = 800;  // before Base45; the QR code still scans from paper

// The QR code's text. Code::body_too_large.
Result<std::string> write_credential(const Credential& credential, const seal::SigningKey& key);
// seal_broken: not of this form; signature_wrong: another key, or changed.
Result<Credential> read_credential(std::string_view text, const seal::VerifyingKey& key);
// Which key it names, before it is believed: the COSE header's kid.
Result<std::string> key_name(std::string_view text);

}  // namespace karvan::trust
