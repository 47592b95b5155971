#include "hardware/drivers/virtual/canvas.h"

#include <algorithm>
#include <cmath>

#include "hardware/drivers/virtual/people.h"

namespace karvan::drivers::virtuals {

Canvas::Canvas(int width, int height, Kind kind, Colour background)
    : width_(width), height_(height), channels_(kind == Kind::grey ? 1 : 3) {
  dots_.resize(offset(0, height));
  box(0, 0, width, height, background);
}

void Canvas::dot(int x, int y, Colour c) {
  if (x < 0 || y < 0 || x >= width_ || y >= height_) return;
  auto* at = &dots_[offset(x, y)];
  at[0] = c.red;
  if (channels_ == 1) return;
  at[1] = c.green;
  at[2] = c.blue;
}

void Canvas::box(double left, double top, double right, double bottom, Colour colour) {
  const int x0 = std::max(0, static_cast<int>(left)), x1 = std::min(width_, static_cast<int>(right));
  const int y0 = std::max(0, static_cast<int>(top)), y1 = std::min(height_, static_cast<int>(bottom));
  for (int y = y0; y < y1; ++y)
    for (int x = x0; x < x1; ++x) dot(x, y, colour);
}

void Canvas::ellipse(double x, double y, double half_width, double half_height, Colour colour) {
  for (int row = static_cast<int>(y - half_height); row <= static_cast<int>(y + half_height); ++row) {
    const double up = (row - y) / half_height;
    if (up * up > 1) continue;
    const double reach = half_width * std::sqrt(1 - up * up);
    box(x - reach, row, x + reach, row + 1, colour);
  }
}

// One random number serves eight dots.
void Canvas::grain(std::uint64_t seed, int strength) {
  if (strength <= 0) return;
  const int span = 2 * strength + 1;
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < dots_.size(); ++i, bits >>= 8) {
    if (i % 8 == 0) bits = mix(seed ^ i);
    const int shift = static_cast<int>(bits & 0xff) * span / 256 - strength;
    dots_[i] = static_cast<std::uint8_t>(std::clamp(dots_[i] + shift, 0, 255));
  }
}

}  // namespace karvan::drivers::virtuals
