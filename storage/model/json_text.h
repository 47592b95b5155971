#pragma once
#include <string>
#include <string_view>

namespace karvan::json {

// A string as `write` has it, at the end of `out`.
void append(std::string& out, std::string_view text);

}  // namespace karvan::json
