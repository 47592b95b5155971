#include "storage/model/tracking.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace karvan::model {
namespace {

// Crockford's base 32: no I, L, O, U.
constexpr std::string_view letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t data_letters = 8;

// In GF(2^5), by x^5 + x^2 + 1: times x.
constexpr unsigned times_x(unsigned a) {
  a <<= 1;
  return a & 32 ? a ^ 0b100101 : a;
}

// The sum of digit · x^place. Places have different powers of a generator, so one wrong digit, or two exchanged, always
// change it.
unsigned check_of(const std::array<unsigned, data_letters>& digits) {
  unsigned sum = 0;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) sum = times_x(sum ^ *digit);
  return sum;
}

std::string write(const std::array<unsigned, data_letters>& digits) {
  std::string text;
  for (unsigned digit : digits) {
    text += letters[digit];
    if (text.size() == 3 || text.size() == 7) text += '-';
  }
  return text + letters[check_of(digits)];
}

std::array<unsigned, data_letters> split(std::uint64_t bits) {
  std::array<unsigned, data_letters> digits{};
  for (std::size_t i = 0; i < data_letters; ++i) digits[i] = (bits >> (5 * (data_letters - 1 - i))) & 31;
  return digits;
}

int digit_of(char c) {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (c == 'O') c = '0';
  if (c == 'I' || c == 'L') c = '1';
  auto found = letters.find(c);
  return found == letters.npos ? -1 : static_cast<int>(found);
}

int hex_of(char c) {
  constexpr std::string_view hex = "0123456789abcdef";
  auto found = hex.find(c);
  return found == hex.npos ? -1 : static_cast<int>(found);
}

}  // namespace

std::string make_id(std::int64_t now_ms, std::uint32_t node_number, std::string_view random) {
  auto byte = [&](std::size_t i) { return static_cast<std::uint64_t>(static_cast<unsigned char>(random.at(i))); };
  const std::uint64_t a = (byte(0) << 8 | byte(1)) & 0xfff;
  const std::uint64_t b = (byte(2) << 8 | byte(3)) & 0x3fff;
  const std::uint64_t tail = byte(4);
  const std::uint64_t low = std::uint64_t{node_number % node_numbers} << 26 |
                            ((byte(5) << 24 | byte(6) << 16 | byte(7) << 8 | byte(8)) & 0x3ffffff);
  const auto ms = static_cast<std::uint64_t>(now_ms) & 0xffffffffffff;
  return fmt::format("{:08x}-{:04x}-7{:03x}-{:04x}-{:02x}{:010x}", ms >> 16, ms & 0xffff, a, 0x8000 | b, tail, low);
}

std::string tracking_of(std::string_view id) {
  id = id.substr(id.rfind('/') + 1);
  if (id.size() != 36 || id[14] != '7') return "";
  std::uint64_t bits = 0;
  for (char c : id.substr(26)) {
    int digit = hex_of(c);
    if (digit < 0) return "";
    bits = bits << 4 | static_cast<unsigned>(digit);
  }
  return write(split(bits));
}

Result<std::string> parse_tracking(std::string_view text) {
  std::array<unsigned, data_letters + 1> found{};
  std::size_t count = 0;
  for (char c : text) {
    if (c == '-' || c == ' ') continue;
    int digit = digit_of(c);
    if (digit < 0 || count == found.size()) return fail(Code::malformed, {}, "tracking number");
    found[count++] = static_cast<unsigned>(digit);
  }
  std::array<unsigned, data_letters> digits{};
  std::copy_n(found.begin(), data_letters, digits.begin());
  if (count != found.size() || check_of(digits) != found.back()) return fail(Code::malformed, {}, "tracking number");
  return write(digits);
}

std::string tracking_start(std::string_view text) {
  constexpr std::size_t least = 3;
  if (auto whole = parse_tracking(text)) return *std::move(whole);
  std::string start;
  std::size_t count = 0;
  bool any_digit = false;
  for (char c : text) {
    if (c == '-' || c == ' ') continue;
    const int digit = digit_of(c);
    if (digit < 0 || count > data_letters) return "";
    any_digit |= c >= '0' && c <= '9';
    if (count == 3 || count == 6) start += '-';
    start += letters[static_cast<unsigned>(digit)];
    ++count;
  }
  return count < least || !any_digit ? "" : start;
}

}  // namespace karvan::model
