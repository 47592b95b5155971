#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sync/central/author/fault.h"
#include "sync/central/author/workbook.h"
#include "sync/form/form.h"

// Choice lists, from the choices sheet or a CSV file beside the form.
namespace karvan::central::author {

// list -> choices in the order of the sheet.
using Lists = std::map<std::string, std::vector<form::Choice>, std::less<>>;
Lists read_choices(const std::optional<SheetRows>& rows, const std::string& default_language,
                   std::vector<Fault>& faults);

// `select_one_from_file`: which columns hold the names and the labels; empty: "name" and "label".
struct ChoiceFileColumns {
  std::string value, label;
};
std::vector<form::Choice> read_choice_file(const SheetRows& file, const ChoiceFileColumns& columns,
                                           const std::string& default_language, std::vector<Fault>& faults);

// What `or_other` adds, in each of the languages: the choice's label, or that of the question that asks for more.
form::Texts other_words(const std::vector<std::string>& languages, bool specify);

}  // namespace karvan::central::author
