#include "sync/central/author/utf8.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace karvan::central::author {

namespace {

// Bytes of a sequence by its first byte; 0 where none begins so.
std::size_t sequence_bytes(unsigned char first) {
  if (first != 0 && first < 0x80) return 1;
  if (first >= 0xC2 && first < 0xE0) return 2;
  if (first >= 0xE0 && first < 0xF0) return 3;
  if (first >= 0xF0 && first < 0xF5) return 4;
  return 0;
}

bool is_code_point(std::string_view s) {
  std::uint32_t point = static_cast<unsigned char>(s[0]) & (0xFFu >> (s.size() + 1));
  for (char c : s.substr(1)) {
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) return false;
    point = (point << 6) | (static_cast<unsigned char>(c) & 0x3Fu);
  }
  if (s.size() == 3) return point >= 0x800 && (point < 0xD800 || point > 0xDFFF);
  return s.size() != 4 || (point >= 0x10000 && point <= 0x10FFFF);
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    std::size_t size = sequence_bytes(static_cast<unsigned char>(bytes[0]));
    if (size == 0 || bytes.size() < size) return false;
    if (size > 1 && !is_code_point(bytes.substr(0, size))) return false;
    bytes.remove_prefix(size);
  }
  return true;
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  constexpr std::size_t longest = 64;
  if (a.size() > longest || b.size() > longest) return longest;
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace karvan::central::author
