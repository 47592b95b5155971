#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/model/op.h"
#include "storage/sqlite/database.h"

namespace karvan::central {

// A command of a person at headquarters, and the operation that the centre wrote for it.
struct CommandRow {
  std::string cmd;
  std::string asked;  // digest of the question
  model::OpId op = {};
};

// In the inbox file, in the commit that stores the operation: so a command is written once (P2). Its answer is the
// operation's first entry in the feed.
class Commands {
 public:
  explicit Commands(sqlite::Database& inbox) : db_(&inbox) {}
  Result<std::optional<CommandRow>> get(std::string_view cmd);
  // Forgets what was made before `forget_before_ms`.
  Result<void> put(const CommandRow& row, std::int64_t now_ms, std::int64_t forget_before_ms);

 private:
  sqlite::Database* db_;
};

}  // namespace karvan::central
