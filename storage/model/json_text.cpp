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

Eight eight_at(const char* text) {
  Eight some = 0;
  std::memcpy(&some, text, sizeof some);
  return some;
}

// Fewer than eight; each is looked at, some of them twice.
Eight few(std::string_view text) {
  Eight some = all_of(' ');
  if (text.size() >= 4) {
    std::uint32_t first = 0, last = 0;
    std::memcpy(&first, text.data(), sizeof first);
    std::memcpy(&last, text.data() + text.size() - sizeof last, sizeof last);
    some = Eight{last} << 32 | first;
  } else if (!text.empty()) {
    const char three[] = {text.front(), text[text.size() / 2], text.back()};
    std::memcpy(&some, three, sizeof three);
  }
  return some;
}

}  // namespace

bool is_plain(std::string_view text) {
  if (text.size() < sizeof(Eight)) return escaped(few(text)) == 0;
  Eight found = escaped(eight_at(text.data() + text.size() - sizeof(Eight)));
  for (std::size_t at = 0; at + sizeof(Eight) <= text.size(); at += sizeof(Eight))
    found |= escaped(eight_at(text.data() + at));
  return found == 0;
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
