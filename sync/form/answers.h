#pragma once
#include <string>
#include <string_view>

#include "sync/form/form.h"

// An answer's lexical form: how it is kept and when it is of its question's type.
namespace karvan::form {

// Blanks at both ends go; digits of other scripts become ASCII where digits are meant; bare digits go into the mask.
std::string kept_form(const Question& question, std::string_view typed_in);

// Whether a non-blank answer is of the question's type (choices apart): xsd:integer of at most 15 digits, xsd:decimal,
// xsd:date, xsd:time, xsd:dateTime, a point on Earth, "OK", a mask's shape; a multiple choice names none twice.
bool is_of_type(const Question& question, std::string_view answer);

}  // namespace karvan::form
