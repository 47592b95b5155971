#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"
#include "storage/sqlite/database.h"

namespace karvan::store {

struct Answer {
  int status = 200;
  std::string body;
  std::int64_t at_ms = 0;
  std::string asked =
      {};  // what was asked, e.g. a digest: the same `cmd` with another question is not the same command
  bool operator==(const Answer&) const = default;
};

inline constexpr std::size_t forgotten_bytes_min = 4;

// P2. A command's answer is stored in the commit that makes it true, so that one repeated after a lost answer gets the
// first; and after a COMMIT of unknown outcome, whether `cmd` is here tells whether it stands.
class Commands {
 public:
  explicit Commands(sqlite::Database& database) : db_(&database) {}
  Result<std::optional<Answer>> answer(std::string_view cmd);
  // Once a `cmd`; a second time is Code::internal and changes nothing.
  Result<void> keep(std::string_view cmd, const Answer& answer);
  // Takes each string that says one of these out of the answers: what a citizen said was ordered away. The answers
  // stay, so that a command which comes again is not carried out again. What is shorter than `forgotten_bytes_min`
  // tells of nobody. All answers are read for it, once.
  Result<void> forget(std::vector<std::string> said);
  // Removes at most `limit` answers older than `before_ms`; gives how many.
  Result<std::int64_t> prune(std::int64_t before_ms, std::size_t limit = 1'000);

 private:
  sqlite::Database* db_;
};

}  // namespace karvan::store
