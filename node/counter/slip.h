#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"

namespace karvan::counter {

enum class Paper { a4, a5, receipt_80mm };

// One line of a slip. A row without a value is a heading across the page.
struct SlipRow {
  std::string label;
  std::string value;
  // The value is a code (identity, telephone or serial number, date in figures): its groups keep their left-to-right
  // order inside right-to-left text. Without this, 35202-1234567-1 prints with its groups reversed in Urdu.
  bool isolate = false;
  bool strong = false;  // in bold: totals, names
  bool operator==(const SlipRow&) const = default;
};

// Room on the page for one person's hand: a line for a signature and, where `thumb` has words for it, a frame for a
// thumb beside it.
struct SignatureBox {
  std::string label;  // who: "Mother", "For the Registrar"
  std::string name;   // under the line; may be empty
  std::string thumb;  // "Thumb"; empty: no frame
  bool operator==(const SignatureBox&) const = default;
};

// What goes on paper, as a value: the counter says what, node/print says how it looks. All words are already in the
// slip's language and all money, dates and digits are already written as a person reads them. UTF-8 throughout.
struct Slip {
  std::string kind;  // receipt, certificate, token, summary, day_sheet
  Paper paper = Paper::receipt_80mm;
  std::string language = "en";  // BCP 47; ur, ar, fa, ps, sd, he, ug set the page from right to left
  std::string issuer;           // institution and office, above the title; lines parted by \n
  std::string title;
  std::string number_label;  // "Receipt no."
  std::string number;        // the serial as printed, always isolated; empty where the slip has none
  std::string provisional;   // the notice's words while the centre has not confirmed; empty: final
  std::string statement;     // a paragraph before the rows, as certificates have; may be empty
  std::vector<SlipRow> rows;
  std::string declaration;  // what is signed for: a paragraph after the rows, above the signatures
  std::string verbatim;     // lines that are printed as they are, from left to right in any language
  std::vector<SignatureBox> signatures;
  // What the code of a document says, signed when it is rendered (ports); then `qr` is not used. {kind, number,
  // tracking, service, issued_s, provisional, claims{…}} as JSON; empty: none.
  std::string credential;
  // The QR code's text, at most slip_qr_bytes_max; empty: no code. Of one line it is signed when it is rendered, as a
  // note by the node (ports); with a newline it goes onto the paper as it is.
  std::string qr;
  std::vector<std::string> footer;  // small print, a paragraph each
  bool operator==(const Slip&) const = default;
};

inline constexpr std::size_t slip_bytes_max = 256 * 1024;
inline constexpr std::size_t slip_rows_max = 400;
inline constexpr std::size_t slip_signatures_max = 40;
inline constexpr std::size_t slip_qr_bytes_max = 1200;  // version 30 at level M still scans from 80 mm paper

// JSON without whitespace, absent members where empty; the same slip gives the same bytes.
std::string write_slip(const Slip& slip);

// Code::malformed, field_missing (kind, title) or field_wrong_type, with the member as `where`; bounded by the limits
// above (Code::body_too_large).
Result<Slip> parse_slip(std::string_view json);

std::string_view name_of(Paper paper);  // a4, a5, receipt_80mm

}  // namespace karvan::counter
