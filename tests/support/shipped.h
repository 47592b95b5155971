#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/seal/hash.h"

namespace karvan::test {

// What each step of a schema was when it shipped, by the first bytes of its SHA-256. A file that took the step then is
// never given another: a step that reads otherwise than it did is a fault, and what it lacks is a step of its own.
inline std::vector<std::string> digests_of(std::span<const std::string_view> steps) {
  std::vector<std::string> all;
  for (const auto step : steps) all.push_back(seal::to_hex(seal::sha256(step)).substr(0, 16));
  return all;
}

}  // namespace karvan::test
