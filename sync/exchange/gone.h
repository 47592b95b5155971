#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"
#include "sync/exchange/parts.h"

// What a box has lost of its own log and nobody can send any more: its database was damaged, and salvaged. Work that
// goes on from there would wait at the centre for ever. Signed by the box (Request::gone), as it vouches for work whose
// chain is broken.
namespace karvan::exchange {

// After `kept` its log goes on from `next`; what lies between is lost.
struct Gap {
  Point kept;
  Point next;
  bool operator==(const Gap&) const = default;
};

struct Gone {
  std::string node;
  std::vector<Gap> gaps;  // in the order of the log, at most gaps_max
  bool operator==(const Gone&) const = default;
};

inline constexpr std::size_t gaps_max = 64;

// The note's text: "karvan/gone/v1", then in one line the node, and of each gap epoch, seq and hash of both its ends.
std::string write_gone(const Gone& gone);
Result<Gone> parse_gone(std::string_view text);  // malformed

}  // namespace karvan::exchange
