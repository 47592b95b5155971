#include "sync/central/author/choices.h"

#include <set>

#include "sync/central/author/sheet.h"
#include "sync/form/words.h"

namespace karvan::central::author {

namespace {

bool has_blank(const std::string& name) { return name.find_first_of(" \t\n\r") != std::string::npos; }

// One list as it grows; a name is there once.
struct Growing {
  std::vector<form::Choice> choices;
  std::set<std::string, std::less<>> names;
};

void add_choice(const Sheet& sheet, std::size_t row, Growing& list, Faults& faults) {
  const std::size_t number = sheet.row_number(row);
  form::Choice choice{sheet.cell(row, "name"), sheet.texts(row, "label"), sheet.others(row)};
  auto fault = [&](const char* column, const char* what, const char* instead) {
    faults.add(number, sheet.heading(column), what, instead);
  };
  if (choice.name.empty()) return fault("name", "the choice has no name", "Write a short name");
  if (has_blank(choice.name)) fault("name", "a choice's name holds a blank", "Write an underscore in its place");
  if (choice.label.empty()) fault("label", "the choice has no label", "Write what people read");
  if (!list.names.insert(choice.name).second)
    fault("name", "the list has this name twice", "Give each choice a name of its own");
  list.choices.push_back(std::move(choice));
}

bool check_columns(const Sheet& sheet, std::initializer_list<std::string_view> columns, Faults& faults) {
  bool all = true;
  for (std::string_view column : columns) {
    if (sheet.has(column)) continue;
    faults.add(sheet.heading_row(), std::string(column), "the column is missing", "Add it");
    all = false;
  }
  return all;
}

}  // namespace

Lists read_choices(const std::optional<SheetRows>& rows, const std::string& default_language, std::vector<Fault>& all) {
  Lists lists;
  if (!rows || rows->rows.empty()) return lists;
  Faults faults(rows->file, rows->sheet, all);
  Sheet sheet(*rows, choices_columns(), default_language, faults);
  if (!check_columns(sheet, {"list_name", "name"}, faults)) return lists;
  std::map<std::string, Growing> growing;
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    if (sheet.blank(row)) continue;
    std::string list = sheet.cell(row, "list_name");
    if (list.empty()) {
      faults.add(sheet.row_number(row), sheet.heading("list_name"), "the choice is in no list",
                 "Write its list's name");
    } else {
      add_choice(sheet, row, growing[list], faults);
    }
  }
  for (auto& [name, list] : growing) lists.emplace(name, std::move(list.choices));
  return lists;
}

std::vector<form::Choice> read_choice_file(const SheetRows& file, const ChoiceFileColumns& columns,
                                           const std::string& default_language, std::vector<Fault>& all) {
  Faults faults(file.file, file.sheet, all);
  SheetRows renamed = file;
  if (!renamed.rows.empty()) {
    for (std::string& heading : renamed.rows[0]) {
      const std::string written(form::trimmed(heading));
      if (!columns.value.empty() && written == columns.value) heading = "name";
      if (!columns.label.empty() && written == columns.label) heading = "label";
    }
  }
  Sheet sheet(renamed, file_choices_columns(), default_language, faults);
  if (renamed.rows.empty() || !check_columns(sheet, {"name", "label"}, faults)) return {};
  Growing list;
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    if (!sheet.blank(row)) add_choice(sheet, row, list, faults);
  }
  return std::move(list.choices);
}

form::Texts other_words(const std::vector<std::string>& languages, bool specify) {
  struct Words {
    std::string_view language, other, specify;
  };
  static constexpr Words words[] = {{"en", "Other", "Specify other"},     {"ur", "دیگر", "دیگر کی وضاحت کریں"},
                                    {"az", "Digər", "Digərini göstərin"}, {"fa", "سایر", "سایر را مشخص کنید"},
                                    {"ar", "أخرى", "حدد أخرى"},           {"fr", "Autre", "Précisez"},
                                    {"es", "Otro", "Especifique"},        {"pt", "Outro", "Especifique"},
                                    {"ru", "Другое", "Уточните"},         {"tr", "Diğer", "Diğerini belirtin"}};
  form::Texts out;
  for (const std::string& language : languages) {
    const Words* found = &words[0];
    for (const Words& one : words) {
      if (one.language == language) found = &one;
    }
    out[language] = specify ? found->specify : found->other;
  }
  return out;
}

}  // namespace karvan::central::author
