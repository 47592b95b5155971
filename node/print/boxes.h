#pragma once
#include <span>

#include "node/counter/slip.h"
#include "node/print/sheet.h"
#include "node/print/typeset.h"

// What stands side by side on a page.
namespace karvan::print {

// Who signs, room for the hand (and a thumb), a line, the name below; in `columns` of one width.
Result<Block> signature_boxes(const Typesetter& type, std::span<const counter::SignatureBox> boxes, std::size_t columns,
                              double width, double size);

// `start` at the line's start and `end` at its end (mirrored from right to left), both on one foot line.
Block side_by_side(const Typesetter& type, Block start, double start_width, Block end, double end_width, double width);

}  // namespace karvan::print
