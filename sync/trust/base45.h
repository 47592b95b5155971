#pragma once
#include <string>
#include <string_view>

#include "storage/model/error.h"

// Base45 (RFC 9285): bytes in the 45 characters that a QR code packs tightest.
namespace karvan::trust {

std::string to_base45(std::string_view bytes);

// Strict: one text for each value. Errors: Code::malformed.
Result<std::string> from_base45(std::string_view text);

}  // namespace karvan::trust
