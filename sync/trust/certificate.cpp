#include "sync/trust/certificate.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>
#include <stdexcept>

#include "storage/seal/hash.h"

namespace karvan::trust {

namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* p) const {
    Free(p);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using X509Ptr = std::unique_ptr<X509, Freed<X509_free>>;
using RequestPtr = std::unique_ptr<X509_REQ, Freed<X509_REQ_free>>;
using Bio = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using ExtensionPtr = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;

constexpr std::size_t pem_bytes_max = 64 << 10;

Bio bio_of(std::string_view text) { return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))); }

// What was written, for as long as the buffer is there.
template <class Write>
std::string_view written(BIO* into, Write write) {
  if (write(into) != 1) throw std::runtime_error("OpenSSL cannot write PEM");
  char* data = nullptr;
  auto size = BIO_get_mem_data(into, &data);
  return {data, static_cast<std::size_t>(size)};
}

template <class Write>
std::string text_of(Write write) {
  Bio bio(BIO_new(BIO_s_mem()));
  return std::string(written(bio.get(), write));
}

template <class Pointer, class Read>
Result<Pointer> read_pem(std::string_view pem, Read read, const char* where) {
  if (pem.size() > pem_bytes_max) return fail(Code::malformed, {}, where);
  Pointer found(read(bio_of(pem).get(), nullptr, nullptr, nullptr));
  if (!found) return fail(Code::malformed, {}, where);
  return found;
}

Result<Key> read_key(const seal::Secret& pem) { return read_pem<Key>(pem.view(), PEM_read_bio_PrivateKey, "key"); }
Result<X509Ptr> read_x509(const std::string& pem) { return read_pem<X509Ptr>(pem, PEM_read_bio_X509, "certificate"); }

void set_name(X509_NAME* name, std::string_view text) {
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text.data()),
                             static_cast<int>(text.size()), -1, 0);
}

Result<void> extend(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  ExtensionPtr extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1) return fail(Code::malformed, {}, "extension");
  return {};
}

struct Subject {
  std::string_view name;
  EVP_PKEY* key;
  Validity validity;
  std::vector<std::pair<int, std::string>> extensions;
};

// `issuer` is null for one that signs itself.
Result<std::string> issue(const Subject& subject, X509* issuer, EVP_PKEY* issuer_key, const seal::Entropy& entropy) {
  X509Ptr made(X509_new());
  X509_set_version(made.get(), X509_VERSION_3);
  auto serial = entropy(16);
  serial[0] = static_cast<char>((serial[0] & 0x3f) | 0x40);  // positive, and always 16 bytes long
  Number number(BN_bin2bn(reinterpret_cast<const unsigned char*>(serial.data()), 16, nullptr));
  BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(made.get()));
  ASN1_TIME_set(X509_getm_notBefore(made.get()), subject.validity.from_s);
  ASN1_TIME_set(X509_getm_notAfter(made.get()), subject.validity.until_s);
  set_name(X509_get_subject_name(made.get()), subject.name);
  X509_set_issuer_name(made.get(), X509_get_subject_name(issuer ? issuer : made.get()));
  X509_set_pubkey(made.get(), subject.key);
  for (const auto& [nid, value] : subject.extensions) {
    TRY_VOID(extend(made.get(), issuer ? issuer : made.get(), nid, value));
  }
  if (X509_sign(made.get(), issuer_key, EVP_sha256()) == 0) return fail(Code::malformed, {}, "issuer");
  return text_of([&](BIO* bio) { return PEM_write_bio_X509(bio, made.get()); });
}

Result<std::string> issue_by(const Authority& ca, const Subject& subject, const seal::Entropy& entropy) {
  TRY(auto issuer, read_x509(ca.certificate_pem));
  TRY(auto key, read_key(ca.key_pem));
  return issue(subject, issuer.get(), key.get(), entropy);
}

seal::Secret key_text(EVP_PKEY* key) {
  Bio bio(BIO_new(BIO_s_secmem()));
  return seal::Secret::copy_of(written(bio.get(), [&](BIO* into) {
    return PEM_write_bio_PrivateKey(into, key, nullptr, nullptr, 0, nullptr, nullptr);
  }));
}

Key generate() {
  Key key(EVP_EC_gen("P-256"));
  if (!key) throw std::runtime_error("OpenSSL cannot make a key");
  return key;
}

