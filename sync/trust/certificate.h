#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"
#include "storage/seal/entropy.h"
#include "storage/seal/secret.h"

// X.509 certificates (RFC 5280) of the house's own authority: P-256 keys, ECDSA with SHA-256, PEM texts in and out.
// Time is passed in, serial numbers come from the entropy passed in. Keys, and the randomness inside a signature, come
// from OpenSSL's own generator. What cannot be read is Code::malformed.
namespace karvan::trust {

struct Validity {
  std::int64_t from_s = 0;  // seconds since 1970 UTC
  std::int64_t until_s = 0;
};

// From an hour before now, so that a box whose clock is a little behind can use what it was just given.
Validity validity_days(std::int64_t now_s, int days);

struct Authority {
  std::string certificate_pem;
  seal::Secret key_pem;
};

seal::Secret make_key();  // PEM, PKCS#8, unencrypted: keep it in the vault

Result<Authority> make_authority(std::string_view name, Validity validity, const seal::Entropy& entropy);

Result<std::string> make_request(const seal::Secret& key_pem, std::string_view name);  // PKCS#10

// For TLS clients; the common name is `name` whatever the request says. signature_wrong where the request is not signed
// by its own key.
Result<std::string> issue_client(const Authority& ca, const std::string& request_pem, std::string_view name,
                                 Validity validity, const seal::Entropy& entropy);

// For TLS servers; `addresses` are the subject alternative names, "DNS:centre.example" or "IP:127.0.0.1".
Result<std::string> issue_server(const Authority& ca, const seal::Secret& key_pem, std::string_view name,
                                 const std::vector<std::string>& addresses, Validity validity,
                                 const seal::Entropy& entropy);

struct Certificate {
  std::string name;         // subject common name
  std::string fingerprint;  // SHA-256 of the DER, hex; what sync/http says of a client
  Validity validity;
};
Result<Certificate> read_certificate(const std::string& pem);

// The certificate was signed by this authority (validity is not looked at) and belongs to this key.
Result<void> check_certificate(const std::string& pem, const std::string& ca_pem, const seal::Secret& key_pem);

}  // namespace karvan::trust
