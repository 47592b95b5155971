#pragma once
#include <cstdint>
#include <string>
#include <string_view>

// The letters that names are compared by, one byte each: a to z and 0 to 9 as they are, those of the Arabic script from
// 0x80. For this room.
namespace karvan::search {

namespace arabic {
enum Letter : unsigned char {
  alef = 0x80,
  be,
  pe,
  te,
  tte,
  se,
  jim,
  che,
  hah,
  khe,
  dal,
  ddal,
  zal,
  re,
  rre,
  ze,
  zhe,
  sin,
  shin,
  sad,
  zad,
  toe,
  zoe,
  ain,
  ghain,
  fe,
  qaf,
  kaf,
  gaf,
  lam,
  mim,
  nun,
  vav,
  heh,
  ye,
  end
};
}  // namespace arabic

inline bool is_arabic(char letter) { return static_cast<unsigned char>(letter) >= arabic::alef; }
inline bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
inline bool is_vowel(char letter) { return std::string_view("aeiou").find(letter) != std::string_view::npos; }
// Before a sun letter the article's l sounds as that letter does: Abdur-Rahman.
inline bool is_sun(char letter) { return std::string_view("tdrzsln").find(letter) != std::string_view::npos; }

inline constexpr char parting = ' ';  // between words

// The next code point of UTF-8; takes it from `text`. A byte that begins none is one by itself, which no letter is.
char32_t take_point(std::string_view& text);

// Puts what a code point is folded to: nothing (marks, hamza, tatweel), a letter or two, or `parting`.
void fold_point(char32_t point, std::string& out);

// How a folded word sounds, in Latin letters: what is written in two scripts comes out nearly the same. Short vowels
// that Arabic script leaves out are absent; the article's l before a sun letter is silent.
std::string sound_of(std::string_view word);

}  // namespace karvan::search
