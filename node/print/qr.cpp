#include "node/print/qr.h"

#include <cairo.h>
#include <qrencode.h>

#include <algorithm>
#include <memory>

namespace karvan::print {
namespace {

constexpr int quiet_modules = 4;
constexpr double module_min = mm(0.4);
constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";  // of alphanumeric mode

using Input = std::unique_ptr<QRinput, decltype(&QRinput_free)>;
using Mask = std::shared_ptr<cairo_surface_t>;

// One bit a module: as an image mask it is a tenth of the bytes and of the time of a path of rectangles, and readers
// enlarge it without blur.
Mask mask_of(const QRcode& code) {
  Mask mask(cairo_image_surface_create(CAIRO_FORMAT_A8, code.width, code.width), cairo_surface_destroy);
  auto* pixels = cairo_image_surface_get_data(mask.get());
  const int stride = cairo_image_surface_get_stride(mask.get());
  for (int row = 0; row < code.width; ++row)
    for (int column = 0; column < code.width; ++column)
      pixels[row * stride + column] = (code.data[row * code.width + column] & 1) != 0 ? 255 : 0;
  cairo_surface_mark_dirty(mask.get());
  return mask;
}

void draw_modules(cairo_t* cr, const Mask& mask, double x, double y, double module) {
  cairo_save(cr);
  cairo_translate(cr, x, y);
  cairo_scale(cr, module, module);
  auto* pattern = cairo_pattern_create_for_surface(mask.get());
  cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST);
  cairo_mask(cr, pattern);
  cairo_pattern_destroy(pattern);
  cairo_restore(cr);
}

}  // namespace

Result<Block> qr_block(std::string_view text, double wished, double width_max) {
  const Input input(QRinput_new2(0, QR_ECLEVEL_M), QRinput_free);
  const auto mode = text.find_first_not_of(alphabet) == text.npos ? QR_MODE_AN : QR_MODE_8;
  if (!input || QRinput_append(input.get(), mode, static_cast<int>(text.size()),
                               reinterpret_cast<const unsigned char*>(text.data())) != 0)
    return fail(Code::body_too_large, {}, "print: qr");
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(QRcode_encodeInput(input.get()), QRcode_free);
  if (!code) return fail(Code::body_too_large, {}, "print: qr");
  const int modules = code->width + 2 * quiet_modules;
  const auto size = std::min(width_max, std::max(wished, modules * module_min));
  const auto module = size / modules;
  const auto quiet = quiet_modules * module;
  return Block{size, [=, mask = mask_of(*code)](cairo_t* cr, double x, double y) {
                 draw_modules(cr, mask, x + quiet, y + quiet, module);
               }};
}

}  // namespace karvan::print
