#pragma once
#include <functional>
#include <string>
#include <vector>

#include "node/counter/slip.h"
#include "node/print/typeset.h"

// Blocks down a page, and pages in a PDF file.
namespace karvan::print {

constexpr double mm(double length) { return length * 72 / 25.4; }

struct Format {
  double width = 0;
  double height = 0;  // 0: as long as its text, a roll
  double margin = 0;
  double size = 10;      // of the body's text
  double qr_size = 0;    // wished; a dense code grows beyond it
  bool columns = false;  // label and value side by side
  bool framed = false;   // a line around each page
  bool counted = false;  // a foot also where there is one page
  double text_width() const { return width - 2 * margin; }
};
Format format_of(counter::Paper paper);

// One thing that is never broken across pages. `draw` gets the block's upper left corner.
struct Block {
  double height = 0;
  std::function<void(cairo_t*, double x, double y)> draw = {};
  bool keep_with_next = false;
  bool at_foot = false;  // from here on, what follows stands at the end of its page
};

inline constexpr std::size_t pages_max = 200;

std::size_t count_pages(const std::vector<Block>& blocks, const Format& format);

// PDF of the blocks in order. `foot` is called for each page where there are several, or Format::counted.
// Code::body_too_large beyond pages_max.
Result<std::string> paginate(const std::vector<Block>& blocks, const Format& format, const std::string& title,
                             const std::function<Result<Block>(std::size_t page, std::size_t pages)>& foot);

}  // namespace karvan::print
