#include "storage/seal/pin.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "storage/seal/hash.h"

namespace karvan::seal {
namespace {

constexpr std::size_t pin_hash_bytes = 32;

struct PinHash {
  Argon2Cost cost{};
  std::string salt;
  std::string hash;
};

bool take(std::string_view& rest, std::string_view word) {
  const bool found = rest.substr(0, word.size()) == word;
  if (found) rest.remove_prefix(word.size());
  return found;
}

bool take(std::string_view& rest, std::uint32_t& number) {
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  return error == std::errc();
}

std::optional<PinHash> parse(std::string_view text) {
  PinHash pin;
  if (!take(text, "$argon2id$v=19$m=") || !take(text, pin.cost.memory_kib) || !take(text, ",t=") ||
      !take(text, pin.cost.passes) || !take(text, ",p=1$")) {
    return std::nullopt;
  }
  const std::size_t divider = text.find('$');
  if (divider == std::string_view::npos) return std::nullopt;
  const auto salt = from_base64_unpadded(text.substr(0, divider));
  const auto hash = from_base64_unpadded(text.substr(divider + 1));
  if (!salt || !hash || salt->size() != argon2_salt_bytes || hash->size() != pin_hash_bytes) return std::nullopt;
  if (!is_within_bounds(pin.cost)) return std::nullopt;
  return PinHash{pin.cost, *salt, *hash};
}

}  // namespace

std::string hash_pin(std::string_view pin, const Entropy& entropy, const Argon2Cost& cost) {
  const std::string salt = entropy(argon2_salt_bytes);
  const std::string hash = argon2id(pin, salt, cost, pin_hash_bytes);
  return fmt::format("$argon2id$v=19$m={},t={},p=1${}${}", cost.memory_kib, cost.passes, to_base64_unpadded(salt),
                     to_base64_unpadded(hash));
}

bool verify_pin(std::string_view pin, std::string_view hash) {
  const auto stored = parse(hash);
  return stored && equal_constant_time(argon2id(pin, stored->salt, stored->cost, pin_hash_bytes), stored->hash);
}

}  // namespace karvan::seal
