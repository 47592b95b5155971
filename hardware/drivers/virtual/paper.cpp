#include <array>
#include <cmath>

#include "hardware/drivers/virtual/pictures.h"

namespace karvan::drivers::virtuals {
namespace {

constexpr double a4_width_inch = 8.27, a4_height_inch = 11.69;
constexpr Colour ink = Colour::grey(48), pale_ink = Colour::grey(150);

// Seven strokes a digit, by bits: top, upper left, upper right, middle, lower left, lower right, bottom.
constexpr std::array<unsigned, 10> digits = {0b1110111, 0b0100100, 0b1011101, 0b1101101, 0b0101110,
                                             0b1101011, 0b1111011, 0b0100101, 0b1111111, 0b1101111};

// A sheet in inches.
class Sheet {
 public:
  Sheet(std::uint64_t seed, int dpi)
      : seed_(seed),
        dpi_(dpi),
        canvas_(static_cast<int>(a4_width_inch * dpi), static_cast<int>(a4_height_inch * dpi), Canvas::Kind::grey,
                Colour::grey(244)) {}

  double random() { return static_cast<double>((seed_ = mix(seed_)) % 10'000) / 10'000; }
  void stroke(double x, double y, double width, double height, Colour colour = ink) {
    canvas_.box(x * dpi_, y * dpi_, (x + width) * dpi_, (y + height) * dpi_, colour);
  }

  // Marks that lie as letters do: stems and bars of unequal height.
  void words(double left, double right, double y, double size) {
    const double pen = size / 8;
    for (double x = left; x < right - size;) {
      const double word_ends = std::min(right, x + size * (1.5 + 4 * random()));
      for (; x < word_ends; x += size * 0.62) {
        const double tall = random() < 0.25 ? size : size * 0.66;
        stroke(x, y + size - tall, pen, tall);
        if (random() < 0.7) stroke(x, y + size - pen - tall * random() * 0.8, size * 0.42, pen);
        if (random() < 0.5) stroke(x + size * 0.36, y + size * 0.4, pen, size * 0.6);
      }
      x += size * 0.55;
    }
  }

  void number(std::string_view text, double x, double y, double size) {
    for (char c : text) {
      if (c >= '0' && c <= '9') digit(digits[static_cast<std::size_t>(c - '0')], x, y, size);
      if (c == '-') stroke(x + size * 0.1, y + size * 0.46, size * 0.3, size / 10);
      x += size * 0.75;
    }
  }

  void stamp(double x, double y, double radius) {
    canvas_.ellipse(x * dpi_, y * dpi_, radius * dpi_, radius * dpi_, pale_ink);
    canvas_.ellipse(x * dpi_, y * dpi_, radius * 0.92 * dpi_, radius * 0.92 * dpi_, Colour::grey(240));
    words(x - radius * 0.6, x + radius * 0.6, y - 0.06, 0.12);
  }

  void signature(double x, double y, double width) {
    const double swing = 0.1 + 0.12 * random(), turns = 5 + 6 * random();
    for (double t = 0; t < 1; t += 0.0005)
      stroke(x + t * width, y + swing * std::sin(turns * 6.28 * t) * (1 - t * 0.7), 0.018, 0.018);
  }

  Canvas finish() && { return std::move(canvas_); }

 private:
  void digit(unsigned strokes, double x, double y, double size) {
    const double wide = size * 0.5, half = size / 2, pen = size / 10;
    const std::array<std::array<double, 4>, 7> all = {{{0, 0, wide, pen},
                                                       {0, 0, pen, half},
                                                       {wide - pen, 0, pen, half},
                                                       {0, half - pen / 2, wide, pen},
                                                       {0, half, pen, half},
                                                       {wide - pen, half, pen, half},
                                                       {0, size - pen, wide, pen}}};
    for (std::size_t i = 0; i < all.size(); ++i)
      if (strokes & (1u << i)) stroke(x + all[i][0], y + all[i][1], all[i][2], all[i][3]);
  }

  std::uint64_t seed_;
  int dpi_;
  Canvas canvas_;
};

}  // namespace

Canvas paper_of(const Person& person, int page, int dpi) {
  Sheet sheet(mix(person.trait ^ static_cast<std::uint64_t>(page)), dpi);
  constexpr double left = 1, right = a4_width_inch - 1;
  sheet.words(left + 1.2, right - 1.2, 0.9, 0.26);
  sheet.stroke(left, 1.4, right - left, 0.02);
  sheet.number(person.identity, left, 1.7, 0.24);
  sheet.number(std::to_string(page), right - 0.3, 1.7, 0.24);
  double y = 2.4;
  for (; y < 9; y += 0.27) {
    const bool ends = sheet.random() < 0.2;
    sheet.words(left, ends ? left + (right - left) * sheet.random() : right, y, 0.13);
    sheet.stroke(left, y + 0.18, right - left, 0.004, pale_ink);
    if (ends) y += 0.16;
  }
  sheet.stamp(left + 0.9, 10, 0.6);
  sheet.signature(right - 2.2, 10, 2);
  return std::move(sheet).finish();
}

}  // namespace karvan::drivers::virtuals
