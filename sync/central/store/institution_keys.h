#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sqlite/database.h"

namespace karvan::central {

// What an institution's program shows instead of a PIN. The secret itself is told once and kept nowhere.
struct InstitutionKey {
  std::string id;
  std::string digest;  // hex SHA-256 of the secret, which is as random as a key
  std::string institution;
  std::string staff;  // the officer of the roster who answers for what is done with it
  std::string name;
  std::int64_t made_ms = 0;
  std::optional<std::int64_t> revoked_ms = {};
};

// In the records file. Callers wrap writes in a transaction.
class InstitutionKeys {
 public:
  explicit InstitutionKeys(sqlite::Database& records) : db_(&records) {}
  Result<std::vector<InstitutionKey>> list();  // oldest first
  Result<std::optional<InstitutionKey>> get(std::string_view id);
  Result<void> put(const InstitutionKey& key);
  Result<void> revoke(std::string_view id, std::int64_t now_ms);  // not_found

 private:
  sqlite::Database* db_;
};

}  // namespace karvan::central
