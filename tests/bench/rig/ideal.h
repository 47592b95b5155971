#pragma once
#include <string>
#include <vector>

namespace karvan::bench {

// The least that carrying operations durably can cost: SQLite -> zstd 3 -> TCP -> plain SQLite, FULL, a rowid and no
// other index; eight batches of a thousand in flight; no cipher, no TLS, no chain. `folder` gets the two files and is
// the disk that is measured. Gives operations a second.
double ideal(const std::string& folder, const std::vector<std::string>& lines);

inline constexpr double ideal_a_second_min = 120'000;
inline constexpr std::size_t ideal_batch = 1'000;

}  // namespace karvan::bench
