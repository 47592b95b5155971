#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sync/central/author/fault.h"
#include "sync/form/form.h"

// An XLSForm (https://xlsform.org) as CSV sheets, compiled to a form. One entry a step, so that each can be tested.
namespace karvan::central::author {

struct Sheets {
  std::string folder;  // for faults: "domicile"
  std::string survey, choices, settings;
  bool has_choices = false, has_settings = false;
};

// The form, or nothing and at least one fault added to `faults`.
std::optional<form::Definition> compile_form(const Sheets& sheets, std::vector<Fault>& faults);

// settings.csv: id, title, default language. `id` is the folder where the sheet does not say.
struct Settings {
  std::string id, default_language = "en";
  form::Texts title;
};
Settings read_settings(const Sheets& sheets, std::vector<Fault>& faults);

// choices.csv: list -> choices in the order of the sheet.
using Lists = std::map<std::string, std::vector<form::Choice>, std::less<>>;
Lists read_choices(const Sheets& sheets, const std::string& default_language, std::vector<Fault>& faults);

}  // namespace karvan::central::author
