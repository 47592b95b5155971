#include "node/print/flow.h"

#include <cairo.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace karvan::print {
namespace {

constexpr double label_share = 0.38;  // of the text's width, where there are columns
constexpr double rule_width = 0.6;
constexpr std::size_t fixed_words_max = 512;  // then all are forgotten and set again

// Titles and labels by what decides how they are set, never answers. Layouts belong to the thread that made them.
using FixedKey = std::tuple<std::string, std::string, Style, double>;  // language, words, style, width
thread_local std::map<FixedKey, Paragraph> fixed_words;

}  // namespace

Result<void> Flow::text(std::string_view words, const Style& style, double gap_after) {
  if (words.empty()) return {};
  TRY(auto paragraph, set(words, style, format_.text_width()));
  add_lines(paragraph, gap_after);
  return {};
}

Result<void> Flow::fixed_text(std::string_view words, const Style& style, double gap_after) {
  if (words.empty()) return {};
  TRY(auto paragraph, set_fixed(words, style, format_.text_width()));
  add_lines(paragraph, gap_after);
  return {};
}

Result<Paragraph> Flow::set_fixed(std::string_view words, const Style& style, double width) const {
  FixedKey key(language_, words, style, width);
  if (auto found = fixed_words.find(key); found != fixed_words.end()) return found->second;
  TRY(auto paragraph, set(words, style, width));
  if (fixed_words.size() == fixed_words_max) fixed_words.clear();
  return fixed_words.emplace(std::move(key), std::move(paragraph)).first->second;
}

Result<Paragraph> Flow::set(std::string_view words, const Style& style, double width) const {
  if (!type_.right_to_left() || style.code) return type_.set(words, style, width);
  return type_.set(with_runs_isolated(words), style, width);
}

void Flow::add_lines(const Paragraph& paragraph, double gap_after) {
  const auto lines = paragraph.lines();
  for (std::size_t line = 0; line < lines; ++line)
    add({paragraph.line_height(line),
         [paragraph, line](cairo_t* cr, double x, double y) { paragraph.draw_line(cr, line, x, y); },
         lines > 1 && (line == 0 || line + 2 == lines)});  // no line of a paragraph stands alone on a page
  gap(gap_after);
}

Result<void> Flow::heading(std::string_view words) {
  gap(0.5);
  TRY(auto paragraph, set_fixed(words, {format_.size * 1.1, true}, format_.text_width()));
  add({paragraph.height(), [paragraph](cairo_t* cr, double x, double y) { paragraph.draw(cr, x, y); }, true});
  return {};
}

Result<void> Flow::row(const counter::SlipRow& row) {
  const auto width = format_.text_width();
  const auto space = format_.size;
  const auto value_text = row.isolate ? isolated(row.value) : row.value;
  const Style style = {format_.size, row.strong, Align::start, row.isolate};
  TRY(auto label, set_fixed(row.label, {format_.size * (format_.columns ? 1 : 0.9)}, width * label_share));
  TRY(auto value, set(value_text, style, width * (1 - label_share) - space));
  const auto page = format_.height == 0 ? 1e4 : format_.height / 2;
  if (value.height() > page || label.height() > page || (!format_.columns && value.lines() > 1))
    return stacked(row, value_text);
  const auto value_left = type_.right_to_left() ? 0.0 : width * label_share + space;
  const auto label_left = type_.right_to_left() ? width * (1 - label_share) : 0.0;
  // Faces differ in height: both stand on the same line.
  const auto line = std::max(label.baseline(), value.baseline());
  const auto label_top = line - label.baseline(), value_top = line - value.baseline();
  add({std::max(label_top + label.height(), value_top + value.height()), [=](cairo_t* cr, double x, double y) {
         label.draw(cr, x + label_left, y + label_top);
         value.draw(cr, x + value_left, y + value_top);
       }});
  gap(0.15);
  return {};
}

Result<void> Flow::stacked(const counter::SlipRow& row, const std::string& value) {
  TRY_VOID(text(row.label, {format_.size * 0.9}, 0));
  blocks_.back().keep_with_next = true;
  return text(value, {format_.size, row.strong, Align::start, row.isolate}, 0.2);
}

Result<void> Flow::band(std::string_view words) {
  const auto padding = format_.size * 0.4;
  const auto width = format_.text_width();
  TRY(auto paragraph, set(words, {format_.size, true, Align::centre}, width - 2 * padding));
  add({paragraph.height() + 2 * padding, [=](cairo_t* cr, double x, double y) {
         cairo_set_line_width(cr, 1.2);
         cairo_rectangle(cr, x, y, width, paragraph.height() + 2 * padding);
         cairo_stroke(cr);
         paragraph.draw(cr, x + padding, y + padding);
       }});
  gap(0.4);
  return {};
}

Result<void> Flow::verbatim(std::string_view text) {
  if (text.empty()) return {};
  const Typesetter plain("en");
  TRY(auto paragraph, plain.set(text, {format_.size * 0.75, false, Align::start, false, true}, format_.text_width()));
  add_lines(paragraph, 0.6);
  return {};
}

void Flow::rule() {
  const auto height = format_.size * 0.8;
  add({height, [=, width = format_.text_width()](cairo_t* cr, double x, double y) {
         cairo_set_line_width(cr, rule_width);
         cairo_move_to(cr, x, y + height / 2);
         cairo_rel_line_to(cr, width, 0);
         cairo_stroke(cr);
       }});
}

void Flow::gap(double lines) { add({format_.size * lines}); }

}  // namespace karvan::print
