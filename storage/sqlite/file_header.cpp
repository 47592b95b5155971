#include "storage/sqlite/file_header.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>

namespace karvan::sqlite {

namespace {

constexpr std::size_t mark_bytes = 4;
constexpr std::string_view plaintext_magic("SQLite format 3\0", 16);
constexpr std::string_view fixed_part("\x10\x00\x02\x02\x40\x40\x20\x20", 8);

std::array<char, 32> keyed(std::string_view key, std::string_view label, std::string_view salt = {}) {
  std::string message(label);
  message.append(salt);
  std::array<char, 32> out;
  unsigned int length = out.size();
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(message.data()),
       message.size(), reinterpret_cast<unsigned char*>(out.data()), &length);
  return out;
}

std::string mark(std::string_view key, std::string_view label, std::string_view salt = {}) {
  return std::string(keyed(key, label, salt).data(), mark_bytes);
}

bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

PageKey::~PageKey() { OPENSSL_cleanse(bytes.data(), bytes.size()); }

PageKey page_key(std::string_view key, std::string_view salt) {
  PageKey out;
  auto sealed_under = keyed(key, "karvan page key", salt);
  std::string clear = mark(key, "karvan key mark");
  clear.append(salt).append(mark(key, "karvan salt mark", salt));
  auto at = std::copy(sealed_under.begin(), sealed_under.end(), out.bytes.begin());
  std::copy(clear.begin(), clear.end(), at);
  OPENSSL_cleanse(sealed_under.data(), sealed_under.size());
  return out;
}

Result<PageKey> check_header(std::string_view header, std::string_view key) {
  if (header.starts_with(plaintext_magic)) return fail(Code::database_plaintext);
  if (header.size() < header_bytes) return fail(Code::database_damaged, {}, "header is cut");
  std::string_view salt = header.substr(mark_bytes, salt_bytes);
  bool key_known = same(header.substr(0, mark_bytes), mark(key, "karvan key mark"));
  bool salt_known = same(header.substr(mark_bytes + salt_bytes, mark_bytes), mark(key, "karvan salt mark", salt));
  if (!key_known && !salt_known) return fail(Code::key_wrong);
  bool whole = key_known && salt_known && header.substr(16, fixed_part.size()) == fixed_part;
  if (!whole) return fail(Code::database_damaged, {}, "header");
  return page_key(key, salt);
}

}  // namespace karvan::sqlite
