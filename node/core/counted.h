#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "storage/model/error.h"

namespace karvan::core {

// What the book knows of the TPM's counter (counted.cpp).
struct Counted {
  std::optional<std::uint64_t> kept;  // in the book: what the counter stands at, or is to be raised to
  std::string epoch;                  // in the book: in which start the two were compared last
  // In the book, by lease: numbers below it may be issued before the counter has to rise again.
  std::map<std::string, std::int64_t, std::less<>> reserved;
  // In memory: what the counter has risen for, and so may really be issued.
  std::map<std::string, std::int64_t, std::less<>> usable;
  std::uint64_t told = 0;      // by the TPM, last
  bool asked = false;          // its answer is awaited
  std::int64_t asked_ms = 0;   // when it was asked last
  std::optional<Error> fault;  // why it did not answer
  bool due = true;             // numbers or leases have moved: another block may have to be reserved
};

inline constexpr std::int64_t block_numbers = 64;  // that are issued at most while the counter stands still
inline constexpr std::int64_t block_spare = 16;    // so few left: the next block is reserved meanwhile
inline constexpr std::int64_t count_again_ms = 5'000;

}  // namespace karvan::core
