#include "sync/form/words.h"

#include <algorithm>

#include "sync/form/value.h"

namespace karvan::form {

namespace {

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The ASCII character that a two-byte Arabic one stands for; 0 where there is none.
char ascii_of(unsigned char first, unsigned char second) {
  if (first == 0xD9 && second >= 0xA0 && second <= 0xA9) return static_cast<char>('0' + (second - 0xA0));
  if (first == 0xDB && second >= 0xB0 && second <= 0xB9) return static_cast<char>('0' + (second - 0xB0));
  if (first == 0xD9 && second == 0xAB) return '.';
  return 0;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  while (!(text = trimmed(text)).empty()) {
    auto end = std::find_if(text.begin(), text.end(), is_blank);
    auto size = static_cast<std::size_t>(end - text.begin());
    parts.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return parts;
}

std::size_t length(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) { return !continues(c); }));
}

std::size_t offset_of(std::string_view utf8, std::size_t code_point) {
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    if (continues(utf8[i])) continue;
    if (code_point == 0) return i;
    --code_point;
  }
  return utf8.size();
}

std::string ascii_digits(std::string_view utf8) {
  std::string out;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    char digit = i + 1 < utf8.size()
                     ? ascii_of(static_cast<unsigned char>(utf8[i]), static_cast<unsigned char>(utf8[i + 1]))
                     : 0;
    out += digit ? digit : utf8[i];
    if (digit) ++i;
  }
  return out;
}

std::string into_mask(std::string_view mask, std::string_view text) {
  auto places = std::count(mask.begin(), mask.end(), '9');
  if (places != static_cast<std::ptrdiff_t>(text.size()) || !std::all_of(text.begin(), text.end(), is_digit)) {
    return std::string(text);
  }
  std::string out;
  std::size_t next = 0;
  for (char c : mask) out += c == '9' ? text[next++] : c;
  return out;
}

bool fits_mask(std::string_view mask, std::string_view text) {
  return std::equal(mask.begin(), mask.end(), text.begin(), text.end(),
                    [](char m, char c) { return m == '9' ? is_digit(c) : m == c; });
}

}  // namespace karvan::form