std::int64_t seconds_of(const ASN1_TIME* time) {
  std::unique_ptr<ASN1_TIME, Freed<ASN1_STRING_free>> epoch(ASN1_TIME_set(nullptr, 0));
  int days = 0, seconds = 0;
  ASN1_TIME_diff(&days, &seconds, epoch.get(), time);
  return static_cast<std::int64_t>(days) * 86'400 + seconds;
}

std::string common_name(X509* certificate) {
  std::array<char, 256> name{};
  int size = X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name.data(), name.size());
  return size > 0 ? std::string(name.data(), static_cast<std::size_t>(size)) : std::string();
}

}  // namespace

Validity validity_days(std::int64_t now_s, int days) {
  return {now_s - 3'600, now_s + static_cast<std::int64_t>(days) * 86'400};
}

seal::Secret make_key() { return key_text(generate().get()); }

Result<Authority> make_authority(std::string_view name, Validity validity, const seal::Entropy& entropy) {
  auto key = generate();
  Subject subject{name,
                  key.get(),
                  validity,
                  {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                   {NID_key_usage, "critical,keyCertSign,cRLSign"},
                   {NID_subject_key_identifier, "hash"}}};
  TRY(auto certificate, issue(subject, nullptr, key.get(), entropy));
  return Authority{std::move(certificate), key_text(key.get())};
}

Result<std::string> make_request(const seal::Secret& key_pem, std::string_view name) {
  TRY(auto key, read_key(key_pem));
  RequestPtr request(X509_REQ_new());
  set_name(X509_REQ_get_subject_name(request.get()), name);
  X509_REQ_set_pubkey(request.get(), key.get());
  if (X509_REQ_sign(request.get(), key.get(), EVP_sha256()) == 0) return fail(Code::malformed, {}, "key");
  return text_of([&](BIO* bio) { return PEM_write_bio_X509_REQ(bio, request.get()); });
}

Result<std::string> issue_client(const Authority& ca, const std::string& request_pem, std::string_view name,
                                 Validity validity, const seal::Entropy& entropy) {
  TRY(auto request, read_pem<RequestPtr>(request_pem, PEM_read_bio_X509_REQ, "request"));
  auto* key = X509_REQ_get0_pubkey(request.get());
  if (key == nullptr || X509_REQ_verify(request.get(), key) != 1) return fail(Code::signature_wrong, {}, "request");
  return issue_by(ca,
                  {name,
                   key,
                   validity,
                   {{NID_basic_constraints, "critical,CA:FALSE"},
                    {NID_key_usage, "critical,digitalSignature"},
                    {NID_ext_key_usage, "clientAuth"},
                    {NID_authority_key_identifier, "keyid"}}},
                  entropy);
}

Result<std::string> issue_server(const Authority& ca, const seal::Secret& key_pem, std::string_view name,
                                 const std::vector<std::string>& addresses, Validity validity,
                                 const seal::Entropy& entropy) {
  TRY(auto key, read_key(key_pem));
  std::string names;
  for (const auto& address : addresses) names.append(names.empty() ? "" : ",").append(address);
  return issue_by(ca,
                  {name,
                   key.get(),
                   validity,
                   {{NID_basic_constraints, "critical,CA:FALSE"},
                    {NID_key_usage, "critical,digitalSignature"},
                    {NID_ext_key_usage, "serverAuth"},
                    {NID_authority_key_identifier, "keyid"},
                    {NID_subject_alt_name, names}}},
                  entropy);
}

Result<Certificate> read_certificate(const std::string& pem) {
  TRY(auto certificate, read_x509(pem));
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  X509_digest(certificate.get(), EVP_sha256(), digest.data(), &size);
  return Certificate{
      common_name(certificate.get()),
      seal::to_hex(std::string_view(reinterpret_cast<const char*>(digest.data()), size)),
      {seconds_of(X509_get0_notBefore(certificate.get())), seconds_of(X509_get0_notAfter(certificate.get()))}};
}

Result<void> check_certificate(const std::string& pem, const std::string& ca_pem, const seal::Secret& key_pem) {
  TRY(auto certificate, read_x509(pem));
  TRY(auto ca, read_x509(ca_pem));
  TRY(auto key, read_key(key_pem));
  if (X509_check_issued(ca.get(), certificate.get()) != X509_V_OK) return fail(Code::signature_wrong, {}, "issuer");
  if (X509_verify(certificate.get(), X509_get0_pubkey(ca.get())) != 1) return fail(Code::signature_wrong, {}, "ca");
  if (X509_check_private_key(certificate.get(), key.get()) != 1) return fail(Code::signature_wrong, {}, "key");
  return {};
}

}  // namespace karvan::trust
