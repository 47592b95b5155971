#include "node/print/render.h"

#include <cairo.h>

#include <algorithm>
#include <utility>

#include "node/print/qr.h"
#include "node/print/sheet.h"
#include "node/print/typeset.h"

namespace karvan::print {
namespace {

using counter::Slip;
using counter::SlipRow;

constexpr double label_share = 0.38;  // of the text's width, where there are columns
constexpr double rule_width = 0.6;

// Turns a slip into blocks, from top to bottom.
class Composer {
 public:
  explicit Composer(const Slip& slip) : slip_(slip), format_(format_of(slip.paper)), type_(slip.language) {}

  Result<std::string> pdf() {
    TRY_VOID(compose());
    return paginate(blocks_, format_, slip_.title, [this](auto page, auto pages) { return foot(page, pages); });
  }

 private:
  Result<void> compose() {
    TRY_VOID(head());
    TRY_VOID(text(slip_.statement, {format_.size}, 0.6));
    for (const auto& field : slip_.rows) {
      TRY_VOID(field.value.empty() ? heading(field) : row(field));
    }
    if (!slip_.qr.empty()) {
      gap(0.8);
      TRY(auto code, qr_block(slip_.qr, format_.text_width(), format_.qr_size));
      blocks_.push_back(std::move(code));
    }
    if (!slip_.footer.empty()) rule();
    for (const auto& paragraph : slip_.footer) {
      TRY_VOID(text(paragraph, {format_.size * 0.8, false, Align::centre}, 0.2));
    }
    return {};
  }

  Result<void> head() {
    TRY_VOID(text(slip_.issuer, {format_.size, false, Align::centre}, 0.2));
    TRY_VOID(text(slip_.title, {format_.size * 1.6, true, Align::centre}, 0.4));
    if (!slip_.provisional.empty()) {
      TRY_VOID(band(slip_.provisional));
    }
    TRY_VOID(slip_.kind == "token" ? large_number() : number());
    rule();
    return {};
  }

  Result<void> number() {
    if (slip_.number.empty()) return {};
    return row({slip_.number_label, slip_.number, true, true});
  }

  Result<void> large_number() {
    TRY_VOID(text(slip_.number_label, {format_.size, false, Align::centre}, 0.2));
    return text(isolated(slip_.number), {format_.size * 5, true, Align::centre, true}, 0.4);
  }

  // A text that may break between its lines, with a gap after it.
  Result<void> text(std::string_view words, const Style& style, double gap_after) {
    if (words.empty()) return {};
    TRY(auto paragraph, type_.set(words, style, format_.text_width()));
    add_lines(paragraph);
    gap(gap_after);
    return {};
  }

  void add_lines(const Paragraph& paragraph) {
    for (std::size_t line = 0; line < paragraph.lines(); ++line)
      blocks_.push_back({paragraph.line_height(line),
                         [paragraph, line](cairo_t* cr, double x, double y) { paragraph.draw_line(cr, line, x, y); }});
  }

  Result<void> heading(const SlipRow& field) {
    gap(0.5);
    TRY(auto paragraph, type_.set(field.label, {format_.size * 1.1, true}, format_.text_width()));
    blocks_.push_back(
        {paragraph.height(), [paragraph](cairo_t* cr, double x, double y) { paragraph.draw(cr, x, y); }, true});
    return {};
  }

  // Label at the line's start, value beside it; on a roll, or where one is long, the value goes below.
  Result<void> row(const SlipRow& field) {
    const auto width = format_.text_width();
    const auto space = format_.size;
    const auto value_text = field.isolate ? isolated(field.value) : field.value;
    const Style style = {format_.size, field.strong, Align::start, field.isolate};
    TRY(auto label, type_.set(field.label, {format_.size * (format_.columns ? 1 : 0.9)}, width * label_share));
    TRY(auto value, type_.set(value_text, style, width * (1 - label_share) - space));
    const auto page = format_.height == 0 ? 1e4 : format_.height / 2;
    if (value.height() > page || label.height() > page || (!format_.columns && value.lines() > 1))
      return stacked(field, value_text);
    const auto value_left = type_.right_to_left() ? 0.0 : width * label_share + space;
    const auto label_left = type_.right_to_left() ? width * (1 - label_share) : 0.0;
    // Faces differ in height: both stand on the same line.
    const auto line = std::max(label.baseline(), value.baseline());
    const auto label_top = line - label.baseline(), value_top = line - value.baseline();
    blocks_.push_back(
        {std::max(label_top + label.height(), value_top + value.height()), [=](cairo_t* cr, double x, double y) {
           label.draw(cr, x + label_left, y + label_top);
           value.draw(cr, x + value_left, y + value_top);
         }});
    gap(0.15);
    return {};
  }

  Result<void> stacked(const SlipRow& field, const std::string& value) {
    TRY_VOID(text(field.label, {format_.size * 0.9}, 0));
    blocks_.back().keep_with_next = true;
    return text(value, {format_.size, field.strong, Align::start, field.isolate}, 0.2);
  }

  // The notice that a slip is not final, in a frame that cannot be overlooked.
  Result<void> band(std::string_view words) {
    const auto padding = format_.size * 0.4;
    const auto width = format_.text_width();
    TRY(auto paragraph, type_.set(words, {format_.size, true, Align::centre}, width - 2 * padding));
    blocks_.push_back({paragraph.height() + 2 * padding, [=](cairo_t* cr, double x, double y) {
                         cairo_set_line_width(cr, 1.2);
                         cairo_rectangle(cr, x, y, width, paragraph.height() + 2 * padding);
                         cairo_stroke(cr);
                         paragraph.draw(cr, x + padding, y + padding);
                       }});
    gap(0.4);
    return {};
  }

  void rule() {
    const auto height = format_.size * 0.8;
    blocks_.push_back({height, [=, width = format_.text_width()](cairo_t* cr, double x, double y) {
                         cairo_set_line_width(cr, rule_width);
                         cairo_move_to(cr, x, y + height / 2);
                         cairo_rel_line_to(cr, width, 0);
                         cairo_stroke(cr);
                       }});
  }

  void gap(double lines) { blocks_.push_back({format_.size * lines}); }

  // Every page of several says which document it belongs to.
  Result<Block> foot(std::size_t page, std::size_t pages) {
    auto words = isolated(slip_.number + (slip_.number.empty() ? "" : "   ") + std::to_string(page) + " / " +
                          std::to_string(pages));
    TRY(auto paragraph, type_.set(words, {format_.size * 0.8, false, Align::centre, true}, format_.text_width()));
    return Block{paragraph.height(), [paragraph](cairo_t* cr, double x, double y) { paragraph.draw(cr, x, y); }};
  }

  const Slip& slip_;
  Format format_;
  Typesetter type_;
  std::vector<Block> blocks_;
};

}  // namespace

Result<std::string> render(const Slip& slip) { return Composer(slip).pdf(); }

}  // namespace karvan::print
