#include "node/print/typeset.h"

#include <pango/pangocairo.h>

#include <algorithm>
#include <array>

namespace karvan::print {
namespace {

constexpr std::array<std::string_view, 9> rtl_languages = {"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"};

std::string_view primary(std::string_view language) { return language.substr(0, language.find('-')); }

bool is_right_to_left(std::string_view language) {
  return std::find(rtl_languages.begin(), rtl_languages.end(), primary(language)) != rtl_languages.end();
}

// Urdu is read in Nastaliq; the rest of the Arabic script in Naskh.
std::string family_for(std::string_view language) {
  if (is_nastaliq(language)) return "Noto Nastaliq Urdu, Noto Naskh Arabic, Noto Sans";
  if (is_right_to_left(language)) return "Noto Naskh Arabic, Noto Sans";
  return "Noto Sans, Noto Naskh Arabic";
}

double points(int pango_units) { return static_cast<double>(pango_units) / PANGO_SCALE; }

// The one place that knows that, with a right-to-left base and auto_dir off, LEFT still is the left of the paper.
PangoAlignment alignment(Align align, bool right_to_left) {
  if (align == Align::centre) return PANGO_ALIGN_CENTER;
  return right_to_left ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
}

// U+0660 to U+0669; the Urdu digits U+06F0 to U+06F9 are European numbers to the algorithm and need no help.
bool has_arabic_digit(std::string_view text) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i)
    if (text[i] == '\xd9' && text[i + 1] >= '\xa0' && text[i + 1] <= '\xa9') return true;
  return false;
}

// Two Arabic numbers pull a sign between them to the right-to-left side even inside an isolate (UAX 9, N1): marks
// around the sign keep it, and so the groups, in order.
std::string with_marks(std::string_view code) {
  std::string out;
  for (char c : code) {
    const bool sign = (c > ' ' && c < '0') || c == ':' || c == ' ';
    out += sign ? std::string("\u200e") + c + "\u200e" : std::string(1, c);
  }
  return out;
}

void set_font(PangoLayout* layout, const std::string& family, const Style& style) {
  auto* font = pango_font_description_from_string(family.c_str());
  pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);
  pango_font_description_set_weight(font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(layout, font);
  pango_font_description_free(font);
}

constexpr std::string_view isolate_begin = "\u2066", isolate_end = "\u2069";

bool is_plain(std::string_view text, std::size_t at) {
  const char c = text[at];
  if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) return true;
  // Urdu figures, U+06F0 to U+06F9, of two bytes each.
  const auto is_figure = [&](std::size_t i) {
    return i + 1 < text.size() && text[i] == '\xdb' && text[i + 1] >= '\xb0' && text[i + 1] <= '\xb9';
  };
  return is_figure(at) || (at > 0 && is_figure(at - 1));
}

int count(std::string_view text, std::string_view part) {
  int found = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

bool joins(char c) { return std::string_view("-/.:@_+").find(c) != std::string_view::npos; }

// ASCII alone, but for isolates.
bool is_between(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto mark = text.substr(i, isolate_begin.size());
    if (mark == isolate_begin || mark == isolate_end)
      i += mark.size() - 1;
    else if (static_cast<unsigned char>(text[i]) >= 0x80)
      return false;
  }
  return true;
}

// Beside Nastaliq, whose own Latin letters and figures are heavy and whose space is narrow, plain runs are set in the
// plain face, with the blanks and commas between two of them.
void set_plain_runs(PangoLayout* layout, std::string_view text) {
  std::vector<Run> joined;
  for (const auto& run : plain_runs(text)) {
    if (!joined.empty() && is_between(text.substr(joined.back().end, run.begin - joined.back().end)))
      joined.back().end = run.end;
    else
      joined.push_back(run);
  }
  auto* attributes = pango_attr_list_new();
  for (const auto& run : joined) {
    auto* face = pango_attr_family_new("Noto Sans");
    face->start_index = static_cast<guint>(run.begin);
    face->end_index = static_cast<guint>(run.end);
    pango_attr_list_insert(attributes, face);
  }
  pango_layout_set_attributes(layout, attributes);
  pango_attr_list_unref(attributes);
}

}  // namespace

bool is_nastaliq(std::string_view language) { return primary(language) == "ur"; }

