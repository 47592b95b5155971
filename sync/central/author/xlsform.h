#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sync/central/author/fault.h"
#include "sync/central/author/workbook.h"
#include "sync/form/form.h"

// An XLSForm (https://xlsform.org), compiled to a form.
namespace karvan::central::author {

// The form, or nothing and at least one fault added to `faults`.
std::optional<form::Definition> compile_form(const SheetFiles& files, std::vector<Fault>& faults);

// The settings sheet: id, title, default language. Without a sheet the folder is the id.
struct Settings {
  std::string id;
  std::string default_language;  // empty where the sheet gives none
  form::Texts title;             // language empty: of the default language
};
Settings read_settings(const std::string& folder, const std::optional<SheetRows>& rows, std::vector<Fault>& faults);

}  // namespace karvan::central::author
