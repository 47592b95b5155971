#include <algorithm>
#include <charconv>

#include "sync/central/author/utf8.h"
#include "sync/central/author/xlsx_parts.h"

namespace karvan::central::author {

namespace {

std::size_t number_in_text(std::string_view text) {
  std::size_t out = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size() ? out : 0;
}

// "AB" of "AB12" -> 28; 0 where there are no letters, and for more letters than a sheet can have.
std::size_t column_number(std::string_view letters) {
  std::size_t out = 0;
  if (letters.size() > 3) return 0;
  for (char c : letters) out = out * 26 + static_cast<std::size_t>((c & ~0x20) - 'A' + 1);
  return out;
}

std::string column_letters(std::size_t number) {
  std::string out;
  for (; number > 0; number = (number - 1) / 26) out.insert(out.begin(), static_cast<char>('A' + (number - 1) % 26));
  return out;
}

class CellReader {
 public:
  explicit CellReader(XlsxBook& book) : book_(book) {}

  XlsxResult<std::vector<Row>> run(pugi::xml_node sheet) {
    for (auto row : child_named(sheet, "sheetData").children()) {
      if (local_name(row.name()) != "row") continue;
      if (auto number = number_in_text(row.attribute("r").value()); number > 0) row_ = number - 1;
      column_ = 0;
      ++row_;
      for (auto cell : row.children()) {
        if (local_name(cell.name()) == "c" && !one(cell)) return tl::unexpected(fault_);
      }
    }
    return std::move(rows_);
  }

 private:
  bool refuse(std::string what, std::string instead) {
    fault_ = {{}, row_, column_letters(column_), std::move(what), std::move(instead)};
    return false;
  }

  bool one(pugi::xml_node cell) {
    std::string_view place = cell.attribute("r").value();
    auto letters = place.substr(0, std::min(place.find_first_of("0123456789"), place.size()));
    auto number = column_number(letters);
    column_ = number > 0 ? number : column_ + 1;
    std::string text;
    return value(cell, text) && (text.empty() || put(std::move(text)));
  }

  bool value(pugi::xml_node cell, std::string& text) {
    std::string_view type = cell.attribute("t").value();
    auto stored = child_named(cell, "v");
    std::string_view words = stored.text().get();
    if (type == "inlineStr") {
      text = words_of(child_named(cell, "is"));
    } else if (!stored && child_named(cell, "f")) {
      return refuse("a formula has no result", "Open the workbook in a spreadsheet program and save it");
    } else if (type == "s") {
      auto index = number_in_text(words);
      if (!words.empty() && index >= book_.strings.size())
        return refuse("the workbook is damaged: a text is missing", "Save it again with a spreadsheet program");
      if (!words.empty()) text = book_.strings[index];
    } else if (type == "b") {
      text = words == "1" ? "TRUE" : words == "0" ? "FALSE" : "";
    } else if (type == "e") {
      return refuse("the cell holds the error " + std::string(words.substr(0, 20)), "Correct its formula");
    } else if (type == "str" || type == "d") {
      text = words;
    } else if (!words.empty()) {
      text = shown_number(words, kind(cell), book_.from_1904);
    }
    return true;
  }

  NumberKind kind(pugi::xml_node cell) const {
    auto style = number_in_text(cell.attribute("s").value());
    return style < book_.kinds.size() ? book_.kinds[style] : NumberKind::number;
  }

  bool put(std::string text) {
    if (text.size() > csv_cell_bytes_max) return refuse("a cell is longer than 32 KiB", "Shorten it");
    if (!is_utf8(text)) return refuse("a cell is not UTF-8", "Save the workbook again with a spreadsheet program");
    if (row_ > csv_rows_max) return refuse("there are more than 50000 rows", "Divide the list");
    if (column_ > csv_columns_max) return refuse("a row has more than 300 cells", "Remove the empty columns");
    if (rows_.size() < row_) rows_.resize(row_);
    Row& row = rows_[row_ - 1];
    if (row.size() < column_) {
      book_.cells += column_ - row.size();
      row.resize(column_);
    }
    book_.text_bytes += text.size();
    if (book_.cells > xlsx_cells_max || book_.text_bytes > xlsx_text_bytes_max)
      return refuse("the workbook has more cells than a form can need", "Divide the list");
    row[column_ - 1] = std::move(text);
    return true;
  }

  XlsxBook& book_;
  std::vector<Row> rows_;
  std::size_t row_ = 0, column_ = 0;
  XlsxFault fault_;
};

}  // namespace

XlsxResult<std::vector<Row>> read_cells(pugi::xml_node work_sheet, XlsxBook& book) {
  return CellReader(book).run(work_sheet);
}

}  // namespace karvan::central::author
