#pragma once
#include <span>
#include <string_view>

#include "storage/sqlite/database.h"

namespace karvan::sqlite {

// Brings the schema up to `steps.size()` (kept in user_version): step n takes it from version n to n + 1, each in a
// transaction of its own. Forward only; a file from a newer program is Code::newer_schema. Steps that have shipped
// never change.
Result<void> migrate(Database& database, std::span<const std::string_view> steps);

// Whether there is a step that it still needs.
Result<bool> lacks_steps(Database& database, std::span<const std::string_view> steps);

}  // namespace karvan::sqlite
