#pragma once
#include <string>
#include <string_view>
#include <vector>

// Names and numbers as search compares them, however they were written: in Urdu, Persian or Arabic letters, Azerbaijani
// in Latin or Cyrillic, English. Any bytes are taken; the bounds below cut.
namespace karvan::search {

inline constexpr std::size_t text_bytes_max = 512;
inline constexpr std::size_t words_max = 32;
inline constexpr std::size_t letters_max = 32;  // of a word

// The words of a name: without case, accents, marks and doubled Latin letters. What is written in one word or in
// several is one word: عبدالرحمن, Abdur Rehman, Abdul-Rahman; Habib Ullah; Salah ud Din. Azerbaijani oğlu and qızı are
// left out. A word is bytes of this room's own letters, one each, never a blank.
std::vector<std::string> fold_words(std::string_view text);

// The parts of a name as they stand in the text: "zia", "haq" of "Zia ul Haq", which is one word above.
std::vector<std::string> fold_parts(std::string_view text);

// A number as it was typed: digits of any script and Latin letters, small, without dashes and blanks.
std::string fold_number(std::string_view text);

}  // namespace karvan::search
