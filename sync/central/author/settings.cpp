#include "sync/central/author/sheet.h"
#include "sync/central/author/xlsform.h"

namespace karvan::central::author {

Settings read_settings(const std::string& folder, const std::optional<SheetRows>& rows, std::vector<Fault>& all) {
  Settings out;
  out.id = folder;
  if (!rows || rows->rows.empty()) return out;
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
  out.title = sheet.texts(0, "form_title");
  return out;
}

}  // namespace karvan::central::author
