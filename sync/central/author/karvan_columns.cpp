#include "sync/central/author/karvan_columns.h"

#include <algorithm>
#include <array>
#include <span>

#include "sync/central/author/known_words.h"
#include "sync/central/author/utf8.h"

namespace karvan::central::author {

namespace {

using form::Question;
using form::Type;

constexpr std::array<std::string_view, 4> merge_rules = {"review", "newest", "union", "centre"};
constexpr std::array<std::string_view, 9> personal_classes = {"name",   "identity",  "contact", "address", "health",
                                                              "family", "biometric", "finance", "other"};
constexpr std::array<std::string_view, 4> devices = {"card_reader", "scanner", "fingerprint", "camera"};
constexpr std::array<std::string_view, 10> fingers = {"right_thumb",  "right_index", "right_middle", "right_ring",
                                                      "right_little", "left_thumb",  "left_index",   "left_middle",
                                                      "left_ring",    "left_little"};
// hardware/PROTOCOL.md: what a card says.
constexpr std::array<std::string_view, 11> card_fields = {"portrait", "full_name",  "father_name", "husband_name",
                                                          "identity", "birth_date", "issue_date",  "expiry_date",
                                                          "sex",      "address",    "country"};

class OwnColumns {
 public:
  OwnColumns(const Sheet& sheet, std::size_t row, Faults& faults) : sheet_(sheet), row_(row), faults_(faults) {}

  void fault(std::string_view column, std::string what, std::string instead) {
    faults_.add(sheet_.row_number(row_), sheet_.heading(column), std::move(what), std::move(instead));
  }
  std::string cell(std::string_view column) const { return sheet_.cell(row_, column); }

  std::string one_of(std::string_view column, std::span<const std::string_view> words, std::string_view otherwise) {
    std::string written = cell(column);
    if (written.empty()) return std::string(otherwise);
    if (among(words, written)) return written;
    fault(column, "\"" + written + "\" is not known here", "Write one of " + joined(words));
    return std::string(otherwise);
  }

  bool yes(std::string_view column) {
    std::string word = lower_ascii(cell(column));
    if (word.empty() || word == "no" || word == "false") return false;
    if (word == "yes" || word == "true") return true;
    fault(column, "\"" + word + "\" is neither yes nor no", "Write yes or no");
    return false;
  }

  std::string name(std::string_view column, std::string instead) {
    std::string written = cell(column);
    if (written.empty() || is_name(written)) return written;
    fault(column, "\"" + written + "\" is no name", std::move(instead));
    return {};
  }

  void check_mask(const Question& q) {
    const bool digits =
        std::all_of(q.mask.begin(), q.mask.end(), [](char c) { return c == '9' || c < '0' || c > '8'; });
    if (!q.mask.empty() && (q.type != Type::text || !digits))
      fault("karvan::mask", "a mask is for a text question and has 9 for each digit",
            "Write for example 99999-9999999-9");
  }

  void check_device(const Question& q) {
    const bool file = form::is_attachment(q.type), portrait = q.card == "portrait";
    const bool typed_in =
        portrait ? q.type == Type::image
                 : !file && q.type != Type::note && q.type != Type::acknowledge && q.binds.calculation.empty();
    if (!q.card.empty() && !typed_in)
      fault("karvan::card", "a card cannot fill this question", "Leave it blank, or use text, date or select_one");
    if (q.capture == "card_reader" && q.card.empty())
      fault("karvan::capture", "a card reader fills what karvan::card names, and it names nothing here",
            "Write the card's field there, for example identity");
    if ((q.capture == "fingerprint" || q.capture == "camera") && q.type != Type::image)
      fault("karvan::capture", "a " + q.capture + " gives a picture", "Use the type image");
    if (q.capture == "scanner" && !file)
      fault("karvan::capture", "a scanner gives a picture or a file", "Use the type image or file");
  }

  void check_position(const Question& q) {
    const bool finger = q.capture == "fingerprint";
    if (!q.position.empty() && !finger && q.capture != "scanner")
      return fault("karvan::position", "nothing here is captured in a position",
                   "Leave it blank, or write fingerprint or scanner in karvan::capture");
    if (finger && !among(fingers, q.position))
      return fault("karvan::position",
                   q.position.empty() ? "a fingerprint needs its finger" : "\"" + q.position + "\" is no finger",
                   "Write one of " + joined(fingers));
    if (!q.position.empty() && !is_name(q.position))
      fault("karvan::position", "\"" + q.position + "\" is no name", "Write for example front or back");
  }

  void check_document(const Question& q, const form::Definition& form) {
    const bool written = q.type == Type::text || q.type == Type::integer || q.type == Type::barcode;
    if (!q.lookup.empty() && (!written || !q.binds.calculation.empty()))
      fault("karvan::lookup", "a document is looked up by a number that is typed or read",
            "Use the type text, integer or barcode, without a calculation");
    if (q.from_document.empty()) return;
    const bool looked_up = std::any_of(form.questions.begin(), form.questions.end(),
                                       [](const Question& one) { return !one.lookup.empty(); });
    if (!looked_up)
      fault("karvan::from_document", "no question looks up a document",
            "Write the kind of document in karvan::lookup of the question that asks its number");
    if (form::is_attachment(q.type) || q.type == Type::note || !q.binds.calculation.empty())
      fault("karvan::from_document", "an earlier document cannot fill this question",
            "Leave it blank, or use text, date, a number or select_one");
  }

 private:
  const Sheet& sheet_;
  std::size_t row_;
  Faults& faults_;
};

}  // namespace

bool is_name(const std::string& name) {
  auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !name.empty() && name.size() <= 64 && letter(name[0]) && std::all_of(name.begin(), name.end(), [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
}

void read_karvan_columns(const Sheet& sheet, std::size_t row, Question& q, Faults& faults) {
  OwnColumns columns(sheet, row, faults);
  q.mask = columns.cell("karvan::mask");
  q.capture = columns.one_of("karvan::capture", devices, "");
  q.position = columns.cell("karvan::position");
  q.card = columns.one_of("karvan::card", card_fields, "");
  q.merge = columns.one_of("karvan::merge", merge_rules, "review");
  q.personal = columns.one_of("karvan::class", personal_classes, "");
  q.lookup = columns.name("karvan::lookup", "Write the kind of document, for example domicile_certificate");
  q.from_document = columns.name("karvan::from_document", "Write the name of a question of the earlier service");
  q.read_back = columns.yes("karvan::read_back");
  q.summary = columns.yes("karvan::summary");
}

void check_karvan_columns(const Sheet& sheet, std::size_t row, const Question& q, const form::Definition& form,
                          Faults& faults) {
  OwnColumns columns(sheet, row, faults);
  columns.check_mask(q);
  columns.check_device(q);
  columns.check_position(q);
  columns.check_document(q, form);
}

}  // namespace karvan::central::author
