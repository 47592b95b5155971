#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "storage/sqlite/database.h"

namespace karvan::central {

struct AwaitedRow {
  std::string hash;
  std::string office, record;
};

// Which records wait for which attachments (P11). In the records file; callers wrap writes in a transaction.
class Awaited {
 public:
  explicit Awaited(sqlite::Database& records) : db_(&records) {}
  Result<void> put(const AwaitedRow& row);
  Result<std::vector<AwaitedRow>> of_file(std::string_view hash);
  Result<void> forget(std::string_view hash);

 private:
  sqlite::Database* db_;
};

}  // namespace karvan::central