Paragraph::Paragraph(std::shared_ptr<PangoLayout> layout, double width) : layout_(std::move(layout)), width_(width) {
  PangoRectangle extents;
  pango_layout_get_extents(layout_.get(), nullptr, &extents);
  height_ = points(extents.height);
  std::vector<double> tops;
  auto* line = pango_layout_get_iter(layout_.get());
  do {
    int top = 0;
    pango_layout_iter_get_line_yrange(line, &top, nullptr);
    tops.push_back(points(top));
  } while (pango_layout_iter_next_line(line));
  pango_layout_iter_free(line);
  tops_ = std::make_shared<const std::vector<double>>(std::move(tops));
}

double Paragraph::baseline() const { return points(pango_layout_get_baseline(layout_.get())); }

double Paragraph::place_of(std::size_t byte) const {
  PangoRectangle at;
  pango_layout_index_to_pos(layout_.get(), static_cast<int>(byte), &at);
  return points(at.x);
}

void Paragraph::draw(cairo_t* cr, double x, double y) const {
  cairo_move_to(cr, x, y);
  pango_cairo_show_layout(cr, layout_.get());
}

double Paragraph::line_height(std::size_t line) const {
  return (line + 1 < tops_->size() ? (*tops_)[line + 1] : height_) - (*tops_)[line];
}

void Paragraph::draw_line(cairo_t* cr, std::size_t wanted, double x, double y) const {
  auto* line = pango_layout_get_iter(layout_.get());
  for (std::size_t i = 0; i < wanted; ++i) pango_layout_iter_next_line(line);
  PangoRectangle extents;
  pango_layout_iter_get_line_extents(line, nullptr, &extents);
  cairo_move_to(cr, x + points(extents.x), y + points(pango_layout_iter_get_baseline(line)) - (*tops_)[wanted]);
  pango_cairo_show_layout_line(cr, pango_layout_iter_get_line_readonly(line));
  pango_layout_iter_free(line);
}

Typesetter::Typesetter(std::string_view language)
    : context_(pango_font_map_create_context(pango_cairo_font_map_get_default()), g_object_unref),
      family_(family_for(language)),
      right_to_left_(is_right_to_left(language)) {
  // A point is a point: without this, text comes out a third too large.
  pango_cairo_context_set_resolution(context_.get(), 72);
  pango_context_set_language(context_.get(), pango_language_from_string(std::string(language).c_str()));
  pango_context_set_base_dir(context_.get(), right_to_left_ ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
  pango_context_set_round_glyph_positions(context_.get(), FALSE);
}

Result<Paragraph> Typesetter::set(std::string_view text, const Style& style, double width) const {
  if (!g_utf8_validate(text.data(), static_cast<gssize>(text.size()), nullptr))
    return fail(Code::malformed, {}, "print: text is not UTF-8");
  std::shared_ptr<PangoLayout> layout(pango_layout_new(context_.get()), g_object_unref);
  set_font(layout.get(), (style.table ? "Noto Sans Mono, " : style.code ? "Noto Sans, " : "") + family_, style);
  pango_layout_set_auto_dir(layout.get(), FALSE);
  pango_layout_set_alignment(layout.get(), alignment(style.align, right_to_left_));
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
  pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
  if (right_to_left_ && !style.code && !style.table) set_plain_runs(layout.get(), text);
  if (pango_layout_get_unknown_glyphs_count(layout.get()) > 0) return fail(Code::glyph_missing, {}, "print");
  return Paragraph(std::move(layout), width);
}

std::vector<Run> plain_runs(std::string_view text) {
  std::vector<Run> runs;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_plain(text, i)) continue;
    Run run{i, i + 1};
    for (; run.end < text.size(); ++run.end) {
      if (is_plain(text, run.end)) continue;
      if (!joins(text[run.end]) || run.end + 1 == text.size() || !is_plain(text, run.end + 1)) break;
      run.compound = true;
    }
    runs.push_back(run);
    i = run.end;
  }
  return runs;
}

std::string with_runs_isolated(std::string_view text) {
  std::string out;
  std::size_t done = 0;
  int depth = 0;
  for (const auto& run : plain_runs(text)) {
    const auto before = text.substr(done, run.begin - done);
    depth += count(before, isolate_begin) - count(before, isolate_end);
    const auto words = text.substr(run.begin, run.end - run.begin);
    out.append(before).append(run.compound && depth <= 0 ? isolated(words) : std::string(words));
    done = run.end;
  }
  return out.append(text.substr(done));
}

std::string isolated(std::string_view code) {
  if (code.empty()) return {};
  std::string out(isolate_begin);
  return out.append(has_arabic_digit(code) ? with_marks(code) : code).append(isolate_end);
}

}  // namespace karvan::print
