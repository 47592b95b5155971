#include "storage/seal/hash.h"

#include <openssl/evp.h>

#include "storage/seal/sodium.h"

namespace karvan::seal {
namespace {

void must(int openssl_result) {
  if (openssl_result != 1) throw std::runtime_error("OpenSSL cannot compute SHA-256");
}

// Fetching the digest costs more than hashing a line: once a thread (0.72 µs a call instead of several).
class Sha256Engine {
 public:
  Sha256Engine() : md_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(EVP_MD_CTX_new()) {
    if (md_ == nullptr || context_ == nullptr) throw std::runtime_error("OpenSSL has no SHA-256");
  }
  ~Sha256Engine() {
    EVP_MD_CTX_free(context_);
    EVP_MD_free(md_);
  }
  Sha256Engine(const Sha256Engine&) = delete;
  Sha256Engine& operator=(const Sha256Engine&) = delete;

  void start() { must(EVP_DigestInit_ex2(context_, md_, nullptr)); }
  void append(std::string_view bytes) { must(EVP_DigestUpdate(context_, bytes.data(), bytes.size())); }
  Digest finish() {
    Digest digest;
    must(EVP_DigestFinal_ex(context_, digest.data(), nullptr));
    return digest;
  }

 private:
  EVP_MD* md_;
  EVP_MD_CTX* context_;
};

Sha256Engine& engine_of_thread() {
  thread_local Sha256Engine engine;
  return engine;
}

Digest sha256_of_pair(std::string_view a, std::string_view b) {
  Sha256Engine& engine = engine_of_thread();
  engine.start();
  engine.append(a);
  engine.append(b);
  return engine.finish();
}

std::string base64_of(std::string_view bytes, int variant) {
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes_of(bytes), bytes.size(), variant);
  text.pop_back();
  return text;
}

Result<std::string> read_base64(std::string_view text, int variant) {
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  std::size_t written = 0;
  if (sodium_base642bin(bytes_of(bytes), bytes.size(), text.data(), text.size(), nullptr, &written, nullptr, variant)) {
    return fail(Code::malformed, {}, "base64");
  }
  bytes.resize(written);
  // libsodium 1.0.18 takes some bytes above 0x7f for letters.
  if (Wiped(base64_of(bytes, variant)).view() != text) return fail(Code::malformed, {}, "base64");
  return bytes;
}

}  // namespace

struct Sha256::State {
  Sha256Engine engine;
};

Sha256::Sha256() : state_(std::make_unique<State>()) { state_->engine.start(); }
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
void Sha256::append(std::string_view bytes) { state_->engine.append(bytes); }
Digest Sha256::finish() { return state_->engine.finish(); }

Digest sha256(std::string_view bytes) { return sha256_of_pair(bytes, {}); }

Digest hmac_sha256(std::string_view key, std::string_view bytes) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(bytes), bytes.size());
  Digest digest;
  crypto_auth_hmacsha256_final(&state, digest.data());
  sodium_memzero(&state, sizeof state);
  return digest;
}

bool equal_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string to_hex(std::string_view bytes) {
  std::string hex(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), bytes_of(bytes), bytes.size());
  hex.pop_back();
  return hex;
}

std::string to_hex(const Digest& digest) { return to_hex(view(digest)); }

Result<std::string> from_hex(std::string_view hex) {
  std::string bytes(hex.size() / 2, '\0');
  std::size_t written = 0;
  const int result = sodium_hex2bin(bytes_of(bytes), bytes.size(), hex.data(), hex.size(), nullptr, &written, nullptr);
  if (result != 0 || hex.size() % 2 != 0 || written != bytes.size()) return fail(Code::malformed, {}, "hex");
  return bytes;
}

std::string to_base64(std::string_view bytes) { return base64_of(bytes, sodium_base64_VARIANT_ORIGINAL); }
std::string to_base64_unpadded(std::string_view bytes) {
  return base64_of(bytes, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
}

Result<std::string> from_base64(std::string_view text) { return read_base64(text, sodium_base64_VARIANT_ORIGINAL); }
Result<std::string> from_base64_unpadded(std::string_view text) {
  return read_base64(text, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
}

std::string_view view(const Digest& digest) { return {reinterpret_cast<const char*>(digest.data()), digest.size()}; }

Digest chain(const Digest& previous, const Digest& line_digest) {
  return sha256_of_pair(view(previous), view(line_digest));
}

}  // namespace karvan::seal
