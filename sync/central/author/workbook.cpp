#include "sync/central/author/workbook.h"

#include <algorithm>

#include "sync/central/author/utf8.h"
#include "sync/form/words.h"

namespace karvan::central::author {

namespace {

std::optional<SheetRows> read_file(const std::string& folder, const std::string& sheet,
                                   const std::optional<std::string>& bytes, std::vector<Fault>& all) {
  if (!bytes) return std::nullopt;
  SheetRows out{folder + "/" + sheet + ".csv", sheet, 1, {}};
  auto rows = read_csv(*bytes);
  if (!rows) {
    Faults(out.file, sheet, all).add(rows.error().row, "", rows.error().what, rows.error().instead);
    return std::nullopt;
  }
  out.rows = std::move(*rows);
  return out;
}

bool blank(const std::string& cell) { return form::trimmed(cell).empty(); }

// The name of the sheet that begins with a row; empty where the row is one of a sheet.
std::string sheet_named(const Row& row) {
  if (row.empty() || blank(row[0]) || !std::all_of(row.begin() + 1, row.end(), blank)) return {};
  return lower_ascii(form::trimmed(row[0]));
}

bool holds_several(const std::vector<Row>& rows) {
  if (rows.empty()) return false;
  std::string name = sheet_named(rows[0]);
  return name == "survey" || name == "choices" || name == "settings";
}

std::optional<SheetRows>* place_of(Workbook& book, const std::string& sheet) {
  if (sheet == "survey") return &book.survey;
  if (sheet == "choices") return &book.choices;
  return sheet == "settings" ? &book.settings : nullptr;
}

Workbook divide(const SheetRows& whole, std::vector<Fault>& all) {
  Workbook book;
  std::optional<SheetRows>* place = nullptr;
  for (std::size_t i = 0; i < whole.rows.size(); ++i) {
    const Row& row = whole.rows[i];
    std::string sheet = sheet_named(row);
    if (!sheet.empty()) {
      place = place_of(book, sheet);
      if (place) {
        *place = SheetRows{whole.file, sheet, i + 2, {}};
      } else {
        Faults(whole.file, sheet, all).add(i + 1, "", "the sheet \"" + sheet + "\" is not supported", "Leave it out");
      }
    } else if (place && *place) {
      (*place)->rows.emplace_back(row.begin() + (row.empty() ? 0 : 1), row.end());
    }
  }
  return book;
}

}  // namespace

Workbook open_workbook(const SheetFiles& files, std::vector<Fault>& faults) {
  Workbook book;
  book.survey = read_file(files.folder, "survey", files.survey, faults);
  if (book.survey && holds_several(book.survey->rows)) book = divide(*book.survey, faults);
  if (files.choices) book.choices = read_file(files.folder, "choices", files.choices, faults);
  if (files.settings) book.settings = read_file(files.folder, "settings", files.settings, faults);
  return book;
}

}  // namespace karvan::central::author
