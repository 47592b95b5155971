#pragma once
#include <cstdint>

namespace karvan::ports::samples {

inline constexpr std::int64_t noon = 1'795'262'400'000;  // 2026-11-21 12:00 UTC

}  // namespace karvan::ports::samples
