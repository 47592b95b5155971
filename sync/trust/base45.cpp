#include "sync/trust/base45.h"

namespace karvan::trust {
namespace {

constexpr std::string_view base45_alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
constexpr unsigned base = 45;

}  // namespace

std::string to_base45(std::string_view bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    const bool pair = i + 1 < bytes.size();
    unsigned value = static_cast<unsigned char>(bytes[i]);
    if (pair) value = value * 256 + static_cast<unsigned char>(bytes[i + 1]);
    for (int digits = pair ? 3 : 2; digits > 0; --digits, value /= base) text += base45_alphabet[value % base];
  }
  return text;
}

Result<std::string> from_base45(std::string_view text) {
  const auto wrong = fail(Code::malformed, {}, "base45");
  if (text.size() % 3 == 1) return wrong;
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    const auto group = text.substr(i, 3);
    unsigned value = 0;
    for (auto digit = group.rbegin(); digit != group.rend(); ++digit) {
      const auto place = base45_alphabet.find(*digit);
      if (place == base45_alphabet.npos) return wrong;
      value = value * base + static_cast<unsigned>(place);
    }
    if (value > (group.size() == 3 ? 0xffffu : 0xffu)) return wrong;
    if (group.size() == 3) bytes += static_cast<char>(value >> 8);
    bytes += static_cast<char>(value & 0xff);
  }
  return bytes;
}

}  // namespace karvan::trust
