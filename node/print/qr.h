#pragma once
#include <string_view>

#include "node/print/sheet.h"

namespace karvan::print {

// A QR code (ISO/IEC 18004, level M, bytes) centred in `width`, with its quiet zone of four modules. It is `wished`
// wide, or as wide as modules of 0.4 mm need: smaller ones do not scan from thermal paper.
// Code::body_too_large where the bytes do not fit a code.
Result<Block> qr_block(std::string_view bytes, double width, double wished);

}  // namespace karvan::print
