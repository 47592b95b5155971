#include "sync/central/author/sheet.h"
#include "sync/central/author/xlsform.h"

namespace karvan::central::author {

namespace {

const Columns& settings_columns() {
  static const Columns columns{{"form_title"},
                               {"form_id", "version", "default_language", "style", "instance_name"},
                               {{"public_key", "Leave it blank: Karvan encrypts everything by itself"},
                                {"submission_url", "Leave it blank: Karvan knows where to send"},
                                {"allow_choice_duplicates", "Leave it blank and give each choice a name of its own"}},
                               false};
  return columns;
}

}  // namespace

Settings read_settings(const std::string& folder, const std::optional<SheetRows>& rows, std::vector<Fault>& all) {
  Settings out;
  out.id = folder;
  if (!rows) return out;
  Faults faults(rows->file, rows->sheet, all);
  Sheet sheet(*rows, settings_columns(), "", faults);
  if (sheet.size() == 0) return out;
  if (std::string id = sheet.cell(0, "form_id"); !id.empty()) out.id = id;
  if (std::string language = sheet.cell(0, "default_language"); !language.empty()) {
    auto tag = language_tag(language);
    if (!tag)
      faults.add(sheet.row_number(0), sheet.heading("default_language"), "the language has no tag",
                 "Write for example \"English (en)\"");
    out.default_language = tag.value_or("en");
  }
  for (auto& [language, words] : sheet.texts(0, "form_title")) {
    out.title[language.empty() ? out.default_language : language] = words;
  }
  return out;
}

}  // namespace karvan::central::author
