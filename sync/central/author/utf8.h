#pragma once
#include <string>
#include <string_view>

namespace karvan::central::author {

// Well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms, nothing above U+10FFFF) without NUL.
bool is_utf8(std::string_view bytes);

std::string lower_ascii(std::string_view text);
// The fewest insertions, removals and changes that make one word of the other; words longer than 64 bytes never match.
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace karvan::central::author
