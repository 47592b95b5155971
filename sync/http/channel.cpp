#include "sync/http/channel.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <array>

namespace karvan::http {

namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* p) const {
    Free(p);
  }
};
using ContextPtr = std::unique_ptr<SSL_CTX, Freed<SSL_CTX_free>>;
using SslPtr = std::unique_ptr<SSL, Freed<SSL_free>>;
using BioPtr = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using CertificatePtr = std::unique_ptr<X509, Freed<X509_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;

struct OpensslContext : TlsContext {
  ContextPtr context{SSL_CTX_new(TLS_server_method())};
};

BioPtr bio_of(std::string_view text) { return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))); }

tl::unexpected<Error> bad_pem(std::string what) {
  ERR_clear_error();
  return fail(Code::malformed, {}, "tls " + std::move(what));
}

Result<void> use_chain(SSL_CTX* context, const std::string& pem) {
  auto bio = bio_of(pem);
  CertificatePtr leaf(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  if (!leaf || SSL_CTX_use_certificate(context, leaf.get()) != 1) return bad_pem("certificate");
  while (X509* next = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr))
    SSL_CTX_add_extra_chain_cert(context, next);
  ERR_clear_error();  // the end of the text is reported as an error
  return {};
}

Result<void> use_key(SSL_CTX* context, const seal::Secret& pem) {
  KeyPtr key(PEM_read_bio_PrivateKey(bio_of(pem.view()).get(), nullptr, nullptr, nullptr));
  if (!key || SSL_CTX_use_PrivateKey(context, key.get()) != 1) return bad_pem("key");
  if (SSL_CTX_check_private_key(context) != 1) return bad_pem("key does not fit the certificate");
  return {};
}

// A certificate of ours that has run out must still reach renewal, and a box's clock may be wrong: let it in, marked.
int verify_peer(int ok, X509_STORE_CTX* store) {
  int error = X509_STORE_CTX_get_error(store);
  return ok || error == X509_V_ERR_CERT_HAS_EXPIRED || error == X509_V_ERR_CERT_NOT_YET_VALID;
}

Result<void> ask_client(SSL_CTX* context, const std::string& ca_pem) {
  auto bio = bio_of(ca_pem);
  CertificatePtr ca(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  if (!ca) return bad_pem("client CA");
  X509_STORE_add_cert(SSL_CTX_get_cert_store(context), ca.get());
  SSL_CTX_add_client_CA(context, ca.get());
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, verify_peer);
  return {};
}

std::string fingerprint_of(X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  X509_digest(certificate, EVP_sha256(), digest.data(), &size);
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (unsigned i = 0; i < size; ++i) hex.append({digits[digest[i] >> 4], digits[digest[i] & 15]});
  return hex;
}

std::string name_of(X509* certificate) {
  std::array<char, 256> name{};
  int size = X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name.data(), name.size());
  return size > 0 ? std::string(name.data(), static_cast<std::size_t>(size)) : std::string();
}

class PlainChannel : public Channel {
 public:
  bool received(std::string_view wire, std::string& plain) override { return plain.append(wire), true; }
  void send(std::string_view plain) override { out_.append(plain); }
  void close() override {}
  std::string outgoing() override { return std::exchange(out_, {}); }
  bool established() const override { return true; }
  Peer peer() const override { return {}; }

 private:
  std::string out_;
};

class TlsChannel : public Channel {
 public:
  explicit TlsChannel(std::shared_ptr<TlsContext> context)
      : context_(std::move(context)), ssl_(SSL_new(static_cast<OpensslContext&>(*context_).context.get())) {
    in_ = BIO_new(BIO_s_mem());
    out_ = BIO_new(BIO_s_mem());
    SSL_set_bio(ssl_.get(), in_, out_);  // the SSL owns both
    SSL_set_accept_state(ssl_.get());
  }

  bool received(std::string_view wire, std::string& plain) override {
    BIO_write(in_, wire.data(), static_cast<int>(wire.size()));
    std::array<char, 16 << 10> block;
    for (;;) {
      ERR_clear_error();
      int size = SSL_read(ssl_.get(), block.data(), static_cast<int>(block.size()));
      if (size <= 0) return SSL_get_error(ssl_.get(), size) == SSL_ERROR_WANT_READ;
      plain.append(block.data(), static_cast<std::size_t>(size));
    }
  }

  void send(std::string_view plain) override {
    if (!plain.empty()) SSL_write(ssl_.get(), plain.data(), static_cast<int>(plain.size()));
  }

  void close() override {
    if (established()) SSL_shutdown(ssl_.get());
  }

  std::string outgoing() override {
    std::string wire(BIO_ctrl_pending(out_), '\0');
    if (!wire.empty()) BIO_read(out_, wire.data(), static_cast<int>(wire.size()));
    return wire;
  }

  bool established() const override { return SSL_is_init_finished(ssl_.get()) == 1; }

  Peer peer() const override {
    X509* certificate = SSL_get0_peer_certificate(ssl_.get());
    if (certificate == nullptr) return {};
    return {fingerprint_of(certificate), name_of(certificate), SSL_get_verify_result(ssl_.get()) != X509_V_OK};
  }

 private:
  std::shared_ptr<TlsContext> context_;
  SslPtr ssl_;
  BIO* in_ = nullptr;
  BIO* out_ = nullptr;
};

}  // namespace

Result<std::shared_ptr<TlsContext>> make_tls_context(const Tls& tls) {
  auto made = std::make_shared<OpensslContext>();
  auto* context = made->context.get();
  SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);  // 34 KB less a connection that idles
  constexpr std::string_view id = "karvan";
  SSL_CTX_set_session_id_context(context, reinterpret_cast<const unsigned char*>(id.data()), id.size());
  TRY_VOID(use_chain(context, tls.certificate_pem));
  TRY_VOID(use_key(context, tls.key_pem));
  if (!tls.client_ca_pem.empty()) TRY_VOID(ask_client(context, tls.client_ca_pem));
  return made;
}

std::unique_ptr<Channel> make_channel(const std::shared_ptr<TlsContext>& context) {
  if (!context) return std::make_unique<PlainChannel>();
  return std::make_unique<TlsChannel>(context);
}

}  // namespace karvan::http
