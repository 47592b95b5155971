#pragma once
#include <compare>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"

typedef struct _PangoLayout PangoLayout;
typedef struct _PangoContext PangoContext;
typedef struct _cairo cairo_t;

// Text set by Pango. All lengths are points of 1/72 inch, with y downwards from the top of the page.
namespace karvan::print {

enum class Align { start, centre };

struct Style {
  double size = 10;
  bool bold = false;
  Align align = Align::start;
  bool code = false;   // figures and Latin letters: in the plain face, also beside Nastaliq
  bool table = false;  // all characters of one width
  auto operator<=>(const Style&) const = default;
};

// A paragraph, wrapped to its width.
class Paragraph {
 public:
  Paragraph(std::shared_ptr<PangoLayout> layout, double width);
  double height() const { return height_; }
  double width() const { return width_; }
  double baseline() const;  // of the first line, from the top
  // The horizontal place of the character at this byte of the text, from the paragraph's left edge.
  double place_of(std::size_t byte) const;
  void draw(cairo_t* cr, double x, double y) const;
  // Its lines as paragraphs of one line each, for a page break between them.
  std::size_t lines() const { return tops_->size(); }
  double line_height(std::size_t line) const;
  void draw_line(cairo_t* cr, std::size_t line, double x, double y) const;

 private:
  std::shared_ptr<PangoLayout> layout_;
  double width_;
  double height_;
  std::shared_ptr<const std::vector<double>> tops_;  // shared: each line's block holds the paragraph
};

bool is_nastaliq(std::string_view language);

// The fonts and the direction of one language. Not shared between threads.
class Typesetter {
 public:
  explicit Typesetter(std::string_view language);
  bool right_to_left() const { return right_to_left_; }
  // Code::glyph_missing where no font has a character of `text`; Code::malformed where it is no UTF-8.
  Result<Paragraph> set(std::string_view text, const Style& style, double width) const;

 private:
  std::shared_ptr<PangoContext> context_;
  std::string family_;
  bool right_to_left_;
};

// Of text from right to left: the ends of each run of ASCII letters and figures, with the signs between them ("14-B").
struct Run {
  std::size_t begin = 0, end = 0;
  bool compound = false;  // has a sign inside: unless isolated, it prints with its parts reversed
};
std::vector<Run> plain_runs(std::string_view text);

// `code` between U+2066 and U+2069: its groups keep their order in text of any direction (UAX 9, LRI and PDI).
std::string isolated(std::string_view code);

// Each compound run between isolates, unless it stands in one already: house numbers and the like as people type them.
std::string with_runs_isolated(std::string_view text);

}  // namespace karvan::print
