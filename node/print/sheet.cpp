#include "node/print/sheet.h"

#include <cairo-pdf.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace karvan::print {
namespace {

constexpr double roll_height_max = 14'000;  // PDF readers stop at 14,400 points
constexpr double foot_height = mm(9);

// First block of each page, then the number of blocks.
std::vector<std::size_t> break_pages(const std::vector<Block>& blocks, double room) {
  std::vector<std::size_t> starts = {0};
  double used = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (!blocks[i].draw) {  // a gap neither begins nor ends a page
      used = used == 0 ? 0 : std::min(room, used + blocks[i].height);
      continue;
    }
    auto need = blocks[i].height;
    for (auto k = i; blocks[k].keep_with_next && k + 1 < blocks.size(); ++k) need += blocks[k + 1].height;
    if (used + need > room && used > 0) {
      starts.push_back(i);
      used = 0;
    }
    used += blocks[i].height;
  }
  starts.push_back(blocks.size());
  return starts;
}

cairo_status_t append(void* to, const unsigned char* data, unsigned size) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(data), size);
  return CAIRO_STATUS_SUCCESS;
}

using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;
using Pen = std::unique_ptr<cairo_t, decltype(&cairo_destroy)>;

Surface open_pdf(std::string& out, const Format& format, double height, const std::string& title) {
  Surface pdf(cairo_pdf_surface_create_for_stream(append, &out, format.width, height), cairo_surface_destroy);
  cairo_pdf_surface_set_metadata(pdf.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
  // Cairo would put the clock here; the same slip gives the same bytes.
  cairo_pdf_surface_set_metadata(pdf.get(), CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
  return pdf;
}

double height_of(const std::vector<Block>& blocks, std::size_t from, std::size_t to) {
  double sum = 0;
  for (auto i = from; i < to; ++i) sum += blocks[i].height;
  return sum;
}

// A double line around the page, clear of what printers cannot reach.
void draw_frame(cairo_t* cr, const Format& format) {
  for (const auto& [inset, line] : {std::pair{mm(9), 1.6}, std::pair{mm(10.4), 0.5}}) {
    cairo_set_line_width(cr, line);
    cairo_rectangle(cr, inset, inset, format.width - 2 * inset, format.height - 2 * inset);
    cairo_stroke(cr);
  }
}

void draw_page(cairo_t* cr, const std::vector<Block>& blocks, std::size_t from, std::size_t to, const Format& format,
               double room) {
  if (format.framed) draw_frame(cr, format);
  double y = format.margin;
  bool at_foot = false;
  for (auto i = from; i < to; ++i) {
    if (blocks[i].at_foot && !at_foot && format.height > 0) {
      at_foot = true;
      y = format.margin + room - height_of(blocks, i, to);
    }
    if (blocks[i].draw) blocks[i].draw(cr, format.margin, y);
    y += blocks[i].height;
  }
}

double height_of_page(const std::vector<Block>& blocks, const Format& format) {
  if (format.height > 0) return format.height;
  return std::min(2 * format.margin + height_of(blocks, 0, blocks.size()), roll_height_max);
}

// Between the margins, above the foot; a hair more, for what sums of fractions lose.
double room_of(const std::vector<Block>& blocks, const Format& format) {
  return height_of_page(blocks, format) - 2 * format.margin - (format.height > 0 ? foot_height : 0) + 0.01;
}

}  // namespace

Format format_of(counter::Paper paper) {
  switch (paper) {
    case counter::Paper::a4:
      return {mm(210), mm(297), mm(20), 11.5, mm(36), true};
    case counter::Paper::a5:
      return {mm(148), mm(210), mm(13), 10, mm(28), true};
    case counter::Paper::receipt_80mm:
      break;
  }
  return {mm(80), 0, mm(4), 9, mm(30), false};
}

std::size_t count_pages(const std::vector<Block>& blocks, const Format& format) {
  return break_pages(blocks, room_of(blocks, format)).size() - 1;
}

Result<std::string> paginate(const std::vector<Block>& blocks, const Format& format, const std::string& title,
                             const std::function<Result<Block>(std::size_t, std::size_t)>& foot) {
  const auto height = height_of_page(blocks, format);
  const auto room = room_of(blocks, format);
  const auto starts = break_pages(blocks, room);
  const auto pages = starts.size() - 1;
  if (pages > pages_max) return fail(Code::body_too_large, {}, "print: pages");
  std::string out;
  auto pdf = open_pdf(out, format, height, title);
  Pen cr(cairo_create(pdf.get()), cairo_destroy);
  for (std::size_t page = 0; page < pages; ++page) {
    draw_page(cr.get(), blocks, starts[page], starts[page + 1], format, room);
    if (pages > 1 || format.counted) {
      TRY(auto block, foot(page + 1, pages));
      block.draw(cr.get(), format.margin, height - format.margin - block.height);
    }
    cairo_show_page(cr.get());
  }
  cr.reset();
  cairo_surface_finish(pdf.get());
  if (cairo_surface_status(pdf.get()) != CAIRO_STATUS_SUCCESS) return fail(Code::internal, {}, "print: cairo");
  return out;
}

}  // namespace karvan::print
