#pragma once
#include <string>

#include "sync/central/author/sheet.h"

// Karvan's own columns of the survey sheet (`karvan::…`), which other tools pass over.
namespace karvan::central::author {

// At most 64 letters, digits, underscores, dashes and points, a letter or underscore first.
bool is_name(const std::string& name);

void read_karvan_columns(const Sheet& sheet, std::size_t row, form::Question& into, Faults& faults);
// What the row's other columns must have for them; the question is complete by then.
void check_karvan_columns(const Sheet& sheet, std::size_t row, const form::Question& question,
                          const form::Definition& form, Faults& faults);

}  // namespace karvan::central::author
