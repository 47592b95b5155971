#include "storage/sqlite/file_header.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>

namespace karvan::sqlite {

namespace {

constexpr std::size_t mark_bytes = 4, key_part_bytes = 32;
constexpr std::size_t clear_bytes = mark_bytes + salt_bytes + mark_bytes;
constexpr std::string_view plaintext_magic("SQLite format 3\0", 16);
constexpr std::string_view fixed_part("\x10\x00\x02\x02\x40\x40\x20\x20", 8);

std::string_view label_of(Cipher cipher) { return cipher == Cipher::aegis ? "karvan " : "karvan sqlcipher "; }

std::array<char, 32> keyed(std::string_view key, Cipher cipher, std::string_view what, std::string_view salt = {}) {
  std::string message(label_of(cipher));
  message.append(what).append(salt);
  std::array<char, 32> out;
  unsigned int length = out.size();
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(message.data()),
       message.size(), reinterpret_cast<unsigned char*>(out.data()), &length);
  return out;
}

std::string mark(std::string_view key, Cipher cipher, std::string_view what, std::string_view salt = {}) {
  return std::string(keyed(key, cipher, what, salt).data(), mark_bytes);
}

bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string_view salt_of(std::string_view header) { return header.substr(mark_bytes, salt_bytes); }

// Bytes 0-15 of a file.
std::string clear_part(Cipher cipher, std::string_view key, std::string_view salt) {
  auto clear = mark(key, cipher, "key mark");
  return clear.append(salt).append(mark(key, cipher, "salt mark", salt));
}

}  // namespace

PageKey::~PageKey() { OPENSSL_cleanse(bytes.data(), bytes.size()); }

PageKey page_key(Cipher cipher, std::string_view key, std::string_view salt) {
  PageKey out;
  out.cipher = cipher;
  auto sealed_under = keyed(key, cipher, "page key", salt);
  const auto clear = clear_part(cipher, key, salt);
  auto at = std::copy(sealed_under.begin(), sealed_under.end(), out.bytes.begin());
  std::copy(clear.begin(), clear.end(), at);
  OPENSSL_cleanse(sealed_under.data(), sealed_under.size());
  return out;
}

std::optional<Cipher> cipher_of(std::string_view header, std::string_view key) {
  if (header.size() < clear_bytes) return std::nullopt;
  std::optional<Cipher> found;
  // By both marks rather than by one: four bytes may be alike by chance.
  for (int most = 0; const auto cipher : {Cipher::aegis, Cipher::sqlcipher4}) {
    const auto clear = clear_part(cipher, key, salt_of(header));
    const int alike = same(header.substr(0, mark_bytes), clear.substr(0, mark_bytes)) +
                      same(header.substr(clear_bytes - mark_bytes, mark_bytes), clear.substr(clear_bytes - mark_bytes));
    if (alike <= most) continue;
    most = alike;
    found = cipher;
  }
  return found;
}

Result<PageKey> check_header(std::string_view header, std::string_view key) {
  if (header.starts_with(plaintext_magic)) return fail(Code::database_plaintext);
  if (header.size() < header_bytes) return fail(Code::database_damaged, {}, "header is cut");
  const auto cipher = cipher_of(header, key);
  if (!cipher) return fail(Code::key_wrong);
  auto page = page_key(*cipher, key, salt_of(header));
  const bool marked = same(header.substr(0, clear_bytes),
                           std::string_view(page.bytes.data(), page.bytes.size()).substr(key_part_bytes));
  const bool fixed = *cipher != Cipher::aegis || header.substr(clear_bytes, fixed_part.size()) == fixed_part;
  if (!marked || !fixed) return fail(Code::database_damaged, {}, "header");
  return page;
}

}  // namespace karvan::sqlite
