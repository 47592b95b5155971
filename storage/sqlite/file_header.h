#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "storage/model/error.h"

namespace karvan::sqlite {

// The first 24 bytes of a database file, all that AEGIS leaves in the clear. It does not authenticate bytes 0-15, 18
// and 19 and would take a page of any file under the same key, so Karvan gives the bytes a meaning and checks each:
//
//   0-3   key mark:  HMAC-SHA256(key, "karvan key mark")
//   4-11  salt, random for each file
//   12-15 salt mark: HMAC-SHA256(key, "karvan salt mark" ‖ salt)
//   16-23 page size 4096, WAL (2, 2), 64 reserved bytes a page (AEGIS-256), then 64, 32, 32 as SQLite defines them
//
// Pages are sealed under HMAC-SHA256(key, "karvan page key" ‖ salt). One damaged byte spoils at most one of the two
// marks, so damage is told from a wrong key.
inline constexpr std::size_t header_bytes = 24;
inline constexpr std::size_t salt_bytes = 8;

// What the engine is keyed with: the 32-byte page key and the file's bytes 0-15. Wiped when destroyed.
struct PageKey {
  std::array<char, 48> bytes = {};
  PageKey() = default;
  PageKey(const PageKey&) = default;
  PageKey& operator=(const PageKey&) = default;
  ~PageKey();
};

PageKey page_key(std::string_view key, std::string_view salt);

// `header`: the file's first 24 bytes. Code::database_plaintext, key_wrong, database_damaged.
Result<PageKey> check_header(std::string_view header, std::string_view key);

}  // namespace karvan::sqlite
