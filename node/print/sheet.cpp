#include "node/print/sheet.h"

#include <cairo-pdf.h>

#include <algorithm>
#include <memory>

namespace karvan::print {
namespace {

constexpr double roll_height_max = 14'000;  // PDF readers stop at 14,400 points
constexpr double foot_height = mm(9);

// First block of each page, then the number of blocks.
std::vector<std::size_t> break_pages(const std::vector<Block>& blocks, double room) {
  std::vector<std::size_t> starts = {0};
  double used = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    auto need = blocks[i].height;
    if (blocks[i].keep_with_next && i + 1 < blocks.size()) need += blocks[i + 1].height;
    if (used + need > room && i > starts.back()) {
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

void draw_page(cairo_t* cr, const std::vector<Block>& blocks, std::size_t from, std::size_t to, const Format& format) {
  double y = format.margin;
  for (auto i = from; i < to; ++i) {
    if (blocks[i].draw) blocks[i].draw(cr, format.margin, y);
    y += blocks[i].height;
  }
}

double roll_height(const std::vector<Block>& blocks, const Format& format) {
  double sum = 2 * format.margin;
  for (const auto& b : blocks) sum += b.height;
  return std::min(sum, roll_height_max);
}

}  // namespace

Format format_of(counter::Paper paper) {
  switch (paper) {
    case counter::Paper::a4:
      return {mm(210), mm(297), mm(20), 11.5, mm(32), true};
    case counter::Paper::a5:
      return {mm(148), mm(210), mm(13), 10, mm(28), true};
    case counter::Paper::receipt_80mm:
      break;
  }
  return {mm(80), 0, mm(4), 9, mm(30), false};
}

Result<std::string> paginate(const std::vector<Block>& blocks, const Format& format, const std::string& title,
                             const std::function<Result<Block>(std::size_t, std::size_t)>& foot) {
  const bool roll = format.height == 0;
  const auto height = roll ? roll_height(blocks, format) : format.height;
  const auto room = height - 2 * format.margin - (roll ? 0 : foot_height) + 0.01;
  const auto starts = break_pages(blocks, room);
  const auto pages = starts.size() - 1;
  if (pages > pages_max) return fail(Code::body_too_large, {}, "print: pages");
  std::string out;
  auto pdf = open_pdf(out, format, height, title);
  Pen cr(cairo_create(pdf.get()), cairo_destroy);
  for (std::size_t page = 0; page < pages; ++page) {
    draw_page(cr.get(), blocks, starts[page], starts[page + 1], format);
    if (pages > 1) {
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
