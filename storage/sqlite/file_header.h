#pragma once
#include <array>
#include <optional>
#include <string_view>

#include "storage/model/error.h"
#include "storage/sqlite/cipher.h"

namespace karvan::sqlite {

// What a database file has in the clear. The engine authenticates none of bytes 0-15 (AEGIS: nor 18 and 19), and AEGIS
// would take a page of any file under the same key, so Karvan gives the bytes a meaning and checks each:
//
//   0-3   key mark:  HMAC-SHA256(key, LABEL "key mark")
//   4-11  salt, random for each file
//   12-15 salt mark: HMAC-SHA256(key, LABEL "salt mark" ‖ salt)
//   16-23 AEGIS alone: page size 4096, WAL (2, 2), 64 reserved bytes a page (AEGIS-256), then 64, 32, 32 as SQLite
//         defines them. SQLCipher's are sealed with the page.
//
// LABEL is "karvan " of AEGIS, "karvan sqlcipher " of SQLCipher, so the marks tell which of them the file is. Pages are
// sealed under HMAC-SHA256(key, LABEL "page key" ‖ salt). Any reader of SQLCipher 4 opens such a file with that as its
// raw key: to it, bytes 0-15 are the salt (Zetetic, "SQLCipher Design", 2023).
//
// One damaged byte spoils at most one of the two marks, so damage is told from a wrong key.
inline constexpr std::size_t header_bytes = 24;
inline constexpr std::size_t salt_bytes = 8;

// What the engine is keyed with: the 32-byte page key and the file's bytes 0-15. Wiped when destroyed.
struct PageKey {
  Cipher cipher = Cipher::aegis;
  std::array<char, 48> bytes = {};
  PageKey() = default;
  PageKey(const PageKey&) = default;
  PageKey& operator=(const PageKey&) = default;
  ~PageKey();
};

PageKey page_key(Cipher cipher, std::string_view key, std::string_view salt);

// `header`: the file's first 24 bytes. Code::database_plaintext, key_wrong, database_damaged.
Result<PageKey> check_header(std::string_view header, std::string_view key);
// Of a file that may be damaged, as far as its marks tell. Nothing: neither mark is of this key.
std::optional<Cipher> cipher_of(std::string_view header, std::string_view key);

}  // namespace karvan::sqlite
