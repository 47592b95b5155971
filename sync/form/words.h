#pragma once
#include <string>
#include <string_view>
#include <vector>

// Text, as XPath and the page need it: XML blanks, UTF-8 code points, digits of other scripts.
namespace karvan::form {

inline bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
std::string_view trimmed(std::string_view text);
// The parts between blanks: the names of a select_multiple's value.
std::vector<std::string_view> split(std::string_view text);

// Code points of UTF-8; a byte that belongs to none counts as one, so the functions are total.
std::size_t length(std::string_view utf8);
// Byte offset of a code point, or the text's size where it has fewer.
std::size_t offset_of(std::string_view utf8, std::size_t code_point);

// Arabic-Indic (U+0660) and extended Arabic-Indic (U+06F0) digits to ASCII, U+066B (decimal separator) to a point.
std::string ascii_digits(std::string_view utf8);

// Puts digits typed bare into a mask: ("99999-9999999-9", "3520212345671") gives "35202-1234567-1". Text that does not
// have as many digits as the mask, or anything else in it, comes back as it is.
std::string into_mask(std::string_view mask, std::string_view text);
bool fits_mask(std::string_view mask, std::string_view text);

}  // namespace karvan::form
