#pragma once
#include <string>

#include "node/counter/slip.h"

namespace karvan::print {

// A slip as a PDF file in memory, in Noto fonts, shaped for its language: pages as many as A4 and A5 need, one page as
// long as its text for the 80 mm roll. The same slip gives the same marks; no clock is read.
// Code::glyph_missing (args: text) where no installed font can write a character: it is never printed as a box.
Result<std::string> render(const counter::Slip& slip);

}  // namespace karvan::print
