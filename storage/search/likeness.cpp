#include "storage/search/likeness.h"

#include <algorithm>
#include <array>

#include "storage/search/letters.h"

namespace karvan::search {
namespace {

constexpr std::size_t row_max = 72;  // a sound may be longer than its word, never than this
constexpr unsigned far = 6;

constexpr char kind_of(char sound) {
  switch (sound) {
    case 'a':
    case 'e':
    case 'i':
    case 'o':
    case 'u':
    case 'h':
    case 'v':
    case 'w':
    case 'y':
      return 0;
    case 'g':
    case 'q':
    case 'x':
      return 'K';
    case 'c':
      return 'J';
    default:
      return sound >= 'a' && sound <= 'z' ? static_cast<char>(sound - 'a' + 'A') : sound;
  }
}

bool either(char a, char b, char x, char y) { return (a == x && b == y) || (a == y && b == x); }

unsigned vowels_apart(char a, char b) {
  if (either(a, b, 'a', 'e') || either(a, b, 'e', 'i') || either(a, b, 'o', 'u')) return 1;
  return either(a, b, 'a', 'o') || either(a, b, 'a', 'u') ? 2 : 3;
}

bool is_half_vowel(char a) { return a == 'w' || a == 'y' || a == 'v'; }

unsigned changing(char a, char b) {
  if (a == b) return 0;
  if (is_vowel(a) && is_vowel(b)) return vowels_apart(a, b);
  if (either(a, b, 'v', 'w')) return 0;
  if (is_vowel(b) || is_half_vowel(b)) std::swap(a, b);  // now a, if either
  if ((a == 'i' || a == 'e' || a == 'y') && (b == 'y' || b == 'i' || b == 'e')) return 0;
  if ((a == 'o' || a == 'u') && (b == 'w' || b == 'v')) return 0;
  if ((b == 'o' || b == 'u') && (a == 'w' || a == 'v')) return 0;
  if (either(a, b, 'a', 'y') || either(a, b, 'a', 'h') || either(a, b, 'e', 'h')) return 1;
  if (is_vowel(a) && is_half_vowel(b)) return 3;
  if (is_half_vowel(a) && is_vowel(b)) return 3;
  const char kind = kind_of(a);
  return kind != 0 && kind == kind_of(b) ? 1 : far;
}

// Of a sound that the other word lacks. `inner`: neither its first nor its last. `unwritten`: the other is in a script
// that leaves short vowels out.
unsigned lacking(char sound, bool inner, bool unwritten) {
  if (is_vowel(sound)) return !inner ? 3 : unwritten ? 0 : 2;
  if (sound == 'h') return 1;
  return is_half_vowel(sound) ? 2 : far;
}

bool arabic_word(std::string_view word) { return !word.empty() && is_arabic(word.back()); }

}  // namespace

std::string skeleton_of(std::string_view word) {
  std::string skeleton;
  for (const char sound : sound_of(word))
    if (const char kind = kind_of(sound)) skeleton += kind;
  return skeleton;
}

// FNV-1a.
std::uint32_t skeleton_hash(std::string_view word) {
  std::uint32_t hash = 2'166'136'261u;
  for (const char kind : skeleton_of(word)) hash = (hash ^ static_cast<unsigned char>(kind)) * 16'777'619u;
  return hash;
}

unsigned distance(std::string_view a, std::string_view b) {
  const auto left = sound_of(a), right = sound_of(b);
  if (left.size() >= row_max || right.size() >= row_max) return loose_distance_max + 1;
  const bool a_short = arabic_word(a) && !arabic_word(b), b_short = arabic_word(b) && !arabic_word(a);
  const auto inner = [](std::size_t i, const std::string& word) { return i > 0 && i + 1 < word.size(); };
  std::array<unsigned, row_max> row{};
  for (std::size_t j = 0; j < right.size(); ++j) row[j + 1] = row[j] + lacking(right[j], inner(j, right), a_short);
  for (std::size_t i = 0; i < left.size(); ++i) {
    const unsigned without = lacking(left[i], inner(i, left), b_short);
    unsigned before = row[0];
    row[0] += without;
    for (std::size_t j = 0; j < right.size(); ++j) {
      const unsigned changed = before + changing(left[i], right[j]);
      before = row[j + 1];
      row[j + 1] = std::min({changed, before + without, row[j] + lacking(right[j], inner(j, right), a_short)});
    }
  }
  return row[right.size()];
}

bool one_typo_apart(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1 || a == b) return false;
  const auto differ = std::mismatch(a.begin(), a.end(), b.begin());
  const auto at = static_cast<std::size_t>(differ.first - a.begin());
  if (a.size() < b.size()) return a.substr(at) == b.substr(at + 1);
  if (a.substr(at + 1) == b.substr(at + 1)) return true;
  return at + 1 < a.size() && a[at] == b[at + 1] && a[at + 1] == b[at] && a.substr(at + 2) == b.substr(at + 2);
}

}  // namespace karvan::search
