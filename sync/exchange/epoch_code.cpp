#include "sync/exchange/epoch_code.h"

#include <cstdint>

#include "storage/seal/agree.h"
#include "storage/seal/hash.h"

namespace karvan::exchange {
namespace {

constexpr std::size_t group = 4, challenge_digits = 8, code_digits = 12;

std::string digits_of(std::string_view bytes, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof value; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  std::string text;
  for (std::size_t i = 0; i < count; ++i, value /= 10) {
    if (i > 0 && i % group == 0) text.insert(text.begin(), '-');
    text.insert(text.begin(), static_cast<char>('0' + value % 10));
  }
  return text;
}

// Empty where it holds anything but digits, blanks and hyphens.
std::string bare(std::string_view text) {
  std::string digits;
  for (char c : text) {
    if (c >= '0' && c <= '9')
      digits.push_back(c);
    else if (c != ' ' && c != '-')
      return {};
  }
  return digits;
}

}  // namespace

std::string make_epoch_challenge(const seal::Entropy& entropy) {
  return digits_of(entropy(sizeof(std::uint64_t)), challenge_digits);
}

Result<std::string> epoch_code(const seal::SigningKey& own, const seal::VerifyingKey& other, std::string_view node,
                               std::string_view challenge) {
  const auto asked = bare(challenge);
  if (asked.size() != challenge_digits) return fail(Code::malformed, {}, "challenge");
  TRY(auto secret, seal::shared_secret(own, other));
  std::string said = "karvan/epoch/v1\n";
  said.append(node).append("\n").append(asked).append("\n");
  const auto mac = seal::hmac_sha256(secret, said);
  return digits_of(seal::view(mac), code_digits);
}

bool same_epoch_code(std::string_view a, std::string_view b) {
  const auto x = bare(a), y = bare(b);
  return x.size() == code_digits && seal::equal_constant_time(x, y);
}

}  // namespace karvan::exchange
