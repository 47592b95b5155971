#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// Argon2id (RFC 9106), one lane: makes a guess at a PIN or a passphrase dear.
namespace karvan::seal {

struct Argon2Cost {
  std::uint32_t passes;
  std::uint32_t memory_kib;
  bool operator==(const Argon2Cost&) const = default;
};

// What is read back from a file must lie within: a forged cost may not exhaust the box.
constexpr Argon2Cost argon2_cost_min{1, 8};
constexpr Argon2Cost argon2_cost_max{10, 1 << 20};
constexpr std::size_t argon2_salt_bytes = 16;

bool is_within_bounds(const Argon2Cost& cost);

// `bytes` bytes, 16 at least, from `secret` and a salt of argon2_salt_bytes. Takes a tenth of a second or more: never
// on the core thread. Throws std::bad_alloc where memory is short, std::invalid_argument on a cost out of bounds.
std::string argon2id(std::string_view secret, std::string_view salt, const Argon2Cost& cost, std::size_t bytes);

}  // namespace karvan::seal
