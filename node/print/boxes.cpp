#include "node/print/boxes.h"

#include <cairo.h>

#include <algorithm>
#include <vector>

namespace karvan::print {
namespace {

constexpr double hand_height = mm(20);
constexpr double thumb_width = mm(20);
constexpr double thumb_height = mm(25);
constexpr double between = mm(8);

struct Laid {
  Paragraph label, name, thumb;
  bool has_thumb;
  double hand() const { return has_thumb ? thumb_height : hand_height; }
  double height() const { return label.height() + hand() + name.height(); }
};

// Label above; the signature's line at the box's foot, the thumb's frame at its end; the name below.
void draw_box(cairo_t* cr, const Laid& box, double x, double y, double width, bool right_to_left) {
  box.label.draw(cr, x, y);
  const auto top = y + box.label.height(), foot = top + box.hand();
  const auto taken = box.has_thumb ? thumb_width + between / 2 : 0;
  const auto line_left = right_to_left ? x + taken : x;
  cairo_set_line_width(cr, 0.6);
  cairo_move_to(cr, line_left, foot);
  cairo_rel_line_to(cr, width - taken, 0);
  if (box.has_thumb) {
    const auto left = right_to_left ? x : x + width - thumb_width;
    const auto high = thumb_height - mm(1);
    cairo_rectangle(cr, left, foot - high, thumb_width, high);
    box.thumb.draw(cr, left, foot - high + mm(0.5));
  }
  cairo_stroke(cr);
  box.name.draw(cr, x, foot + mm(0.5));
}

}  // namespace

Result<Block> signature_boxes(const Typesetter& type, std::span<const counter::SignatureBox> boxes, std::size_t columns,
                              double width, double size) {
  const auto each = (width - between * static_cast<double>(columns - 1)) / static_cast<double>(columns);
  std::vector<Laid> laid;
  double height = 0;
  for (const auto& box : boxes) {
    TRY(auto label, type.set(box.label, {size, true}, each));
    TRY(auto name, type.set(box.name, {size * 0.9}, each));
    TRY(auto thumb, type.set(box.thumb, {size * 0.65, false, Align::centre}, thumb_width));
    laid.push_back({std::move(label), std::move(name), std::move(thumb), !box.thumb.empty()});
    height = std::max(height, laid.back().height());
  }
  return Block{height + mm(3), [=, right_to_left = type.right_to_left()](cairo_t* cr, double x, double y) {
                 for (std::size_t i = 0; i < laid.size(); ++i) {
                   const auto place = right_to_left ? columns - 1 - i : i;
                   draw_box(cr, laid[i], x + static_cast<double>(place) * (each + between),
                            y + height - laid[i].height(), each, right_to_left);
                 }
               }};
}

Block side_by_side(const Typesetter& type, Block start, double start_width, Block end, double end_width, double width) {
  const auto height = std::max(start.height, end.height);
  const bool mirrored = type.right_to_left();
  return {height, [=](cairo_t* cr, double x, double y) {
            start.draw(cr, mirrored ? x + width - start_width : x, y + height - start.height);
            end.draw(cr, mirrored ? x : x + width - end_width, y + height - end.height);
          }};
}

}  // namespace karvan::print
