#include "storage/model/json_text.h"

#include <boost/json.hpp>
#include <cstdint>
#include <cstring>

namespace karvan::json {
namespace {

using Eight = std::uint64_t;  // characters, looked at together

constexpr Eight all_of(unsigned char c) { return ~Eight{0} / 255 * c; }

// The high bit of a character is set where it is less, at least of the lowest such (S. E. Anderson, "Bit Twiddling
// Hacks": hasless, haszero).
constexpr Eight less(Eight text, unsigned char than) { return (text - all_of(than)) & ~text & all_of(0x80); }
constexpr Eight equal(Eight text, char to) { return less(text ^ all_of(static_cast<unsigned char>(to)), 1); }

Eight escaped(Eight text) { return less(text, 0x20) | equal(text, '"') | equal(text, '\\'); }

}  // namespace

bool is_plain(std::string_view text) {
  Eight found = 0, some = 0;
  for (; text.size() >= sizeof some; text.remove_prefix(sizeof some)) {
    std::memcpy(&some, text.data(), sizeof some);
    found |= escaped(some);
  }
  some = all_of(' ');
  text.copy(reinterpret_cast<char*>(&some), sizeof some);
  return (found | escaped(some)) == 0;
}

void append(std::string& out, std::string_view text) {
  if (!is_plain(text)) {
    out += boost::json::serialize(boost::json::string_view(text));
    return;
  }
  out += '"';
  out += text;
  out += '"';
}

}  // namespace karvan::json
