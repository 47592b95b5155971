#include "sync/central/author/workbook.h"

#include <algorithm>
#include <array>

#include "sync/central/author/utf8.h"
#include "sync/central/author/xlsx.h"
#include "sync/form/words.h"

namespace karvan::central::author {

namespace {

// Sheets that mean something to other tools: passing over them in silence would lose what the author meant.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> refused_sheets = {
    {{"external_choices", "Write its rows on the choices sheet, and select_one in place of select_one_external"},
     {"entities", "Leave it out: the record itself keeps what is filed"},
     {"osm", "Leave it out: maps are not supported"},
     {"columns", "Leave it out: loops are not supported; write a repeat or the questions themselves"},
     {"cascades", "Write the lists on the choices sheet, with choice_filter"}}};

std::optional<SheetRows>* place_of(Workbook& book, std::string_view sheet) {
  if (sheet == "survey") return &book.survey;
  if (sheet == "choices" || sheet == "choice_lists") return &book.choices;
  return sheet == "settings" ? &book.settings : nullptr;
}

std::string plain_name(std::string_view sheet) {
  std::string name = lower_ascii(form::trimmed(sheet));
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

// The sheet of a form that a misspelt name nearly is; empty where there is none.
std::string_view near_sheet(std::string_view name) {
  for (std::string_view known : {"survey", "choices", "settings"}) {
    if (edit_distance(known, name) <= 2) return known;
  }
  return {};
}

std::string_view refusal_of(std::string_view name) {
  for (const auto& [refused, instead] : refused_sheets) {
    if (refused == name) return instead;
  }
  return {};
}

// Any other sheet is the author's own note.
bool matters(std::string_view sheet) {
  std::string name = plain_name(sheet);
  return name == "choice_lists" || !near_sheet(name).empty() || !refusal_of(name).empty();
}

bool blank(const std::string& cell) { return form::trimmed(cell).empty(); }
bool blank_row(const Row& row) { return std::all_of(row.begin(), row.end(), blank); }

// A sheet by its name, whatever the case; where it is to be told, why it is not taken.
class Gathering {
 public:
  explicit Gathering(std::vector<Fault>& all) : all_(all) {}

  void add(SheetRows sheet, std::size_t row_of_name) {
    std::string name = plain_name(sheet.sheet);
    Faults faults(sheet.file, sheet.sheet, all_);
    if (auto* place = place_of(book_, name)) {
      if (*place) return faults.add(row_of_name, "", "the sheet \"" + name + "\" is there twice", "Remove one");
      sheet.sheet = name;
      while (!sheet.rows.empty() && blank_row(sheet.rows.back())) sheet.rows.pop_back();
      *place = std::move(sheet);
      return;
    }
    if (std::all_of(sheet.rows.begin(), sheet.rows.end(), blank_row)) return;
    if (auto instead = refusal_of(name); !instead.empty())
      return faults.add(row_of_name, "", "the sheet \"" + name + "\" is not supported", std::string(instead));
    if (auto near = near_sheet(name); !near.empty())
      faults.add(row_of_name, "", "a form has no sheet \"" + name + "\"",
                 "Write \"" + std::string(near) + "\" if that is meant");
  }

  Workbook& book() { return book_; }

 private:
  std::vector<Fault>& all_;
  Workbook book_;
};

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

// The name of the sheet that begins with a row; empty where the row is one of a sheet.
std::string sheet_named(const Row& row) {
  if (row.empty() || blank(row[0]) || !std::all_of(row.begin() + 1, row.end(), blank)) return {};
  return std::string(form::trimmed(row[0]));
}

bool holds_several(const std::vector<Row>& rows) {
  if (rows.empty()) return false;
  std::string name = lower_ascii(sheet_named(rows[0]));
  return name == "survey" || name == "choices" || name == "settings";
}

Workbook divide(const SheetRows& whole, std::vector<Fault>& all) {
  Gathering sheets(all);
  std::optional<SheetRows> open;
  for (std::size_t i = 0; i < whole.rows.size(); ++i) {
    const Row& row = whole.rows[i];
    std::string name = sheet_named(row);
    if (!name.empty()) {
      if (open) sheets.add(std::move(*open), open->first_row - 1);
      open = SheetRows{whole.file, name, i + 2, {}};
    } else if (open) {
      open->rows.emplace_back(row.begin() + (row.empty() ? 0 : 1), row.end());
    }
  }
  if (open) sheets.add(std::move(*open), open->first_row - 1);
  return std::move(sheets.book());
}

// A workbook of one sheet is the survey, whatever the sheet is called.
Workbook read_workbook(const std::string& file, const std::string& bytes, std::vector<Fault>& all) {
  auto read = read_xlsx(bytes, matters);
  if (!read) {
    const XlsxFault& fault = read.error();
    Faults(file, fault.sheet, all).add(fault.row, fault.column, fault.what, fault.instead);
    return {};
  }
  const bool only = read->size() == 1;
  Gathering sheets(all);
  for (auto& [name, rows] : *read) sheets.add({file, only ? "survey" : name, 1, std::move(rows)}, 0);
  return std::move(sheets.book());
}

}  // namespace

SheetFiles sheet_files(const std::map<std::string, std::string, std::less<>>& files, const std::string& folder) {
  SheetFiles out;
  out.folder = folder;
  const std::string prefix = folder + "/", media = "media/";
  for (auto file = files.lower_bound(prefix); file != files.end() && file->first.starts_with(prefix); ++file) {
    std::string name = file->first.substr(prefix.size());
    if (name == "survey.csv") {
      out.survey = file->second;
    } else if (name == "choices.csv") {
      out.choices = file->second;
    } else if (name == "settings.csv") {
      out.settings = file->second;
    } else if (name.starts_with(media)) {
      out.media.insert(name.substr(media.size()));
    } else if (lower_ascii(name).ends_with(".xlsx")) {
      out.workbooks.emplace(name, file->second);
    } else if (name.ends_with(".csv")) {
      out.tables.emplace(name, file->second);
    }
  }
  return out;
}

Workbook open_workbook(const SheetFiles& files, std::vector<Fault>& faults) {
  const std::string folder = files.folder + "/";
  if (!files.workbooks.empty()) {
    const auto& [name, bytes] = *files.workbooks.begin();
    if (files.survey || files.workbooks.size() > 1) {
      Faults(folder + name, "", faults)
          .add(0, "",
               "the form is there twice: " + (files.survey ? "survey.csv" : files.workbooks.rbegin()->first) +
                   " beside it",
               "Keep one");
      return {};
    }
    return read_workbook(folder + name, bytes, faults);
  }
  Workbook book;
  book.survey = read_file(files.folder, "survey", files.survey, faults);
  if (book.survey && holds_several(book.survey->rows)) book = divide(*book.survey, faults);
  if (files.choices) book.choices = read_file(files.folder, "choices", files.choices, faults);
  if (files.settings) book.settings = read_file(files.folder, "settings", files.settings, faults);
  return book;
}

}  // namespace karvan::central::author
