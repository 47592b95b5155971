#pragma once
#include <string_view>

namespace karvan::exchange {

// The preshared dictionary of zstd's own format, trained on messages of the catalogue's services (tests/dictionary). It
// is part of version 1 of the protocol: another one bears another id, and is another version.
std::string_view dictionary();
inline constexpr unsigned dictionary_id = 46'711;

}  // namespace karvan::exchange
