#pragma once
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <string>

namespace karvan::http::test {

// Certificates for tests, made by OpenSSL alone. `days` may be negative: expired.
struct Identity {
  std::string certificate;
  std::string key;
  X509* x509 = nullptr;
  EVP_PKEY* pkey = nullptr;
};

inline std::string text_of(BIO* bio) {
  char* data = nullptr;
  auto size = BIO_get_mem_data(bio, &data);
  std::string text(data, static_cast<std::size_t>(size));
  BIO_free(bio);
  return text;
}

inline Identity make_identity(const char* name, const Identity* ca, long days = 1) {
  Identity made;
  made.pkey = EVP_EC_gen("P-256");
  made.x509 = X509_new();
  X509_set_version(made.x509, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(made.x509), ca ? 2 : 1);
  X509_gmtime_adj(X509_getm_notBefore(made.x509), -3 * 86400);
  X509_gmtime_adj(X509_getm_notAfter(made.x509), days * 86400);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made.x509), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
  X509_set_issuer_name(made.x509, X509_get_subject_name(ca ? ca->x509 : made.x509));
  X509_set_pubkey(made.x509, made.pkey);
  auto extend = [&](int nid, const char* value) {
    auto* extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value);
    X509_add_ext(made.x509, extension, -1);
    X509_EXTENSION_free(extension);
  };
  if (ca == nullptr) extend(NID_basic_constraints, "critical,CA:TRUE");
  if (ca != nullptr) extend(NID_subject_alt_name, "IP:127.0.0.1,DNS:localhost");
  X509_sign(made.x509, ca ? ca->pkey : made.pkey, EVP_sha256());
  BIO* certificate = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(certificate, made.x509);
  made.certificate = text_of(certificate);
  BIO* key = BIO_new(BIO_s_mem());
  PEM_write_bio_PrivateKey(key, made.pkey, nullptr, nullptr, 0, nullptr, nullptr);
  made.key = text_of(key);
  return made;
}

inline void release(Identity& identity) {
  X509_free(identity.x509);
  EVP_PKEY_free(identity.pkey);
}

}  // namespace karvan::http::test
