#include "node/print/qr.h"

#include <cairo.h>
#include <qrencode.h>

#include <algorithm>
#include <memory>

namespace karvan::print {
namespace {

constexpr int quiet_modules = 4;
constexpr double module_min = mm(0.4);

// All dark modules as one path, a rectangle for each run: filled at once, no seams show between them.
void draw(cairo_t* cr, const QRcode& code, double x, double y, double module) {
  for (int row = 0; row < code.width; ++row) {
    for (int column = 0; column < code.width;) {
      auto dark = [&](int c) { return c < code.width && (code.data[row * code.width + c] & 1) != 0; };
      int end = column;
      while (dark(end)) ++end;
      if (end > column) cairo_rectangle(cr, x + column * module, y + row * module, (end - column) * module, module);
      column = end + 1;
    }
  }
  cairo_fill(cr);
}

}  // namespace

Result<Block> qr_block(std::string_view bytes, double width, double wished) {
  std::shared_ptr<QRcode> code(QRcode_encodeData(static_cast<int>(bytes.size()),
                                                 reinterpret_cast<const unsigned char*>(bytes.data()), 0, QR_ECLEVEL_M),
                               QRcode_free);
  if (!code) return fail(Code::body_too_large, {}, "print: qr");
  const int modules = code->width + 2 * quiet_modules;
  const auto size = std::min(width, std::max(wished, modules * module_min));
  const auto module = size / modules;
  const auto quiet = quiet_modules * module;
  return Block{size, [=](cairo_t* cr, double x, double y) {
                 draw(cr, *code, x + (width - size) / 2 + quiet, y + quiet, module);
               }};
}

}  // namespace karvan::print
