#pragma once
#include <string_view>

#include "node/print/sheet.h"

namespace karvan::print {

// A QR code (ISO/IEC 18004, level M), as wide as it is high, with its quiet zone of four modules. Text in the code's
// own alphabet is packed as such, else as bytes. It is `wished` wide, or as wide as modules of 0.4 mm need: smaller
// ones do not scan from thermal paper; `width_max` at most. Code::body_too_large where the text does not fit a code.
Result<Block> qr_block(std::string_view text, double wished, double width_max);

}  // namespace karvan::print
