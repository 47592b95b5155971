#pragma once
#include <string>
#include <string_view>

namespace karvan::json {

// Whether a string is written as it is: nothing in it is escaped (RFC 8259 section 7).
bool is_plain(std::string_view text);

// A string as `write` has it, at the end of `out`.
void append(std::string& out, std::string_view text);

}  // namespace karvan::json
