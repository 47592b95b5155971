#include "storage/model/plain.h"

#include <cstring>

#include "storage/model/json_text.h"

namespace karvan::model {
namespace {

constexpr std::size_t digits_max = 18, depth_max = 8;

bool is_ascii(std::string_view text) {
  std::uint64_t some = 0, all = 0;
  for (; text.size() >= sizeof some; text.remove_prefix(sizeof some)) {
    std::memcpy(&some, text.data(), sizeof some);
    all |= some;
  }
  for (const char c : text) all |= static_cast<unsigned char>(c);
  return (all & 0x8080808080808080) == 0;
}

// RFC 3629 section 4: how many bytes a character has by its first one, and what the second one may be.
struct Lead {
  std::size_t bytes = 0;  // 0: begins none
  unsigned char low = 0x80, high = 0xbf;
};

Lead lead_of(unsigned char first) {
  if (first < 0x80) return {1};
  if (first >= 0xc2 && first <= 0xdf) return {2};
  if (first == 0xe0) return {3, 0xa0};
  if (first == 0xed) return {3, 0x80, 0x9f};
  if (first >= 0xe1 && first <= 0xef) return {3};
  if (first == 0xf0) return {4, 0x90};
  if (first >= 0xf1 && first <= 0xf3) return {4};
  if (first == 0xf4) return {4, 0x80, 0x8f};
  return {};
}

bool is_utf8(std::string_view text) {
  if (is_ascii(text)) return true;
  while (!text.empty()) {
    const auto lead = lead_of(static_cast<unsigned char>(text[0]));
    if (lead.bytes == 0 || text.size() < lead.bytes) return false;
    for (std::size_t i = 1; i < lead.bytes; ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      if (byte < (i == 1 ? lead.low : 0x80) || byte > (i == 1 ? lead.high : 0xbf)) return false;
    }
    text.remove_prefix(lead.bytes);
  }
  return true;
}

}  // namespace

bool Plain::text(std::string_view& out) {
  if (!sign('"')) return false;
  const auto end = rest_.find('"');
  if (end == rest_.npos) return false;
  out = rest_.substr(0, end);
  rest_.remove_prefix(end + 1);
  return json::is_plain(out) && is_utf8(out);
}

bool Plain::text(std::string& out) {
  std::string_view found;
  if (!text(found)) return false;
  out = found;
  return true;
}

bool Plain::number(std::uint64_t& out) {
  std::size_t digits = 0;
  for (out = 0; digits < rest_.size() && rest_[digits] >= '0' && rest_[digits] <= '9'; ++digits) {
    if (digits == digits_max) return false;
    out = out * 10 + static_cast<std::uint64_t>(rest_[digits] - '0');
  }
  const bool sound = digits == 1 || (digits > 1 && rest_.front() != '0');
  rest_.remove_prefix(digits);
  return sound;
}

bool Plain::time(HybridTime& out) {
  std::string_view found;
  if (!text(found)) return false;
  const auto read = parse_hybrid_time(found);
  if (read) out = *read;
  return read.has_value();
}

bool Plain::texts(std::map<std::string, std::string>& out) {
  if (!sign('{')) return false;
  if (sign('}')) return true;
  do {
    std::string_view key, value;
    if (!text(key) || !sign(':') || !text(value)) return false;
    if (!out.empty() && key <= out.rbegin()->first) return false;
    out.emplace_hint(out.end(), key, value);
  } while (sign(','));
  return sign('}');
}

bool Plain::object(std::string_view& out) {
  if (!rest_.starts_with('{')) return false;
  bool quoted = false;
  std::size_t deep = 0;
  for (std::size_t at = 0; at < rest_.size(); ++at) {
    const char c = rest_[at];
    if (c == '"') quoted = !quoted;
    if (quoted && c == '\\') ++at;
    if (quoted) continue;
    if ((c == '{' || c == '[') && ++deep > depth_max) return false;
    if (c == '}' || c == ']') --deep;
    if (deep > 0) continue;
    out = rest_.substr(0, at + 1);
    rest_.remove_prefix(at + 1);
    return c == '}';
  }
  return false;
}

}  // namespace karvan::model
