#include "sync/central/author/sheet.h"

#include <algorithm>

#include "sync/central/author/known_words.h"
#include "sync/form/words.h"

namespace karvan::central::author {

Sheet::Sheet(const SheetRows& from, const Columns& columns, std::string default_language, Faults& faults)
    : default_language_(std::move(default_language)), first_row_(from.first_row) {
  const auto& rows = from.rows;
  if (rows.empty()) {
    faults.add(first_row_, "", "the sheet is empty", "Write the headings in its first row");
    return;
  }
  rows_.assign(rows.begin() + 1, rows.end());
  for (std::size_t i = 0; i < rows[0].size(); ++i) {
    std::string written(form::trimmed(rows[0][i]));
    if (!written.empty()) add_heading(written, i, columns, faults);
  }
}

bool Sheet::take_language(const HeadingName& name, Heading& heading, const Columns& columns, Faults& faults) const {
  if (!among(columns.worded, name.name)) {
    if (name.language.empty() || !among(columns.plain, name.name)) return true;
    faults.add(first_row_, heading.written, "this column is the same in every language", "Write \"" + name.name + "\"");
    return false;
  }
  heading.language = default_language_;
  if (name.language.empty()) return true;
  auto tag = language_tag(name.language);
  heading.language = tag.value_or("");
  if (!tag)
    faults.add(first_row_, heading.written, "the language has no tag",
               "Write for example \"" + name.name + "::English (en)\"");
  return tag.has_value();
}

void Sheet::add_heading(const std::string& written, std::size_t index, const Columns& columns, Faults& faults) {
  const HeadingName read = read_heading(written, columns);
  Heading heading{read.name, {}, written, index, false};
  if (!take_language(read, heading, columns, faults)) return;
  auto refused = columns.refused.find(read.name);
  if (refused != columns.refused.end()) return refuse_filled(index, written, refused->second, faults);
  const bool known = among(columns.worded, read.name) || among(columns.plain, read.name);
  if (!known && read.name.starts_with("karvan::"))
    return faults.add(first_row_, written, "Karvan has no such column", "Remove it, or see the README's table");
  std::string near = known || columns.open ? std::string() : near_column(columns, read.name);
  if (!near.empty())
    return faults.add(first_row_, written, "no such column", "Write \"" + near + "\" if that is meant");
  // A data column is named in choice_filter: it keeps its case.
  if (!known) heading.name = form::trimmed(written);
  if (!known && !columns.open) return;
  for (const Heading& h : headings_) {
    if (h.name == heading.name && h.language == heading.language)
      return faults.add(first_row_, written, "the column is there twice", "Remove one");
  }
  heading.other = !known;
  headings_.push_back(std::move(heading));
}

void Sheet::refuse_filled(std::size_t index, const std::string& written, std::string_view instead,
                          Faults& faults) const {
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    if (at(row, index).empty()) continue;
    faults.add(row_number(row), written, "this column is not supported", std::string(instead));
  }
}

std::string_view Sheet::at(std::size_t row, std::size_t index) const {
  return index < rows_[row].size() ? form::trimmed(rows_[row][index]) : std::string_view();
}

bool Sheet::blank(std::size_t row) const {
  return std::all_of(rows_[row].begin(), rows_[row].end(), [](const auto& c) { return form::trimmed(c).empty(); });
}

const Sheet::Heading* Sheet::heading_of(std::string_view column) const {
  auto found = std::find_if(headings_.begin(), headings_.end(), [&](const Heading& h) { return h.name == column; });
  return found == headings_.end() ? nullptr : &*found;
}

std::string Sheet::cell(std::size_t row, std::string_view column) const {
  const Heading* heading = heading_of(column);
  return heading ? std::string(at(row, heading->index)) : std::string();
}

form::Texts Sheet::texts(std::size_t row, std::string_view column) const {
  form::Texts out;
  for (const Heading& heading : headings_) {
    if (heading.name != column || at(row, heading.index).empty()) continue;
    out[heading.language] = at(row, heading.index);
  }
  return out;
}

std::map<std::string, std::string> Sheet::others(std::size_t row) const {
  std::map<std::string, std::string> out;
  for (const Heading& heading : headings_) {
    if (heading.other && !at(row, heading.index).empty()) out[heading.name] = at(row, heading.index);
  }
  return out;
}

std::string Sheet::heading(std::string_view column) const {
  const Heading* heading = heading_of(column);
  return heading ? heading->written : std::string(column);
}

std::string Sheet::heading(std::string_view column, std::string_view language) const {
  for (const Heading& heading : headings_) {
    if (heading.name == column && heading.language == language) return heading.written;
  }
  return heading(column);
}

std::vector<std::string> Sheet::languages() const {
  std::vector<std::string> out;
  for (const Heading& heading : headings_) {
    if (!heading.language.empty() && std::find(out.begin(), out.end(), heading.language) == out.end()) {
      out.push_back(heading.language);
    }
  }
  return out;
}

}  // namespace karvan::central::author
