#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sync/central/author/fault.h"
#include "sync/central/author/workbook.h"
#include "sync/form/form.h"

// An XLSForm (https://xlsform.org) as CSV sheets, compiled to a form. One entry a step, so that each can be tested.
namespace karvan::central::author {

// The form, or nothing and at least one fault added to `faults`.
std::optional<form::Definition> compile_form(const SheetFiles& files, std::vector<Fault>& faults);

// The settings sheet: id, title, default language. Without a sheet the folder is the id.
struct Settings {
  std::string id, default_language = "en";
  form::Texts title;
};
Settings read_settings(const std::string& folder, const std::optional<SheetRows>& rows, std::vector<Fault>& faults);

// The choices sheet: list -> choices in the order of the sheet.
using Lists = std::map<std::string, std::vector<form::Choice>, std::less<>>;
Lists read_choices(const std::optional<SheetRows>& rows, const std::string& default_language,
                   std::vector<Fault>& faults);

}  // namespace karvan::central::author
