#include "node/print/render.h"

#include <cairo.h>

#include <algorithm>
#include <array>
#include <span>

#include "node/print/boxes.h"
#include "node/print/flow.h"
#include "node/print/qr.h"

namespace karvan::print {
namespace {

using counter::Slip;

constexpr double between_code_and_hand = mm(12);
constexpr double nastaliq_scale = 0.9;  // its lines are twice as high as other scripts'
// A certificate is one page where that can be read; else it has as many as it needs.
constexpr std::array certificate_scales = {1.0, 0.9, 0.8};

Format format_for(const Slip& slip, double scale) {
  auto format = format_of(slip.paper);
  format.size *= scale * (is_nastaliq(slip.language) && format.columns ? nastaliq_scale : 1);
  format.framed = slip.kind == "certificate" && format.height > 0;
  format.counted = !slip.signatures.empty() && format.height > 0;  // what is signed says how many pages it has
  return format;
}

// Turns a slip into blocks, from top to bottom.
class Composer {
 public:
  Composer(const Slip& slip, double scale)
      : slip_(slip), format_(format_for(slip, scale)), flow_(format_, slip.language) {}

  Result<void> compose() {
    TRY_VOID(slip_.kind == "certificate" ? certificate_head() : head());
    TRY_VOID(body());
    return close();
  }

  std::size_t pages() const { return count_pages(flow_.blocks(), format_); }

  Result<std::string> pdf() {
    return paginate(flow_.blocks(), format_, slip_.title, [this](auto page, auto pages) { return foot(page, pages); });
  }

 private:
  Result<void> head() {
    TRY_VOID(flow_.fixed_text(slip_.issuer, {format_.size, false, Align::centre}, 0.2));
    TRY_VOID(flow_.fixed_text(slip_.title, {format_.size * 1.6, true, Align::centre}, 0.4));
    TRY_VOID(notice());
    TRY_VOID(slip_.kind == "token" ? large_number() : number());
    flow_.rule();
    return {};
  }

  Result<void> certificate_head() {
    TRY_VOID(flow_.fixed_text(slip_.issuer, {format_.size * 1.3, true, Align::centre}, 0.3));
    flow_.rule();
    TRY_VOID(flow_.fixed_text(slip_.title, {format_.size * 2, true, Align::centre}, 0.4));
    TRY_VOID(flow_.text(slip_.number_label + " " + isolated(slip_.number), {format_.size, false, Align::centre}, 0.8));
    return notice();
  }

  Result<void> notice() {
    if (slip_.provisional.empty()) return {};
    return flow_.band(slip_.provisional);
  }

  Result<void> number() {
    if (slip_.number.empty()) return {};
    return flow_.row({slip_.number_label, slip_.number, true, true});
  }

  Result<void> large_number() {
    TRY_VOID(flow_.text(slip_.number_label, {format_.size, false, Align::centre}, 0.2));
    return flow_.text(isolated(slip_.number), {format_.size * 5, true, Align::centre, true}, 0.4);
  }

  Result<void> body() {
    const bool certificate = slip_.kind == "certificate";
    if (certificate) flow_.gap(0.6);
    TRY_VOID(flow_.text(slip_.statement, {format_.size * (certificate ? 1.1 : 1)}, certificate ? 1 : 0.6));
    for (const auto& field : slip_.rows) {
      TRY_VOID(field.value.empty() ? flow_.heading(field.label) : flow_.row(field));
    }
    TRY_VOID(flow_.verbatim(slip_.verbatim));
    return flow_.text(slip_.declaration, {format_.size}, 0.6);
  }

  // Code, hands and small print. On a sheet that is signed, code and hand stand at the page's foot beside each other.
  Result<void> close() {
    flow_.gap(0.8);
    const bool beside = slip_.signatures.size() == 1 && !slip_.qr.empty() && format_.columns;
    if (beside) {
      TRY_VOID(code_beside_hand());
    } else {
      TRY_VOID(code());
      TRY_VOID(hands());
    }
    if (!slip_.footer.empty()) flow_.rule();
    for (const auto& paragraph : slip_.footer) {
      TRY_VOID(flow_.text(paragraph, {format_.size * 0.8, false, Align::centre}, 0.2));
    }
    return {};
  }

  Result<void> code() {
    if (slip_.qr.empty()) return {};
    const auto width = format_.text_width();
    TRY(auto code, qr_block(slip_.qr, format_.qr_size, width));
    const auto left = (width - code.height) / 2;
    flow_.add({code.height, [=](cairo_t* cr, double x, double y) { code.draw(cr, x + left, y); }});
    return {};
  }

  Result<void> hands() {
    const std::size_t columns = format_.columns ? 2 : 1;
    std::span<const counter::SignatureBox> rest = slip_.signatures;
    while (!rest.empty()) {
      const auto count = std::min(rest.size(), columns);
      TRY(auto boxes, signature_boxes(flow_.type(), rest.first(count), columns, format_.text_width(), format_.size));
      flow_.add(std::move(boxes));
      flow_.gap(0.8);
      rest = rest.subspan(count);
    }
    return {};
  }

  Result<void> code_beside_hand() {
    const auto width = format_.text_width();
    TRY(auto code, qr_block(slip_.qr, format_.qr_size, width / 2));
    const auto code_width = code.height;
    const auto hand_width = std::min(width - code_width - between_code_and_hand, width * 0.45);
    TRY(auto hand, signature_boxes(flow_.type(), slip_.signatures, 1, hand_width, format_.size));
    auto both = side_by_side(flow_.type(), std::move(code), code_width, std::move(hand), hand_width, width);
    both.at_foot = true;
    flow_.add(std::move(both));
    return {};
  }

  // Every page of several says which document it belongs to.
  Result<Block> foot(std::size_t page, std::size_t pages) {
    auto words = isolated(slip_.number + (slip_.number.empty() ? "" : "   ") + std::to_string(page) + " / " +
                          std::to_string(pages));
    const Style style = {format_.size * 0.8, false, Align::centre, true};
    TRY(auto paragraph, flow_.type().set(words, style, format_.text_width()));
    return Block{paragraph.height(), [paragraph](cairo_t* cr, double x, double y) { paragraph.draw(cr, x, y); }};
  }

  const Slip& slip_;
  Format format_;
  Flow flow_;
};

}  // namespace

Result<std::string> render(const Slip& slip) {
  if (slip.kind == "certificate") {
    for (double scale : certificate_scales) {
      Composer composer(slip, scale);
      TRY_VOID(composer.compose());
      if (composer.pages() == 1) return composer.pdf();
    }
  }
  Composer composer(slip, 1);
  TRY_VOID(composer.compose());
  return composer.pdf();
}

}  // namespace karvan::print
