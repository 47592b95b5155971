#pragma once
#include <string_view>

#include "storage/model/json.h"
#include "sync/form/form.h"

namespace karvan::show {

// One text in each language that has it; `otherwise` where none does.
json::object texts(const form::Texts& texts, std::string_view otherwise);

// A select question's answer by its labels, a text for each language of the form; null of any other question, whose
// value speaks for itself.
json::value choice(const form::Form& form, const form::Question& question, std::string_view value);

}  // namespace karvan::show
