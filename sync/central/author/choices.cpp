#include <algorithm>

#include "sync/central/author/sheet.h"
#include "sync/central/author/xlsform.h"

namespace karvan::central::author {

namespace {

const Columns& choices_columns() {
  constexpr std::string_view media = "Leave it blank: choices with pictures or sound are not supported";
  static const Columns columns{
      {"label"}, {"list_name", "name"}, {{"image", media}, {"audio", media}, {"video", media}, {"media", media}}, true};
  return columns;
}

bool has_blank(const std::string& name) { return name.find_first_of(" \t\n\r") != std::string::npos; }

void add_choice(const Sheet& sheet, std::size_t row, Lists& lists, Faults& faults) {
  const std::size_t number = sheet.row_number(row);
  std::string list = sheet.cell(row, "list_name");
  form::Choice choice{sheet.cell(row, "name"), sheet.texts(row, "label"), sheet.others(row)};
  if (list.empty())
    return faults.add(number, sheet.heading("list_name"), "the choice is in no list", "Write its list's name");
  if (choice.name.empty())
    return faults.add(number, sheet.heading("name"), "the choice has no name", "Write a short name");
  if (has_blank(choice.name)) {
    faults.add(number, sheet.heading("name"), "a choice's name holds a blank", "Write an underscore in its place");
  }
  if (choice.label.empty())
    faults.add(number, sheet.heading("label"), "the choice has no label", "Write what people read");
  auto& choices = lists[list];
  bool twice = std::any_of(choices.begin(), choices.end(), [&](const auto& c) { return c.name == choice.name; });
  if (twice)
    faults.add(number, sheet.heading("name"), "the list has this name twice", "Give each choice a name of its own");
  choices.push_back(std::move(choice));
}

}  // namespace

Lists read_choices(const std::optional<SheetRows>& rows, const std::string& default_language, std::vector<Fault>& all) {
  Lists lists;
  if (!rows) return lists;
  Faults faults(rows->file, rows->sheet, all);
  Sheet sheet(*rows, choices_columns(), default_language, faults);
  for (std::string_view column : {"list_name", "name"}) {
    if (!sheet.has(column)) faults.add(sheet.heading_row(), std::string(column), "the column is missing", "Add it");
  }
  if (faults.any()) return lists;
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    if (!sheet.blank(row)) add_choice(sheet, row, lists, faults);
  }
  return lists;
}

}  // namespace karvan::central::author
