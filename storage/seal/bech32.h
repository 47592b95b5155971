#pragma once
#include <string>
#include <string_view>

#include "storage/model/error.h"

// Bech32 (BIP 173) without its limit of 90 characters, as age writes keys. Text of a key is typed and read aloud: six
// characters of checksum catch a slip.
namespace karvan::seal {

std::string to_bech32(std::string_view prefix, std::string_view bytes);

// `prefix` in lower case; the text all in lower or all in upper case. Errors: Code::malformed.
Result<std::string> from_bech32(std::string_view text, std::string_view prefix);

}  // namespace karvan::seal
