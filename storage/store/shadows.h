#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"
#include "storage/sqlite/database.h"

namespace karvan::store {

// A record that cannot be folded in its place: what the feed says of it gathers here until it is whole, and the desk
// goes on with what it has.
struct Shadow {
  std::string record;               // RecordId text
  std::uint64_t position = 0;       // of the last entry in `body`; without one, of the last that was folded before
  std::optional<std::string> body;  // absent: entries do not help, the whole record is to be asked for
  std::string reason;               // one of those below, or a Code's name
  bool operator==(const Shadow&) const = default;
};

inline constexpr std::string_view shadow_rebuilt = "rebuilt";
inline constexpr std::string_view shadow_purged = "purged";    // removed here: not asked for
inline constexpr std::string_view shadow_touched = "touched";  // and then came an entry

inline constexpr std::string_view shadow_nothing = "{}";  // the body where the centre has no such record

class Shadows {
 public:
  explicit Shadows(sqlite::Database& database) : db_(&database) {}
  // Writes or replaces.
  Result<void> put(const Shadow& shadow);
  Result<std::optional<Shadow>> get(std::string_view record);
  Result<void> remove(std::string_view record);
  // With a body, oldest first.
  Result<std::vector<Shadow>> ready(std::size_t limit);
  // Records to be asked for whole, the longest waiting first.
  Result<std::vector<Shadow>> wanted(std::size_t limit);
  Result<std::uint64_t> count();

 private:
  sqlite::Database* db_;
};

}  // namespace karvan::store
