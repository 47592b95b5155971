#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace karvan::drivers::virtuals {

struct Colour {
  std::uint8_t red = 0, green = 0, blue = 0;
  static constexpr Colour grey(std::uint8_t g) { return {g, g, g}; }
};

// A picture being drawn, in pixels from the upper left. Whatever lies outside is cut off.
class Canvas {
 public:
  enum class Kind { grey, colour };
  Canvas(int width, int height, Kind kind, Colour background);

  int width() const { return width_; }
  int height() const { return height_; }
  int channels() const { return channels_; }
  const std::uint8_t* row(int y) const { return &dots_[offset(0, y)]; }

  void dot(int x, int y, Colour colour);
  void box(double left, double top, double right, double bottom, Colour colour);
  void ellipse(double x, double y, double half_width, double half_height, Colour colour);
  // What a sensor adds: each dot lighter or darker by at most `strength`.
  void grain(std::uint64_t seed, int strength);

 private:
  std::size_t offset(int x, int y) const {
    return (static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x)) *
           static_cast<std::size_t>(channels_);
  }
  int width_, height_, channels_;
  std::vector<std::uint8_t> dots_;
};

// A JPEG file of it; `dpi` of 0 is not told. `quality` from 1 to 100.
std::string to_jpeg(const Canvas& canvas, int quality, int dpi = 0);

// A PDF of one such JPEG a page, each as large as its dots at `dpi`.
struct JpegPage {
  std::string jpeg;
  int width = 0, height = 0;
};
std::string to_pdf(const std::vector<JpegPage>& grey_pages, int dpi);

}  // namespace karvan::drivers::virtuals
