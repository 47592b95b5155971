#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// How near two folded words are to each other. For this room.
namespace karvan::search {

// The consonants of a word by kind, in either script: Muhammad, محمد and Məhəmməd are all MMD. Vowels, h, v, w and y do
// not count; k, q, g, x are one, and s and ş, and c, ç and j.
std::string skeleton_of(std::string_view word);
// The same in 32 bits; two of a million words that are not alike may have the same.
std::uint32_t skeleton_hash(std::string_view word);

// A weighted edit distance of how two words sound; what people spell now so, now otherwise costs little. Meant for
// words of one skeleton.
unsigned distance(std::string_view a, std::string_view b);
inline constexpr unsigned close_distance_max = 2;   // another spelling
inline constexpr unsigned loose_distance_max = 12;  // perhaps

// Whether one letter more, less or other, or two that changed places, is all the difference.
bool one_typo_apart(std::string_view a, std::string_view b);

// Names that no rule brings together (Mohd, Uthman and Usman, Ramadan and Ramzan), and those that rules would take for
// each other: folded, a group a name.
const std::vector<std::vector<std::string>>& seeds();

}  // namespace karvan::search
