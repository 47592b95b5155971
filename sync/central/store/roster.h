#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sqlite/database.h"
#include "sync/rules/roles.h"

namespace karvan::central {

inline constexpr int pin_tries_max = 10;

// Staff, as headquarters has entered them. In the records file.
class Roster {
 public:
  explicit Roster(sqlite::Database& records) : db_(&records) {}
  Result<std::vector<rules::Staff>> list();  // by id
  Result<std::optional<rules::Staff>> get(std::string_view id);
  Result<void> put(const rules::Staff& staff);  // new, or in place of the one with this id; wrong tries are forgotten

  // Wrong PINs at the centre's page since the last right one.
  Result<int> tries(std::string_view id);
  Result<void> set_tries(std::string_view id, int tries);

 private:
  sqlite::Database* db_;
};

}  // namespace karvan::central
