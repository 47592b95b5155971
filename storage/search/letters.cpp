#include "storage/search/letters.h"

#include <algorithm>
#include <array>

namespace karvan::search {
namespace {

using namespace arabic;

struct PointRange {
  char32_t first, last;
  unsigned char to;
};

// U+00C0 to U+017F.
constexpr std::string_view latin =
    "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrrsssssssstttttt"
    "uuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(latin.size() == 0x180 - 0xc0);

// Russian, U+0430 to U+044F; a dot is silent, ю and я are two letters.
constexpr std::string_view cyrillic = "abvgdejziyklmnoprstufxscss.i.eua";

constexpr auto more_cyrillic = std::to_array<PointRange>({{0x451, 0x451, 'o'},
                                                          {0x458, 0x458, 'y'},
                                                          {0x493, 0x493, 'g'},
                                                          {0x49d, 0x49d, 'g'},
                                                          {0x4af, 0x4af, 'u'},
                                                          {0x4b9, 0x4b9, 'c'},
                                                          {0x4bb, 0x4bb, 'h'},
                                                          {0x4d9, 0x4d9, 'e'},
                                                          {0x4e9, 0x4e9, 'o'}});

// Arabic, Persian and Urdu letters, and the shapes of Arabic Presentation Forms A and B (Unicode 15, FB50 and FE70).
constexpr auto letters = std::to_array<PointRange>(
    {{0x622, 0x623, alef},   {0x624, 0x624, vav},    {0x625, 0x625, alef},   {0x626, 0x626, ye},
     {0x627, 0x627, alef},   {0x628, 0x628, be},     {0x629, 0x629, heh},    {0x62a, 0x62a, te},
     {0x62b, 0x62b, se},     {0x62c, 0x62c, jim},    {0x62d, 0x62d, hah},    {0x62e, 0x62e, khe},
     {0x62f, 0x62f, dal},    {0x630, 0x630, zal},    {0x631, 0x631, re},     {0x632, 0x632, ze},
     {0x633, 0x633, sin},    {0x634, 0x634, shin},   {0x635, 0x635, sad},    {0x636, 0x636, zad},
     {0x637, 0x637, toe},    {0x638, 0x638, zoe},    {0x639, 0x639, ain},    {0x63a, 0x63a, ghain},
     {0x641, 0x641, fe},     {0x642, 0x642, qaf},    {0x643, 0x643, kaf},    {0x644, 0x644, lam},
     {0x645, 0x645, mim},    {0x646, 0x646, nun},    {0x647, 0x647, heh},    {0x648, 0x648, vav},
     {0x649, 0x64a, ye},     {0x671, 0x671, alef},   {0x679, 0x679, tte},    {0x67e, 0x67e, pe},
     {0x686, 0x686, che},    {0x688, 0x688, ddal},   {0x691, 0x691, rre},    {0x698, 0x698, zhe},
     {0x6a9, 0x6a9, kaf},    {0x6af, 0x6af, gaf},    {0x6ba, 0x6ba, nun},    {0x6be, 0x6be, heh},
     {0x6c0, 0x6c3, heh},    {0x6cc, 0x6cc, ye},     {0x6d2, 0x6d3, ye},     {0x6d5, 0x6d5, heh},
     {0xfb56, 0xfb59, pe},   {0xfb66, 0xfb69, tte},  {0xfb7a, 0xfb7d, che},  {0xfb88, 0xfb89, ddal},
     {0xfb8a, 0xfb8b, zhe},  {0xfb8c, 0xfb8d, rre},  {0xfb8e, 0xfb91, kaf},  {0xfb92, 0xfb95, gaf},
     {0xfb9e, 0xfb9f, nun},  {0xfba6, 0xfbad, heh},  {0xfbae, 0xfbaf, ye},   {0xfbfc, 0xfbff, ye},
     {0xfe81, 0xfe84, alef}, {0xfe85, 0xfe86, vav},  {0xfe87, 0xfe88, alef}, {0xfe89, 0xfe8c, ye},
     {0xfe8d, 0xfe8e, alef}, {0xfe8f, 0xfe92, be},   {0xfe93, 0xfe94, heh},  {0xfe95, 0xfe98, te},
     {0xfe99, 0xfe9c, se},   {0xfe9d, 0xfea0, jim},  {0xfea1, 0xfea4, hah},  {0xfea5, 0xfea8, khe},
     {0xfea9, 0xfeaa, dal},  {0xfeab, 0xfeac, zal},  {0xfead, 0xfeae, re},   {0xfeaf, 0xfeb0, ze},
     {0xfeb1, 0xfeb4, sin},  {0xfeb5, 0xfeb8, shin}, {0xfeb9, 0xfebc, sad},  {0xfebd, 0xfec0, zad},
     {0xfec1, 0xfec4, toe},  {0xfec5, 0xfec8, zoe},  {0xfec9, 0xfecc, ain},  {0xfecd, 0xfed0, ghain},
     {0xfed1, 0xfed4, fe},   {0xfed5, 0xfed8, qaf},  {0xfed9, 0xfedc, kaf},  {0xfedd, 0xfee0, lam},
     {0xfee1, 0xfee4, mim},  {0xfee5, 0xfee8, nun},  {0xfee9, 0xfeec, heh},  {0xfeed, 0xfeee, vav},
     {0xfeef, 0xfef4, ye}});

// Marks that are written over or beside letters, and what only steers the direction of writing.
constexpr auto silent = std::to_array<PointRange>({{0x27, 0x27, 0},
                                                   {0x60, 0x60, 0},
                                                   {0xad, 0xad, 0},
                                                   {0x2b0, 0x36f, 0},
                                                   {0x610, 0x61c, 0},
                                                   {0x621, 0x621, 0},
                                                   {0x640, 0x640, 0},
                                                   {0x64b, 0x65f, 0},
                                                   {0x670, 0x670, 0},
                                                   {0x6d6, 0x6ed, 0},
                                                   {0x200d, 0x200f, 0},
                                                   {0x2018, 0x201b, 0},
                                                   {0x202a, 0x202e, 0},
                                                   {0x2060, 0x2069, 0},
                                                   {0xfe70, 0xfe80, 0},
                                                   {0xfeff, 0xfeff, 0}});

// Zeros of the scripts whose digits follow each other.
constexpr auto zeros = std::to_array<char32_t>({0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xff10});

template <std::size_t n>
const PointRange* range_of(const std::array<PointRange, n>& ranges, char32_t point) {
  const auto* range =
      std::partition_point(ranges.begin(), ranges.end(), [&](const PointRange& r) { return r.last < point; });
  return range != ranges.end() && range->first <= point ? range : nullptr;
}

char32_t lower_cyrillic(char32_t point) {
  if (point >= 0x410 && point < 0x430) return point + 0x20;
  if (point < 0x410) return point + 0x50;
  return point >= 0x48a && point % 2 == 0 ? point + 1 : point;
}

void fold_cyrillic(char32_t point, std::string& out) {
  point = lower_cyrillic(point);
  if (point == 0x44e || point == 0x44f || point == 0x451) out += 'y';
  if (point >= 0x430 && point < 0x450) {
    const char letter = cyrillic[point - 0x430];
    if (letter != '.') out += letter;
  } else if (const auto* range = range_of(more_cyrillic, point)) {
    out += static_cast<char>(range->to);
  }
}

// From alef on, in the order of arabic::Letter.
constexpr std::string_view sounds = "abpttsjchxddzrrzjsssztzagfqkglmnwhy";
static_assert(sounds.size() == end - alef);

}  // namespace

char32_t take_point(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  const std::size_t more = lead < 0xc2 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : 0;
  char32_t point = more == 0 ? (lead < 0x80 ? lead : 0xfffd) : lead & (0x3f >> more);
  std::size_t taken = 1;
  for (; taken <= more; ++taken) {
    if (taken == text.size() || (byte(taken) & 0xc0) != 0x80) {
      point = 0xfffd;
      break;
    }
    point = point << 6 | (byte(taken) & 0x3f);
  }
  text.remove_prefix(taken);
  return point;
}

void fold_point(char32_t point, std::string& out) {
  if (point >= 'a' && point <= 'z') return out.push_back(static_cast<char>(point));
  if (point >= 'A' && point <= 'Z') return out.push_back(static_cast<char>(point - 'A' + 'a'));
  for (const char32_t zero : zeros)
    if (point >= zero && point < zero + 10) return out.push_back(static_cast<char>('0' + (point - zero)));
  if (range_of(silent, point)) return;
  if (point >= 0xc0 && point < 0x180) return out.push_back(latin[point - 0xc0]);
  if (point == 0x18f || point == 0x259) return out.push_back('e');
  if (point >= 0x400 && point < 0x500) return fold_cyrillic(point, out);
  if (const auto* range = range_of(letters, point)) return out.push_back(static_cast<char>(range->to));
  if (point >= 0xfef5 && point <= 0xfefc) {
    out += static_cast<char>(lam);
    return out.push_back(static_cast<char>(alef));
  }
  out += parting;
}

std::string sound_of(std::string_view word) {
  std::string out;
  const auto sound = [&](std::size_t i) {
    return is_arabic(word[i]) ? sounds[static_cast<unsigned char>(word[i]) - alef] : word[i];
  };
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool article = static_cast<unsigned char>(word[i]) == lam && i > 0 && i + 1 < word.size() &&
                         static_cast<unsigned char>(word[i - 1]) == alef;
    const bool doubled = article && word[i + 1] == word[i];
    // Of a name by itself (Altaf) the l is sounded: an article stands behind the first part.
    if (doubled || (article && i > 2 && is_sun(sound(i + 1)))) continue;
    out += sound(i);
  }
  return out;
}

}  // namespace karvan::search
