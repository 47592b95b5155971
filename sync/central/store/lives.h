#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "storage/sqlite/database.h"

namespace karvan::central {

inline constexpr std::int64_t lost_ms_unknown = INT64_MAX;

// A life of the centre that was lost when its databases were restored.
struct LostLife {
  std::string epoch;
  std::uint64_t fleet = 0;                 // number of its fleet state, as far as that was kept
  std::int64_t lost_ms = lost_ms_unknown;  // when; of a file of before it was not written down
  bool operator==(const LostLife&) const = default;
};

inline constexpr std::size_t lost_lives_max = 64;  // the newest

// In the records file, oldest first. Callers wrap writes in a transaction.
Result<std::vector<LostLife>> lost_lives(sqlite::Database& records);
Result<void> put_lost_lives(sqlite::Database& records, const std::vector<LostLife>& lives);

}  // namespace karvan::central
