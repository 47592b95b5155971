#include "storage/seal/bech32.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "storage/seal/sodium.h"

namespace karvan::seal {
namespace {

constexpr std::string_view alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::size_t checksum_letters = 6;
constexpr std::size_t text_bytes_max = 256;

// BIP 173's BCH code over GF(32), a step for each letter.
class Checksum {
 public:
  explicit Checksum(std::string_view prefix) {
    for (const char c : prefix) add(static_cast<std::uint8_t>(c >> 5));
    add(0);
    for (const char c : prefix) add(static_cast<std::uint8_t>(c & 31));
  }
  void add(std::uint8_t letter) {
    constexpr std::array<std::uint32_t, 5> generator{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    const std::uint32_t top = value_ >> 25;
    value_ = ((value_ & 0x1ffffff) << 5) ^ letter;
    for (std::size_t bit = 0; bit < generator.size(); ++bit) value_ ^= (top >> bit) & 1 ? generator[bit] : 0;
  }
  std::uint32_t value() const { return value_; }

 private:
  std::uint32_t value_ = 1;
};

// Regroups a run of `from`-bit values into `to`-bit values, most significant bit first.
template <class Put>
void regroup(std::string_view values, int from, int to, Put put) {
  std::uint32_t bits = 0;
  int count = 0;
  for (const char value : values) {
    bits = (bits << from) | static_cast<std::uint8_t>(value);
    for (count += from; count >= to; count -= to) put(static_cast<char>((bits >> (count - to)) & ((1u << to) - 1)));
    bits &= (1u << count) - 1;
  }
  if (from > to && count > 0) put(static_cast<char>((bits << (to - count)) & ((1u << to) - 1)));
}

// A copy in lower case, or nothing where the cases are mixed.
std::string in_one_case(std::string_view text) {
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
  if (std::any_of(text.begin(), text.end(), is_upper) && std::any_of(text.begin(), text.end(), is_lower)) return {};
  std::string lower(text);
  for (char& c : lower) c = is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

}  // namespace

std::string to_bech32(std::string_view prefix, std::string_view bytes) {
  std::string text;
  text.reserve(text_bytes_max);  // it may be a secret: what has to grow leaves a copy behind
  text.append(prefix).append("1");
  Checksum checksum(prefix);
  regroup(bytes, 8, 5, [&](char letter) {
    checksum.add(static_cast<std::uint8_t>(letter));
    text += alphabet[static_cast<std::size_t>(letter)];
  });
  for (std::size_t i = 0; i < checksum_letters; ++i) checksum.add(0);
  const std::uint32_t value = checksum.value() ^ 1;
  for (int shift = 25; shift >= 0; shift -= 5) text += alphabet[(value >> shift) & 31];
  return text;
}

Result<std::string> from_bech32(std::string_view text, std::string_view prefix) {
  const auto wrong = fail(Code::malformed, {}, "bech32");
  const Wiped kept(in_one_case(text.substr(0, text_bytes_max + 1)));
  const std::string_view lower = kept.view();
  if (lower.size() > text_bytes_max || lower.size() < prefix.size() + 1 + checksum_letters) return wrong;
  if (lower.substr(0, prefix.size()) != prefix || lower[prefix.size()] != '1') return wrong;
  Wiped letters(lower.size());
  std::size_t count = 0;
  Checksum checksum(prefix);
  for (const char c : lower.substr(prefix.size() + 1)) {
    const std::size_t letter = alphabet.find(c);
    if (letter == std::string_view::npos) return wrong;
    checksum.add(static_cast<std::uint8_t>(letter));
    letters.data()[count++] = static_cast<unsigned char>(letter);
  }
  if (checksum.value() != 1) return wrong;
  std::string bytes;
  bytes.reserve(count);
  regroup(letters.view().substr(0, count - checksum_letters), 5, 8, [&](char byte) { bytes += byte; });
  // Only what this room would write: stray bits at the end are refused.
  if (Wiped(to_bech32(prefix, bytes)).view() != lower) return wrong;
  return bytes;
}

}  // namespace karvan::seal
